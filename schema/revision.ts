import { streamKinds, type StreamKind } from './events/event.ts';

/** Where a stream stands. Positions of one stream are ordered by epoch, then revision; those of different streams are not ordered at all. */
export interface Position {
  readonly epoch: number;
  readonly revision: number;
}

export function comparePositions(a: Position, b: Position): number {
  return a.epoch - b.epoch || a.revision - b.revision;
}

/** The value of the scalar `Revision`: positions of an entity's own streams, keyed by kind. */
export type EntityRevision = Readonly<Partial<Record<StreamKind, Position>>>;

/** What a consistency token holds: positions keyed by stream name, for example `stock-0197…`. */
export type PositionVector = Readonly<Record<string, Position>>;

/** Room for a stream of every kind; what is longer is not one of ours. */
const MAX_REVISION_CHARACTERS = 512;
/** A token of more streams than this names a `batch-<id>` stream instead, so that it fits a header. */
export const MAX_TOKEN_STREAMS = 50;
/** Room for 50 streams; what is longer is not one of ours. */
const MAX_TOKEN_CHARACTERS = 8_192;

/** Thrown for a revision or token that Tandem did not make. */
export class MalformedPosition extends Error {
  override readonly name = 'MalformedPosition';
}

/** `{ product: 5, stock: 17 }` of epoch 0 becomes `product@0.5+stock@0.17`. */
export function encodeRevision(revision: EntityRevision): string {
  return Object.entries(revision)
    .map(([kind, position]) => `${kind}@${formatPosition(position)}`)
    .sort()
    .join('+');
}

/** Reads what encodeRevision wrote. Throws MalformedPosition. */
export function decodeRevision(text: string): EntityRevision {
  if (text.length > MAX_REVISION_CHARACTERS) throw new MalformedPosition('not a revision');
  const entries = text.split('+').map((part): [StreamKind, Position] => {
    const [kind = '', position = '', ...more] = part.split('@');
    if (!Object.hasOwn(streamKinds, kind) || more.length > 0) throw new MalformedPosition('not a revision');
    return [kind as StreamKind, parsePosition(position)];
  });
  return Object.fromEntries(entries);
}

/** Opaque text for a header or an argument; at most MAX_TOKEN_STREAMS streams. */
export function encodeToken(positions: PositionVector): string {
  const members = Object.entries(positions).map(
    ([stream, position]) => `${JSON.stringify(stream)}:"${formatPosition(position)}"`,
  );
  return Buffer.from(`{${members.join(',')}}`).toString('base64url');
}

/** Reads what encodeToken wrote. Throws MalformedPosition. */
export function decodeToken(token: string): PositionVector {
  if (token.length > MAX_TOKEN_CHARACTERS) throw new MalformedPosition('not a consistency token');
  let flat: unknown;
  try {
    flat = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch (cause) {
    throw new MalformedPosition('not a consistency token', { cause });
  }
  if (typeof flat !== 'object' || flat === null || Array.isArray(flat)) {
    throw new MalformedPosition('not a consistency token');
  }
  const entries = Object.entries(flat);
  if (entries.length > MAX_TOKEN_STREAMS) throw new MalformedPosition('not a consistency token');
  return Object.fromEntries(
    entries.map(([stream, position]) => {
      if (!/^[a-z]+-\S+$/.test(stream)) throw new MalformedPosition('not a consistency token');
      return [stream, parsePosition(String(position))];
    }),
  );
}

/** `0.17`; empty where there is none. */
export const formatPosition = (position: Position | undefined): string =>
  position === undefined ? '' : `${position.epoch}.${position.revision}`;

function parsePosition(text: string): Position {
  const match = /^(\d{1,10})\.(\d{1,15})$/.exec(text);
  if (match === null) throw new MalformedPosition('not a revision');
  return { epoch: Number(match[1]), revision: Number(match[2]) };
}
