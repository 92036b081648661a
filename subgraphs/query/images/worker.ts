import type { Logger } from 'pino';
import { createSignal } from '../signal.ts';
import { claimed, failed, type ImageRecord, isExhausted, ready } from './record.ts';
import type { ImageStore, StoredImage } from './store.ts';
import type { Thumbnails } from './thumbnails.ts';

/** Images under way at once: they mostly wait for their hosts, some of which answer late. */
const AT_ONCE = 16;
/** Due images to choose from, by chance, so that several workers seldom claim the same. */
const LOOK_AT = 8 * AT_ONCE;
/** How often a worker looks for what is due when nobody wakes it. */
const POLL_MS = 5_000;

export interface WorkerOptions {
  readonly store: Pick<ImageStore, 'findDue' | 'replace'>;
  /** Gets and shrinks the image at a URL. Rejects with a reason to keep, or when the signal aborts. */
  readonly make: (url: string, stop: AbortSignal) => Promise<Thumbnails>;
  /** Wait after the first failure; see `failed`. */
  readonly firstWaitMs: number;
  readonly log: Logger;
}

export interface Worker {
  /** There may be something new to do. */
  wake(): void;
  /** Breaks off what is under way and gives it back, then resolves. */
  stop(): Promise<void>;
}

/**
 * Fetches the images that are due, each by one worker: the one whose claim the index takes. Any number of workers may
 * run; what a dead one had taken is due again when its lease ends.
 */
export function startWorker(options: WorkerOptions): Worker {
  const { store, log } = options;
  const stopping = new AbortController();
  const woken = createSignal();
  const running = new Set<Promise<void>>();

  function run(claim: StoredImage, before: StoredImage): void {
    const work: Promise<void> = finish(options, claim, before, stopping.signal)
      .catch((err: unknown) => log.warn({ err }, 'image not recorded, to be tried again'))
      .finally(() => {
        running.delete(work);
        woken.notify();
      });
    running.add(work);
  }

  /** How many records were due. What was claimed of them is so when it resolves, and the next call does not find it. */
  async function takeMore(): Promise<number> {
    const due = await store.findDue(Date.now(), LOOK_AT);
    const some = shuffle(due).slice(0, AT_ONCE - running.size);
    const taken = await store.replace(some.map((image) => ({ over: image, record: take(options, image) })));
    taken.forEach((claim, i) => {
      if (claim?.record.dueAt !== undefined) run(claim, some[i]!);
    });
    return due.length;
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      const next = woken.next();
      if (running.size <= AT_ONCE / 2 && (await takeMore().catch(tellFault)) > 0) continue;
      await next;
    }
    await Promise.all(running);
  }
  function tellFault(err: unknown): number {
    log.warn({ err }, 'the images index does not answer');
    return 0;
  }
  const poll = setInterval(() => woken.notify(), POLL_MS);
  const ended = loop();
  return {
    wake: () => woken.notify(),
    async stop() {
      clearInterval(poll);
      stopping.abort();
      woken.notify();
      await ended;
    },
  };
}

/** The record of an image that is claimed by this worker, or given up. */
function take(options: WorkerOptions, image: StoredImage): ImageRecord {
  const { record } = image;
  if (!isExhausted(record)) return claimed(record, Date.now());
  return fail(options, image, record.reason ?? 'its worker ended each time');
}

/** Makes the thumbnails and records them, or why there are none. When stopped, as if it had not been taken. */
async function finish(
  options: WorkerOptions,
  claim: StoredImage,
  before: StoredImage,
  stop: AbortSignal,
): Promise<void> {
  const made = stop.aborted ? Promise.reject(stop.reason as Error) : options.make(claim.record.url, stop);
  const after = await made.then(
    (thumbnails) => ready(claim.record, thumbnails, Date.now()),
    (error: unknown) => (stop.aborted ? before.record : fail(options, claim, reasonOf(error))),
  );
  const [written] = await options.store.replace([{ over: claim, record: after }]);
  if (written !== undefined) return;
  const { url, state, tries } = after;
  options.log.warn({ url, state, tries }, 'image not recorded: its lease had ended, and it was taken again');
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function fail({ firstWaitMs, log }: WorkerOptions, { record }: StoredImage, reason: string) {
  const { url, tries } = record;
  log.info({ url, tries, reason }, 'no thumbnail made');
  return failed(record, reason, { now: Date.now(), random: Math.random(), firstWaitMs });
}

const shuffle = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: Math.random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
