import { setTimeout } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import type { ReadModelName } from '../indexer/projections/document.ts';
import { aliasName, everyGeneration } from './names.ts';
import { EngineFailed } from './outage.ts';
import { pagedModels } from './snapshots.ts';

/** The read models that queries search; the others are read by id. */
export const searchedModels = [...pagedModels, 'categories'] as const satisfies ReadModelName[];
export type SearchedModel = (typeof searchedModels)[number];

/** Least time between two refreshes that the readers of one process ask for. */
const GAP_MS = 50;
/**
 * An index in use is woken this often. Elasticsearch rests, and with it the indexer, when nobody has searched it for
 * 30 s (`index.search.idle.after`).
 */
const WAKE_EVERY_MS = 25_000;
/** A search waits no longer for each of the two requests that wake; without them it is a second old at most. */
const WAKE_TIMEOUT_MS = 1_000;

/**
 * To be awaited before a search. `fresh`: it shows all that was written before the call, also if the generations are
 * swapped in between; rejects when the engine does not answer. Else it shows all but the last few hundred milliseconds,
 * or seconds of a backlog.
 */
export type PrepareSearch = (fresh: boolean) => Promise<void>;

export function createPrepareSearch(client: Client, namespace: string, model: SearchedModel): PrepareSearch {
  const index = aliasName(namespace, model);
  const refreshEverything = shareRefresh(async () => {
    const { _shards } = await client.indices.refresh({ index: everyGeneration(namespace, model) });
    if (_shards !== undefined && _shards.failed > 0)
      throw new EngineFailed(503, `refresh of ${index} failed`);
  }, GAP_MS);
  /** In this order: what is written after the search is refreshed by the indexer, as it sees that there was one. */
  async function wake(): Promise<void> {
    const limits = { requestTimeout: WAKE_TIMEOUT_MS };
    await client.search({ index, size: 0, track_total_hits: false }, limits);
    await client.indices.refresh({ index }, limits);
  }
  let wokenAt = -Infinity;
  let waking = Promise.resolve();
  return async (fresh) => {
    if (performance.now() - wokenAt > WAKE_EVERY_MS) {
      wokenAt = performance.now();
      // What ails the engine is told by the search that follows.
      waking = wake().catch(() => {});
    }
    await (fresh ? refreshEverything() : waking);
  };
}

/** Refreshes take a third of the time at most: where they take long, much else waits for the processors … */
const TIMES_TAKEN = 3;
/** … but nobody waits longer than so many times the gap. */
const MOST_GAPS = 1.5;

/**
 * Shares refreshes of an index: at most one runs at a time, and starts `gapMs` or more after the one before: up to half
 * as long again where that took long. A caller joins the next one to start, never one that is under way, so that what
 * was written before the call is searchable when it resolves. Rejects when that refresh failed.
 */
export function shareRefresh<T>(refresh: () => Promise<T>, gapMs: number): () => Promise<T> {
  let latest: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  let mayStartAt = -Infinity;
  async function run(previous: Promise<unknown>): Promise<T> {
    await previous.catch(() => {});
    const wait = mayStartAt - performance.now();
    if (wait > 0) await setTimeout(wait);
    const startedAt = performance.now();
    next = undefined;
    try {
      return await refresh();
    } finally {
      const took = performance.now() - startedAt;
      mayStartAt = startedAt + Math.min(Math.max(gapMs, TIMES_TAKEN * took), MOST_GAPS * gapMs);
    }
  }
  return () => {
    if (next === undefined) {
      next = run(latest);
      latest = next;
    }
    return next;
  };
}
