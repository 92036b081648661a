import type { Client } from '@elastic/elasticsearch';
import { type DomainEvent, streamName } from '../../schema/events/event.ts';
import type { Pool } from '../../subgraphs/command/mysql/connect.ts';
import { currentEpoch } from '../../subgraphs/command/mysql/epoch.ts';
import { latestEventsOf } from '../../subgraphs/command/mysql/event-log.ts';
import {
  aliasName,
  generationName,
  type IndexOf,
  writeAliasName,
} from '../../subgraphs/query/documents/names.ts';
import { readStored } from '../../subgraphs/query/documents/read.ts';
import { readRegistry } from '../../subgraphs/query/documents/registry.ts';
import { type ReadModelName, readModelNames } from '../../subgraphs/query/indexer/projections/document.ts';
import type { Patch } from '../../subgraphs/query/indexer/projections/project.ts';
import { projectionOf } from '../../subgraphs/query/indexer/projections/versions.ts';
import { type Finding, findingOf, isRangeEqual, type Pair, type Part } from './compare.ts';

/** What is compared: the streams in MySQL with the documents of these indices. */
export interface Comparison {
  readonly pool: Pool;
  readonly client: Client;
  readonly indexOf: IndexOf;
  /** How the documents of a read model show an event. */
  readonly project: (model: ReadModelName, event: DomainEvent) => Patch | undefined;
  readonly epoch: number;
}

/**
 * What is served now, as it is written now, which a newer projection need not do. It stays with these generations when a
 * rebuild serves others meanwhile: those are written by another projection, and their documents must not be written over
 * with what this one makes.
 */
export async function compareServed(
  engines: Pick<Comparison, 'pool' | 'client'>,
  namespace: string,
): Promise<Comparison & { readonly isServedStill: () => Promise<boolean> }> {
  const { pool, client } = engines;
  const registry = await readRegistry(client, namespace);
  return {
    ...engines,
    indexOf: (model) => writeAliasName(namespace, model, registry[model].served.number),
    project: (model, event) => projectionOf(model, registry[model].served.version)(event),
    epoch: await currentEpoch(pool),
    async isServedStill() {
      const still = readModelNames.map((model) => {
        const index = generationName(namespace, model, registry[model].served.number);
        return client.indices.existsAlias({ index, name: aliasName(namespace, model) });
      });
      return (await Promise.all(still)).every(Boolean);
    },
  };
}

/** What is wrong with the sections of these events, the latest of their streams, when it is looked at now. */
export async function compareEvents(
  comparison: Comparison,
  part: Part,
  events: readonly DomainEvent[],
): Promise<Finding[]> {
  const ids = events.map(({ id }) => id);
  const pairs = await pairUp(comparison, part, ids, events);
  if (isRangeEqual(pairs, comparison.epoch)) return [];
  return pairs.flatMap((pair) => findingOf(pair, comparison.epoch) ?? []);
}

/** What is wrong with these streams, whether there are any in MySQL or not. MySQL is read first. */
export async function compareStreams(
  comparison: Comparison,
  part: Part,
  ids: readonly string[],
): Promise<Finding[]> {
  const events = await latestEventsOf(comparison.pool, part.kind, ids);
  const pairs = await pairUp(comparison, part, ids, events);
  return pairs.flatMap((pair) => findingOf(pair, comparison.epoch) ?? []);
}

async function pairUp(
  { client, indexOf, project }: Comparison,
  { model, kind }: Part,
  ids: readonly string[],
  events: readonly DomainEvent[],
): Promise<Pair[]> {
  if (ids.length === 0) return [];
  const eventOf = new Map(events.map((event) => [event.id, event]));
  const results = await readStored(
    client,
    indexOf,
    ids.map((id) => ({ model, id })),
  );
  return ids.map((id, i) => {
    const result = results[i];
    if (result instanceof Error) throw result;
    const event = eventOf.get(id);
    const patch = event && project(model, event);
    const written = patch?.document[kind];
    // Two sections that nobody wrote are equal: nothing would ever be wrong.
    if (patch !== undefined && written === undefined)
      throw new Error(
        `${model} shows ${streamName(kind, id)} in no section named ${kind}, and only that is compared`,
      );
    return { model, kind, id, written, shown: result?.document[kind] };
  });
}
