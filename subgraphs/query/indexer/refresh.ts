import type { Client } from '@elastic/elasticsearch';
import type { Logger } from 'pino';
import type { StreamKind } from '../../../schema/events/event.ts';
import { everyGeneration } from '../documents/names.ts';
import { searchedModels, shareRefresh } from '../documents/refresh.ts';
import type { Indexed } from './indexer.ts';
import { kindsOf } from './projections/document.ts';

/** A larger batch is a backlog: then the index refreshes by its own interval of a second, and the backlog does not pay for it. */
const MAX_PROMPT_BATCH = 100;
/** Least time between two refreshes of one index. */
const GAP_MS = 100;
/** How long an index that is being searched is taken for one without asking again. */
const SEARCHED_MS = 10_000;

/**
 * Told of every batch; makes a small one that leaves no backlog searchable at once, beside the next batch, where there
 * is anybody who searches. Who searches what nobody has searched wakes it first: documents/refresh.ts.
 */
export function createAdaptiveRefresh(client: Client, namespace: string, log: Logger) {
  const refreshes = searchedModels.map((model) => ({
    model,
    kinds: kindsOf(model),
    refresh: refreshIfSearched(client, everyGeneration(namespace, model)),
  }));
  return (indexed: readonly Indexed[], backlog: number): void => {
    if (backlog > 0 || indexed.length > MAX_PROMPT_BATCH) return;
    for (const { model, kinds, refresh } of refreshes) {
      if (!indexed.some((item) => changed(item, kinds))) continue;
      refresh().catch((err: unknown) => log.warn({ err, model }, 'refresh failed, the interval will do'));
    }
  };
}

function refreshIfSearched(client: Client, index: string): () => Promise<void> {
  let searchedUntil = -Infinity;
  return shareRefresh(async () => {
    if (performance.now() > searchedUntil) {
      if (!(await isSearched(client, index))) return;
      searchedUntil = performance.now() + SEARCHED_MS;
    }
    await client.indices.refresh({ index });
  }, GAP_MS);
}

/** Whether any copy of these indices was searched in the last 30 s (`index.search.idle.after`), or does not tell. */
async function isSearched(client: Client, index: string): Promise<boolean> {
  const { indices = {}, _shards } = await client.indices.stats({ index, metric: 'search', level: 'shards' });
  const copies = Object.values(indices).flatMap(({ shards = {} }) => Object.values(shards).flat());
  const isIdle = (copy: object): boolean => 'search_idle' in copy && copy.search_idle === true;
  return _shards.failed > 0 || copies.length === 0 || !copies.every(isIdle);
}

const changed = ({ event, outcome }: Indexed, kinds: readonly StreamKind[]): boolean =>
  outcome.kind === 'stored' && event !== undefined && kinds.includes(event.kind);
