import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createBreaker } from './breaker.ts';
import type { Indexed } from './indexer.ts';
import { batchLength, MAX_BATCH, type Message, type Queue } from './queue.ts';
import { createSignal } from '../signal.ts';

/** Receives under way at once in a rush: enough to fill a batch while the one before is written. When idle it is one. */
const RECEIVERS = 4;
/** Messages that wait in memory before receiving pauses. */
const MAX_BUFFERED = 1_000;
/** How long what became of a message may wait for that of others: fewer requests, and much less than messages stay hidden. */
const TELL_MS = 100;
/** Wait after SQS did not answer, with jitter on top. */
const RECEIVE_RETRY_MS = 500;

export interface ConsumerOptions {
  readonly queue: Queue;
  /** Brings a batch into the read model; `backlog` is how many more messages wait in memory. Must not reject. */
  readonly index: (messages: readonly Message[], backlog: number) => Promise<Indexed[]>;
  /** Tells the queue what became of the messages. Must not reject. */
  readonly settle: (indexed: readonly Indexed[]) => Promise<void>;
  /** Resolves when Elasticsearch takes writes. */
  readonly probe: () => Promise<void>;
  readonly log: Logger;
}

export interface Consumer {
  /** Starts no receive, writes what those under way bring (up to 1 s), tells the queue, then resolves. */
  stop(): Promise<void>;
}

/**
 * Moves messages from the queue into the read model, at least once. Several receivers fill a buffer and one flusher
 * writes whatever is in it: a single message at once when idle, large batches under load. Receiving pauses while the
 * buffer is full or Elasticsearch is down.
 */
export function consume(options: ConsumerOptions): Consumer {
  const { queue, log } = options;
  const stopping = new AbortController();
  const buffer: Message[] = [];
  const arrived = createSignal();
  const mayReceive = createSignal();
  const breaker = createBreaker({
    probe: options.probe,
    signal: stopping.signal,
    onChange: (state) => {
      log[state === 'open' ? 'error' : 'info']({ breaker: state }, 'writing to Elasticsearch');
      mayReceive.notify();
    },
  });
  let receiving = RECEIVERS;
  /** The last receive was full: more is waiting, so all receivers help. */
  let rush = false;

  const allowance = (receiver: number): number => {
    if (buffer.length >= MAX_BUFFERED || breaker.state === 'open') return 0;
    if (breaker.state === 'trial') return receiver === 0 && buffer.length === 0 ? 1 : 0;
    return receiver === 0 || rush ? MAX_BATCH : 0;
  };

  async function receiveLoop(receiver: number): Promise<void> {
    let failing = false;
    while (!stopping.signal.aborted) {
      const max = allowance(receiver);
      if (max === 0) {
        await mayReceive.next();
        continue;
      }
      try {
        const messages = await queue.receive(max);
        failing = false;
        rush = messages.length === MAX_BATCH;
        if (rush) mayReceive.notify();
        buffer.push(...messages);
        if (messages.length > 0) arrived.notify();
      } catch (err) {
        if (!failing) log.error({ err }, 'SQS does not answer');
        failing = true;
        await pause(RECEIVE_RETRY_MS * (1 + Math.random()), stopping.signal);
      }
    }
    receiving--;
    arrived.notify();
  }

  async function flushLoop(): Promise<void> {
    const teller = createTeller(options.settle);
    while (buffer.length > 0 || receiving > 0) {
      if (buffer.length === 0) {
        await arrived.next();
        continue;
      }
      const batch = buffer.splice(0, batchLength(buffer));
      mayReceive.notify();
      const indexed = await options.index(batch, buffer.length);
      tellBreaker(indexed);
      await teller.tell(indexed);
    }
    await teller.end();
  }

  /**
   * One index that takes nothing is enough: its messages would run out of tries while those of others get through. A
   * heartbeat shows nothing: it is left out while something waits for another try.
   */
  function tellBreaker(indexed: readonly Indexed[]): void {
    if (indexed.some(({ outcome }) => outcome.kind === 'later')) breaker.failed();
    else if (indexed.some(({ event }) => event?.kind !== 'heartbeat')) breaker.succeeded();
  }

  const loops = [...Array.from({ length: RECEIVERS }, (_, i) => receiveLoop(i)), flushLoop()];
  return {
    async stop() {
      stopping.abort();
      mayReceive.notify();
      await Promise.all(loops);
    },
  };
}

/**
 * Tells the queue of tens of messages at once, and of fewer within `TELL_MS`; while the next batch is written, but one
 * telling at a time, and who has ten more to tell waits for it, so that memory stays bounded.
 */
export function createTeller(settle: ConsumerOptions['settle']) {
  const untold: Indexed[] = [];
  let telling = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  /** Takes what there is when its turn has come. */
  function send(which: 'tens' | 'all'): void {
    telling = telling.then(async () => {
      const those = untold.splice(0, untold.length - (which === 'tens' ? untold.length % MAX_BATCH : 0));
      if (those.length > 0) await settle(those);
    });
  }
  return {
    async tell(indexed: readonly Indexed[]): Promise<void> {
      untold.push(...indexed);
      timer ??= setTimeout(() => {
        timer = undefined;
        send('all');
      }, TELL_MS);
      if (untold.length < MAX_BATCH) return;
      const before = telling;
      send('tens');
      await before;
    },
    async end(): Promise<void> {
      clearTimeout(timer);
      send('all');
      await telling;
    },
  };
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch(() => {});
