import {
  decodeRevision,
  type EntityRevision,
  MalformedPosition,
  type PositionVector,
} from '../../../schema/revision.ts';
import type { Tokens } from '../../../schema/token.ts';
import { badUserInput } from '../errors.ts';
import { parseStream } from './demand.ts';

/** Reads a consistency token; `source` is the argument or header it came in. Throws BAD_USER_INPUT, which names that. */
export function readToken(tokens: Tokens, source: string, token: string | null | undefined): PositionVector {
  if (token === null || token === undefined) return {};
  const vector = wellFormed(source, () => tokens.read(token));
  const unknown = Object.keys(vector).find((stream) => parseStream(stream) === undefined);
  if (unknown !== undefined) throw badUserInput(source, 'not a consistency token');
  return vector;
}

/** Reads the `revision` of an entity reference whose streams may be only of these kinds. Throws BAD_USER_INPUT. */
export function readRevision(
  revision: string | null | undefined,
  kinds: readonly (keyof EntityRevision)[],
): EntityRevision {
  if (revision === null || revision === undefined) return {};
  const positions = wellFormed('revision', () => decodeRevision(revision));
  const foreign = Object.keys(positions).some((kind) => !(kinds as readonly string[]).includes(kind));
  if (foreign) throw badUserInput('revision', 'of another type');
  return positions;
}

function wellFormed<T>(source: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof MalformedPosition) throw badUserInput(source, error.message);
    throw error;
  }
}
