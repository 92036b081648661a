import { createHash } from 'node:crypto';
import { type StreamKind, streamName } from '../../schema/events/event.ts';
import { comparePositions, type Position } from '../../schema/revision.ts';
import type { ReadModelName, Stamp } from '../../subgraphs/query/indexer/projections/document.ts';

export type Problem =
  /** The stream has no section in its document. */
  | 'missing'
  /** The section is older than the stream. */
  | 'behind'
  /** The section is newer than the stream: MySQL has lost what it showed, as after a restore. */
  | 'ahead'
  /** Same revision, other content. */
  | 'different'
  /** There is a section, and no stream that could have written it. */
  | 'unknown';

/** The sections that one read model has of one kind of streams. */
export interface Part {
  readonly model: ReadModelName;
  readonly kind: StreamKind;
}

/** One stream whose section is not what it should be. */
export interface Finding extends Part {
  readonly id: string;
  readonly problem: Problem;
  /** Where the stream stands in MySQL. */
  readonly written: Position | undefined;
  /** Where its section stands in the document. */
  readonly shown: Position | undefined;
}

/** What a stream should show and what it does show. */
export interface Pair extends Part {
  readonly id: string;
  /** The projection of its latest event. */
  readonly written: Stamp | undefined;
  readonly shown: Stamp | undefined;
}

/**
 * The same checksum on both sides exactly when every section of the range is as it should be. `epoch` is the current
 * one: a repair stamps a section with it, so that what is still on its way from a lost future stays older.
 */
export function isRangeEqual(pairs: readonly Pair[], epoch: number): boolean {
  const sums = [createHash('sha256'), createHash('sha256')] as const;
  for (const { id, written, shown } of pairs) {
    sums[0].update(`${id}\n${canonical(written)}\n`);
    sums[1].update(`${id}\n${canonical(restamped(written, shown, epoch))}\n`);
  }
  return sums[0].digest('hex') === sums[1].digest('hex');
}

/** What is wrong with the stream's section; undefined when nothing is. */
export function findingOf({ model, kind, id, written, shown }: Pair, epoch: number): Finding | undefined {
  const problem = problemOf(written, restamped(written, shown, epoch));
  if (problem === undefined) return undefined;
  return { model, kind, id, problem, written: positionOf(written), shown: positionOf(shown) };
}

function problemOf(written: Stamp | undefined, shown: Stamp | undefined): Problem | undefined {
  if (written === undefined) return shown === undefined ? undefined : 'unknown';
  if (shown === undefined) return 'missing';
  const order = comparePositions(shown, written);
  if (order !== 0) return order < 0 ? 'behind' : 'ahead';
  return canonical(written) === canonical(shown) ? undefined : 'different';
}

/** The section under the epoch of its event, where a repair has stamped it with a later one that is not yet to come. */
function restamped(written: Stamp | undefined, shown: Stamp | undefined, epoch: number): Stamp | undefined {
  if (written === undefined || shown === undefined || shown.revision !== written.revision) return shown;
  const isRepaired = shown.epoch > written.epoch && shown.epoch <= epoch;
  return isRepaired ? { ...shown, epoch: written.epoch } : shown;
}

const positionOf = (stamp: Stamp | undefined): Position | undefined =>
  stamp && { epoch: stamp.epoch, revision: stamp.revision };

/** JSON with the keys of every object in order. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  ) ?? 'nothing';

/** `behind    stock-7 in products is written at 0.5, shown at 0.3` */
export function describeFinding({ model, kind, id, problem, written, shown }: Finding): string {
  const at = (position: Position | undefined) =>
    position === undefined ? 'nowhere' : `${position.epoch}.${position.revision}`;
  return `${problem.padEnd(9)} ${streamName(kind, id)} in ${model} is written at ${at(written)}, shown at ${at(shown)}`;
}
