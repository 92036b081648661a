import { setTimeout } from 'node:timers/promises';
import { comparePositions } from '../../../schema/revision.ts';
import type { ReadDocuments } from '../documents/read.ts';
import { createSignal, type Signal } from '../signal.ts';
import { type Document, documentOf } from '../indexer/projections/document.ts';
import { readAll } from './waiter.ts';

/** Time between two looks, in milliseconds, when nobody says that something was indexed. */
const INTERVAL_MS = 1_000;
/** Least time between two looks, in milliseconds: under load one tells of several batches. */
const GAP_MS = 50;

/** What is known of an order: null when there is none. */
export type OrderDocument = Document | null;

/**
 * The order with this id as it is now, then each newer state that was seen, never an older one, until the signal. A
 * reader that is slower than the changes gets the newest alone. An engine that does not answer delays, and ends nothing.
 */
export type WatchOrder = (id: string, until: AbortSignal) => AsyncIterable<OrderDocument>;

interface Watcher {
  readonly id: string;
  readonly changed: Signal;
  /** Undefined until the first look. */
  newest: OrderDocument | undefined;
  /** Whether the reader has not had it. */
  unread: boolean;
}

/** Whether what was found is to be told to one who knows this. */
export function isNews(known: OrderDocument | undefined, found: OrderDocument): boolean {
  if (known === undefined) return true;
  if (found?.order === undefined) return false;
  return known?.order === undefined || comparePositions(found.order, known.order) > 0;
}

/**
 * One watch for the whole process: all that is watched is one `_mget` per look, however many watch it. `wake` looks soon:
 * an indexer calls it after each batch. `report` hears of the first look that failed, and of the first that did not after it.
 */
export function createWatch(
  read: ReadDocuments,
  report: (trouble: unknown) => void = () => {},
  intervalMs = INTERVAL_MS,
): { readonly watchOrder: WatchOrder; readonly wake: () => void } {
  const watchers = new Set<Watcher>();
  const woken = createSignal();
  let watching = false;
  let troubled = false;

  async function watch(): Promise<void> {
    watching = true;
    while (watchers.size > 0) {
      // From before the look: what is indexed while it is under way is looked for by one more.
      const wakeUp = woken.listen();
      const trouble = await look().catch((error: unknown) => error);
      if (troubled !== (trouble !== undefined)) report(trouble);
      troubled = trouble !== undefined;
      await setTimeout(GAP_MS);
      await wakeUp(intervalMs - GAP_MS);
    }
    watching = false;
  }

  /** Resolves with why a document could not be read, where one could not. */
  async function look(): Promise<unknown> {
    const looking = [...watchers];
    const found = await readAll(read, new Map(looking.map(({ id }) => [id, documentOf('order', id)])));
    for (const watcher of looking) {
      const document = found.get(watcher.id) ?? null;
      if (document instanceof Error || !isNews(watcher.newest, document)) continue;
      watcher.newest = document;
      watcher.unread = true;
      watcher.changed.notify();
    }
    return [...found.values()].find((document) => document instanceof Error);
  }

  async function* watchOrder(id: string, until: AbortSignal): AsyncGenerator<OrderDocument> {
    const watcher: Watcher = { id, changed: createSignal(), newest: undefined, unread: false };
    watchers.add(watcher);
    // Not only below: a reader that has left may never ask for what is next.
    const leave = (): void => {
      watchers.delete(watcher);
      watcher.changed.notify();
    };
    until.addEventListener('abort', leave);
    woken.notify();
    if (!watching) void watch();
    try {
      while (!until.aborted) {
        const changed = watcher.changed.next();
        if (watcher.unread) {
          watcher.unread = false;
          yield watcher.newest ?? null;
        } else await changed;
      }
    } finally {
      leave();
      until.removeEventListener('abort', leave);
    }
  }
  return { watchOrder, wake: woken.notify };
}
