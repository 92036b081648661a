import type { DomainEvent, StreamKind } from '../../schema/events/event.ts';
import { countStreams, existingStreams, latestEvents } from '../../subgraphs/command/mysql/event-log.ts';
import { kindsOf, type ReadModelName } from '../../subgraphs/query/indexer/projections/document.ts';
import type { Finding, Part } from './compare.ts';
import { scan, type ScannedDocument } from './scan.ts';
import { type Comparison, compareEvents, compareStreams } from './comparison.ts';
import { confirmFindings } from './suspects.ts';

/** Streams compared at once. */
const RANGE = 500;
/** Suspects kept in memory before they are looked at again. */
const MAX_SUSPECTS = 20_000;

export interface VerifyOptions {
  readonly parts: readonly Part[];
  /** Called with how many more streams were compared, or documents looked through; `countCompared` tells of how many. */
  readonly advance: (streamsOrDocuments: number) => void;
  /** Called for what stays wrong however often it is looked at. */
  readonly onFinding: (finding: Finding) => Promise<void> | void;
  /** The waits between the looks at a suspect. */
  readonly waitsMs?: readonly number[];
}

/** What read models show of streams that MySQL keeps: a heartbeat is not kept. */
export const partsOf = (models: readonly ReadModelName[]): Part[] =>
  models.flatMap((model) =>
    kindsOf(model)
      .filter((kind) => kind !== 'heartbeat')
      .map((kind) => ({ model, kind })),
  );

/** How much `verify` looks at: the streams of every part, and the documents of every read model. */
export async function countCompared(
  { pool, client, indexOf }: Pick<Comparison, 'pool' | 'client' | 'indexOf'>,
  parts: readonly Part[],
): Promise<number> {
  const streamsOf = await countStreams(pool);
  const streams = parts.reduce((sum, { kind }) => sum + (streamsOf.get(kind) ?? 0), 0);
  const index = [...new Set(parts.map(({ model }) => indexOf(model)))];
  await client.indices.refresh({ index });
  const { count } = await client.count({ index });
  return streams + count;
}

/**
 * Compares every stream with its section, in ranges of ids, and every section with the streams. Safe while commands
 * go on: MySQL is read first, Elasticsearch second, and a difference counts only when it stays. Memory does not grow
 * with the number of streams. Answers how many streams were compared, one that two read models show twice.
 */
export async function verify(comparison: Comparison, options: VerifyOptions): Promise<number> {
  let streams = 0;
  const suspects: Finding[] = [];
  const confirm = async (atLeast: number): Promise<void> => {
    if (suspects.length < atLeast) return;
    const taken = suspects.splice(0);
    const look = (part: Part, ids: readonly string[]) => compareStreams(comparison, part, ids);
    for (const finding of await confirmFindings(taken, look, options.waitsMs))
      await options.onFinding(finding);
  };
  for (const part of options.parts) {
    for await (const events of ranges(comparison, part.kind)) {
      suspects.push(...(await compareEvents(comparison, part, events)));
      streams += events.length;
      options.advance(events.length);
      await confirm(MAX_SUSPECTS);
    }
  }
  for await (const { documents, findings } of unknownSections(comparison, options.parts)) {
    suspects.push(...findings);
    options.advance(documents);
    await confirm(MAX_SUSPECTS);
  }
  await confirm(1);
  return streams;
}

/** The latest events of all streams of a kind, a range at a time; the next one is read while this one is used. */
export async function* ranges(
  { pool }: Pick<Comparison, 'pool'>,
  kind: StreamKind,
  after = '',
  limit = RANGE,
): AsyncGenerator<DomainEvent[]> {
  for (let next = latestEvents(pool, kind, after, limit); ;) {
    const events = await next;
    if (events.length === limit) {
      next = latestEvents(pool, kind, events.at(-1)!.id, limit);
      next.catch(() => undefined);
    }
    if (events.length > 0) yield events;
    if (events.length < limit) return;
  }
}

/** Sections of streams that MySQL does not know, a page of documents at a time. */
async function* unknownSections(
  comparison: Comparison,
  parts: readonly Part[],
): AsyncGenerator<{ documents: number; findings: Finding[] }> {
  for (const [model, ofModel] of Map.groupBy(parts, (part) => part.model)) {
    const kinds = ofModel.map(({ kind }) => kind);
    const positions = kinds.flatMap((kind) => [`${kind}.epoch`, `${kind}.revision`]);
    for await (const page of scan(comparison.client, comparison.indexOf(model), positions)) {
      const findings: Finding[] = [];
      for (const part of ofModel) findings.push(...(await unknownAmong(comparison, part, page)));
      yield { documents: page.length, findings };
    }
  }
}

async function unknownAmong(
  { pool }: Comparison,
  part: Part,
  documents: readonly ScannedDocument[],
): Promise<Finding[]> {
  const { kind } = part;
  const showing = documents.filter(({ document }) => document[kind] !== undefined);
  const ids = showing.map(({ id }) => id);
  const known = await existingStreams(pool, kind, ids);
  return showing
    .filter(({ id }) => !known.has(id))
    .map(({ id, document }) => ({
      ...part,
      id,
      problem: 'unknown',
      written: undefined,
      shown: document[kind],
    }));
}
