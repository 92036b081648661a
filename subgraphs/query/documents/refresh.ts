import { setTimeout } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import { aliasName, everyGeneration } from './names.ts';
import { EngineFailed } from './outage.ts';

/** Least time between two refreshes that the readers of one process ask for. */
const GAP_MS = 50;
/**
 * Who has not searched for this long refreshes first. Elasticsearch stops refreshing what nobody has searched for 30 s
 * (`index.search.idle.after`), and so does the indexer.
 */
const RESTED_MS = 25_000;

/**
 * To be awaited before a search. `fresh`: it shows all that was written before the call, also if the generations are
 * swapped in between; else all but the last few hundred milliseconds. Rejects when the engine does not answer.
 */
export type PrepareSearch = (fresh: boolean) => Promise<void>;

export function createPrepareSearch(
  client: Client,
  namespace: string,
  model: 'products' | 'orders' | 'categories',
): PrepareSearch {
  const everything = shareRefresh(() => refreshAll(client, everyGeneration(namespace, model)), GAP_MS);
  const served = shareRefresh(() => refreshAll(client, aliasName(namespace, model)), GAP_MS);
  let searchedAt = -Infinity;
  return async (fresh) => {
    if (fresh) await everything();
    else if (performance.now() - searchedAt > RESTED_MS) await served();
    searchedAt = performance.now();
  };
}

/** A shard that cannot be refreshed at the moment, as one that is not there yet, is waited for. */
async function refreshAll(client: Client, index: string): Promise<void> {
  const { _shards } = await client.indices.refresh({ index });
  if (_shards !== undefined && _shards.failed > 0) throw new EngineFailed(503, `refresh of ${index} failed`);
}

/**
 * Shares refreshes of an index: at most one runs at a time, and starts `gapMs` or more after the one before. A caller
 * joins the next one to start, never one that is under way, so that what was written before the call is searchable
 * when it resolves. Rejects when that refresh failed.
 */
export function shareRefresh(refresh: () => Promise<void>, gapMs: number): () => Promise<void> {
  let latest: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  let startedAt = -Infinity;
  async function run(previous: Promise<void>): Promise<void> {
    await previous.catch(() => {});
    const wait = startedAt + gapMs - performance.now();
    if (wait > 0) await setTimeout(wait);
    startedAt = performance.now();
    next = undefined;
    await refresh();
  }
  return () => {
    if (next === undefined) {
      next = run(latest);
      latest = next;
    }
    return next;
  };
}
