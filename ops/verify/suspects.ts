import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding, Part } from './compare.ts';

/** Waits before each look at a suspect, in milliseconds: together far longer than an event is on its way. */
const LOOKS_MS = [100, 300, 600, 1_000, 2_000, 3_000];
/** Streams looked at in one request. */
const PAGE = 500;

/** Looks at streams of one kind again, and tells what is still wrong with them in one read model. */
export type Look = (part: Part, ids: readonly string[]) => Promise<Finding[]>;

/**
 * Separates what is wrong from what was only on its way. A suspect is cleared when a later look finds it right, or
 * finds that its stream or its section has moved since the look before: then the events do arrive. What stands still
 * and is wrong at the last look is a finding.
 */
export async function confirmFindings(
  suspects: readonly Finding[],
  look: Look,
  waitsMs: readonly number[] = LOOKS_MS,
): Promise<Finding[]> {
  let open = suspects;
  for (const [round, wait] of waitsMs.entries()) {
    if (open.length === 0) break;
    await sleep(wait);
    const before = new Map(open.map((finding) => [nameOf(finding), finding]));
    const found = await lookAtAll(open, look);
    const isLast = round === waitsMs.length - 1;
    open = found.filter((finding) => !isLast || !hasMoved(before.get(nameOf(finding)), finding));
  }
  return [...open];
}

async function lookAtAll(suspects: readonly Finding[], look: Look): Promise<Finding[]> {
  const found: Finding[] = [];
  const parts = Map.groupBy(suspects, ({ model, kind }) => `${model}/${kind}`);
  for (const ofPart of parts.values()) {
    for (let start = 0; start < ofPart.length; start += PAGE)
      found.push(
        ...(await look(
          ofPart[0]!,
          ofPart.slice(start, start + PAGE).map(({ id }) => id),
        )),
      );
  }
  return found;
}

const nameOf = ({ model, kind, id }: Finding): string => `${model}/${kind}-${id}`;

const hasMoved = (before: Finding | undefined, now: Finding): boolean =>
  JSON.stringify([before?.written, before?.shown]) !== JSON.stringify([now.written, now.shown]);
