import { setTimeout as sleep } from 'node:timers/promises';
import { comparePositions } from '../../schema/revision.ts';
import { VISIBILITY_SECONDS } from '../../subgraphs/query/indexer/topology.ts';
import type { Finding, Part } from './compare.ts';
import { piecesOf } from '../../subgraphs/query/pieces.ts';

/** As long as what a killed indexer had received stays hidden, in three. */
const HIDDEN_MS = Array<number>(3).fill((VISIBILITY_SECONDS * 1_000) / 3);
/** Waits before each look at a suspect, in milliseconds: together far longer than an event is on its way, hidden or not. */
export const LOOKS_MS = [100, 300, 600, 1_000, 2_000, 3_000, ...HIDDEN_MS];
/** Looks at most, where a backlog is worked off: suspects clear up from one to the next. The last wait goes for the further ones: a minute. */
const MAX_LOOKS = 21;
/** Streams looked at in one request. */
const PAGE = 500;

/** Looks at streams of one kind again, and tells what is still wrong with them in one read model. */
export type Look = (part: Part, ids: readonly string[]) => Promise<Finding[]>;

/**
 * Separates what is wrong from what was only on its way. A suspect is cleared when a later look finds it right, or when
 * the last look finds that it keeps up: it shows by now what was written when it became a suspect, or it moves while it
 * is ahead of what was read of MySQL just before. That its stream goes on proves nothing: a document that is stuck does
 * not stop it.
 */
export async function confirmFindings(
  suspects: readonly Finding[],
  lookAgain: Look,
  waitsMs: readonly number[] = LOOKS_MS,
): Promise<Finding[]> {
  const first = byName(suspects);
  let open = suspects;
  let clearsUp = false;
  for (let look = 1; open.length > 0 && (look <= waitsMs.length || (clearsUp && look <= MAX_LOOKS)); look++) {
    await sleep(waitsMs[look - 1] ?? waitsMs.at(-1));
    const before = byName(open);
    const found = await lookAtAll(open, lookAgain);
    const isLast = look >= waitsMs.length;
    open = found.filter(
      (finding) => !isLast || !keepsUp(first.get(nameOf(finding)), before.get(nameOf(finding)), finding),
    );
    clearsUp = open.length < before.size;
  }
  return [...open];
}

async function lookAtAll(suspects: readonly Finding[], lookAgain: Look): Promise<Finding[]> {
  const found: Finding[] = [];
  const parts = Map.groupBy(suspects, ({ model, kind }) => `${model}/${kind}`);
  for (const ofPart of parts.values()) {
    for (const some of piecesOf(ofPart, PAGE)) {
      const ids = some.map(({ id }) => id);
      found.push(...(await lookAgain(ofPart[0]!, ids)));
    }
  }
  return found;
}

const nameOf = ({ model, kind, id }: Finding): string => `${model}/${kind}-${id}`;

const byName = (findings: readonly Finding[]): Map<string, Finding> =>
  new Map(findings.map((finding) => [nameOf(finding), finding]));

function keepsUp(first: Finding | undefined, before: Finding | undefined, now: Finding): boolean {
  if (now.shown === undefined) return false;
  if (now.problem === 'ahead')
    return before?.shown === undefined || comparePositions(before.shown, now.shown) !== 0;
  return (
    now.problem === 'behind' &&
    (first?.written === undefined || comparePositions(now.shown, first.written) >= 0)
  );
}
