import { setTimeout } from 'node:timers/promises';
import type { ReadDocuments } from '../documents/read.ts';
import { readModelBehind } from '../errors.ts';
import { createSignal } from '../signal.ts';
import { type Document, type DocumentKey, keyText } from '../indexer/projections/document.ts';
import { type Demand, lagOf } from './demand.ts';

/** Documents that are waited for at once in one process. Each costs a place in a shared `_mget`; more are told at once that they are behind. */
const MAX_WAITERS = 1_000;
/** Time between two looks of a waiter that nobody wakes: short after a newcomer, longer while nothing arrives. */
const FIRST_INTERVAL_MS = 20;
const LONGEST_INTERVAL_MS = 50;
/** The same while wake-ups come, of which one may be lost. */
const WOKEN_INTERVAL_MS = 100;
/** Documents looked at for each millisecond without a look, however often it is woken: 50 ms when every place is taken. */
const DOCUMENTS_PER_MS = 20;
/** How long after a wake-up more of them are counted on. */
const WOKEN_FOR_MS = 1_000;
/** News are kept so long, for those who begin to wait a moment later, and of so many documents at most. */
const NEWS_FOR_MS = 1_000;
const MAX_NEWS = 1_000;

/**
 * Resolves with the document once it meets the demand, of which it was `seen` to fall short. Rejects with
 * READ_MODEL_BEHIND at the deadline, or at once when too many wait; with the cause when the engine does not answer; with
 * the signal's reason when that withdraws the waiter.
 */
export type WaitFor = (demand: Demand, seen: Document | undefined, limits: WaitLimits) => Promise<Document>;

/** Documents that were indexed a moment ago, as the index that is served has them, by the text of their keys. */
export type News = ReadonlyMap<string, Document>;
/** Something was indexed: what, where the indexer is in this thread. */
export type WakeReaders = (news?: News) => void;

/** How long somebody waits. */
export interface WaitLimits {
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

interface Waiter extends WaitLimits {
  readonly demand: Demand;
  readonly resolve: (document: Document) => void;
  readonly reject: (error: unknown) => void;
  readonly withdraw: () => void;
}

/**
 * One waiter for the whole process: whoever waits shares one `_mget` per look, so that waiting costs the engine next to
 * nothing. `wake` looks now: an indexer calls it after each batch, so that polling is for those whom it does not reach. An
 * indexer in the same thread says what it has indexed, and nobody need look. `isWoken` tells whether it calls these days.
 */
export function createWaiter(
  read: ReadDocuments,
  maxWaiters = MAX_WAITERS,
): { readonly waitFor: WaitFor; readonly wake: WakeReaders; readonly isWoken: () => boolean } {
  // Neither these nor the news are in a Set or Map, of which V8 keeps what came and went: see decision 44.
  let waiters: Waiter[] = [];
  const woken = createSignal();
  let interval = FIRST_INTERVAL_MS;
  let wokenAt = -Infinity;
  let polling = false;
  let isTold = false; // The last wake-up said what is new.
  const recent = createRecent();
  let looks = 0;
  const isWoken = (): boolean => performance.now() - wokenAt < WOKEN_FOR_MS;

  async function poll(): Promise<void> {
    polling = true;
    for (let wakeUp = woken.listen(); waiters.length > 0;) {
      await wakeUp(isWoken() ? WOKEN_INTERVAL_MS : interval);
      // From before the look: what is indexed while it is under way is looked for by one more.
      wakeUp = woken.listen();
      interval = Math.min(LONGEST_INTERVAL_MS, interval * 1.2);
      const documents = await look();
      if (documents >= DOCUMENTS_PER_MS) await setTimeout(documents / DOCUMENTS_PER_MS);
    }
    polling = false;
  }

  /** Answers how many documents it has looked at. */
  async function look(): Promise<number> {
    looks++;
    const looking = [...waiters];
    if (looking.length === 0) return 0; // All were withdrawn.
    const keys = new Map(looking.map(({ demand }) => [keyText(demand.key), demand.key]));
    try {
      const documents = await readAll(read, keys);
      for (const waiter of looking) settle(waiter, documents.get(keyOf(waiter)));
    } catch (error) {
      for (const waiter of looking) end(waiter, () => waiter.reject(error));
    }
    return keys.size;
  }

  function settle(waiter: Waiter, found: Document | Error | undefined): void {
    if (found instanceof Error) return end(waiter, () => waiter.reject(found));
    const lag = lagOf(found, waiter.demand);
    if (found !== undefined && lag === undefined) end(waiter, () => waiter.resolve(found));
    else if (lag !== undefined && performance.now() >= waiter.deadline)
      end(waiter, () => waiter.reject(readModelBehind(lag)));
  }

  function end(waiter: Waiter, tell: () => void): void {
    waiters = waiters.filter((other) => other !== waiter);
    waiter.signal.removeEventListener('abort', waiter.withdraw);
    tell();
  }

  const waitFor: WaitFor = (demand, seen, { deadline, signal }) => {
    const lag = lagOf(seen, demand);
    if (lag === undefined) return Promise.reject(new Error('waiting for what is there already'));
    const news = recent.find(demand);
    if (news !== undefined) return Promise.resolve(news);
    if (waiters.length >= maxWaiters) return Promise.reject(readModelBehind(lag));
    return new Promise((resolve, reject) => {
      const withdraw = () => end(waiter, () => reject(signal.reason as Error));
      const waiter: Waiter = { demand, deadline, resolve, reject, signal, withdraw };
      signal.addEventListener('abort', withdraw);
      waiters.push(waiter);
      interval = FIRST_INTERVAL_MS;
      if (!polling) void poll();
      if (seen === undefined && !isTold) void lookSoon();
    });
  };
  /** The wake-up that tells of what nobody has looked for may have come before. */
  async function lookSoon(): Promise<void> {
    const before = looks;
    await setTimeout(FIRST_INTERVAL_MS);
    if (looks === before) woken.notify();
  }
  const wake: WakeReaders = (news) => {
    wokenAt = performance.now();
    isTold = news !== undefined;
    if (news === undefined) return woken.notify();
    for (const waiter of waiters) if (news.has(keyOf(waiter))) settle(waiter, news.get(keyOf(waiter)));
    recent.add(news);
  };
  return { waitFor, wake, isWoken };
}

const keyOf = ({ demand }: Waiter): string => keyText(demand.key);

/** What was indexed within the last second, the newest last. */
function createRecent() {
  const recent: { readonly news: News; readonly until: number }[] = [];
  let size = 0;
  return {
    add(news: News): void {
      const now = performance.now();
      recent.push({ news, until: now + NEWS_FOR_MS });
      size += news.size;
      while (recent[0]!.until <= now || (size > MAX_NEWS && recent.length > 1))
        size -= recent.shift()!.news.size;
    },
    find(demand: Demand): Document | undefined {
      const key = keyText(demand.key);
      const { news, until = 0 } = recent.findLast((one) => one.news.has(key)) ?? {};
      const document = news?.get(key);
      return performance.now() < until && lagOf(document, demand) === undefined ? document : undefined;
    },
  };
}

/** The documents by the keys of the map; an Error where one could not be read. */
export async function readAll(
  read: ReadDocuments,
  keys: ReadonlyMap<string, DocumentKey>,
): Promise<Map<string, Document | Error | undefined>> {
  const documents = await read([...keys.values()]);
  return new Map([...keys.keys()].map((text, i) => [text, documents[i]]));
}
