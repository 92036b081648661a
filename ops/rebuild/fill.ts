import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainEvent, StreamKind } from '../../schema/events/event.ts';
import { comparePositions } from '../../schema/revision.ts';
import type { Pool } from '../../subgraphs/command/mysql/connect.ts';
import { latestEventsOf } from '../../subgraphs/command/mysql/event-log.ts';
import type { ReadDocuments } from '../../subgraphs/query/documents/read.ts';
import {
  type Document,
  keyText,
  kindsOf,
  type ReadModelName,
} from '../../subgraphs/query/indexer/projections/document.ts';
import { merge, sectionsOf } from '../../subgraphs/query/indexer/projections/merge.ts';
import type { Patch } from '../../subgraphs/query/indexer/projections/project.ts';
import type { Projection } from '../../subgraphs/query/indexer/projections/versions.ts';
import type { Write } from '../../subgraphs/query/indexer/sink.ts';
import { ranges } from '../verify/verify.ts';
import type { Filled } from './progress-store.ts';

/** Documents written at once. */
const PAGE = 500;
/** Tries of a page that the engine does not take, with waits that double from half a second: half a minute in all. */
const MAX_TRIES = 7;

export interface Fill {
  readonly pool: Pool;
  readonly model: ReadModelName;
  readonly projection: Projection;
  readonly readServed: ReadDocuments;
  readonly write: Write;
  /** Where to go on. */
  readonly from: Filled;
  /** Called after every page that is written. */
  readonly onPage: (filled: Filled) => Promise<void>;
}

/** Thrown when the new generation does not take what its projection makes: a fault of mapping or projection. */
export class FillRefused extends Error {
  override readonly name = 'FillRefused';
}

/**
 * Writes a document for every stream of the first kind that the read model shows, made of the latest events of all
 * streams with its id. What happens after a stream was read is written by the indexers. Rejects with FillRefused.
 */
export async function fill({
  pool,
  model,
  projection,
  readServed,
  write,
  from,
  onPage,
}: Fill): Promise<void> {
  const [owner, ...others] = kindsOf(model) as [StreamKind, ...StreamKind[]];
  let { streams } = from;
  let writing = Promise.resolve();
  for await (const events of ranges({ pool }, owner, from.after, PAGE)) {
    const documents = toDocuments([...events, ...(await siblings(pool, others, events))], projection);
    const patches = await restamp(documents, from.epoch, readServed);
    streams += events.length;
    const filled = { ...from, after: events.at(-1)!.id, streams };
    // One page is written while the next one is read.
    await writing;
    writing = writePage(write, patches).then(() => onPage(filled));
    writing.catch(() => undefined);
  }
  await writing;
}

async function siblings(
  pool: Pool,
  kinds: readonly StreamKind[],
  events: readonly DomainEvent[],
): Promise<DomainEvent[]> {
  const ids = events.map(({ id }) => id);
  return (await Promise.all(kinds.map((kind) => latestEventsOf(pool, kind, ids)))).flat();
}

function toDocuments(events: readonly DomainEvent[], projection: Projection): Patch[] {
  const documents = new Map<string, Patch>();
  for (const event of events) {
    const patch = projection(event);
    if (patch === undefined) continue;
    const key = keyText(patch.key);
    const present = documents.get(key);
    const document = present === undefined ? patch.document : merge(present.document, patch.document);
    documents.set(key, { key: patch.key, document });
  }
  return [...documents.values()];
}

/**
 * What is served otherwise than its event says, be it lost in a restore of MySQL or mended after one, goes under the
 * current epoch, as in a repair: who has seen that finds nothing older after the swap. What is served under the epoch
 * of its event keeps that, as the swap may be rolled back.
 */
async function restamp(
  patches: readonly Patch[],
  epoch: number,
  readServed: ReadDocuments,
): Promise<readonly Patch[]> {
  if (patches.every(({ document }) => sectionsOf(document).every(([, section]) => section.epoch >= epoch)))
    return patches;
  const served = await readServed(patches.map(({ key }) => key));
  return patches.map(({ key, document }, i) => {
    const shown = served[i];
    if (shown instanceof Error) throw shown;
    const sections = sectionsOf(document).map(([kind, section]) => {
      const present = shown?.[kind];
      const isServed = present !== undefined && comparePositions(present, section) === 0;
      return [kind, isServed ? section : { ...section, epoch: Math.max(section.epoch, epoch) }];
    });
    return { key, document: Object.fromEntries(sections) as Document };
  });
}

/** Rejects with FillRefused, and with what is amiss with the engine after MAX_TRIES. */
export async function writePage(write: Write, patches: readonly Patch[]): Promise<void> {
  let open = patches;
  for (let wait = 500, tries = 1; open.length > 0; wait *= 2, tries++) {
    const outcomes = await write(open);
    const refused = outcomes.findIndex(({ kind }) => kind === 'refused');
    const outcome = outcomes[refused];
    if (outcome?.kind === 'refused')
      throw new FillRefused(`${keyText(open[refused]!.key)}: ${outcome.reason}`);
    const late = outcomes.find(({ kind }) => kind === 'later');
    open = open.filter((_, i) => outcomes[i]?.kind === 'later');
    if (open.length === 0) return;
    if (tries === MAX_TRIES && late?.kind === 'later') throw late.cause;
    await sleep(wait);
  }
}
