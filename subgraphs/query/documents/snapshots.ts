import type { Client } from '@elastic/elasticsearch';
import { aliasName } from './names.ts';

/** How long the engine keeps a snapshot after its last use; a page is read in less. */
export const SNAPSHOT_KEEP_ALIVE = '2m';
/**
 * Those who begin to page within this time share a snapshot, so that the engine opens at most twenty a second, however
 * many ask; a search is no more than this much older than it could be.
 */
const SHARED_FOR_MS = 50;

/** The read models that are paged through. */
export const pagedModels = ['products', 'orders', 'reviews'] as const;
export type Paged = (typeof pagedModels)[number];
/** One thing for each of them. */
export const ofEachPaged = <T>(make: (model: Paged) => T): Record<Paged, T> =>
  Object.fromEntries(pagedModels.map((model) => [model, make(model)])) as Record<Paged, T>;

/** A moment of one index, as the engine names it. `fresh`: no earlier than this call. */
export type OpenSnapshot = (fresh: boolean) => Promise<string>;

/** Opens points in time of a read model. Rejects when the engine does not answer. */
export function createSnapshots(client: Client, namespace: string, model: Paged): OpenSnapshot {
  let latest: Promise<string> | undefined;
  let openedAt = -Infinity;
  return (fresh) => {
    const age = performance.now() - openedAt;
    if (latest !== undefined && age < (fresh ? 0 : SHARED_FOR_MS)) return latest;
    const opening = open();
    latest = opening;
    opening.catch(() => {
      if (latest === opening) latest = undefined;
    });
    return opening;
  };
  async function open(): Promise<string> {
    // Until it is sent, also those may join who need it to be fresh.
    openedAt = Infinity;
    await nextTick();
    openedAt = performance.now();
    const index = aliasName(namespace, model);
    const { id } = await client.openPointInTime({ index, keep_alive: SNAPSHOT_KEEP_ALIVE });
    return id;
  }
}

const nextTick = () => new Promise<void>((resolve) => setImmediate(resolve));
