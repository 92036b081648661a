import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@elastic/elasticsearch';
import type { Logger } from 'pino';
import { latestWrite } from '../../documents/latest-write.ts';
import { aliasName } from '../../documents/names.ts';
import type { Write } from '../sink.ts';
import { recomputeInsights } from './recompute.ts';

/** The first run waits until the indexer has caught up a little. */
const FIRST_AFTER_MS = 10_000;
const EVERY_MS = 5 * 60_000;
/** A run takes at most this part of the time, however many orders there are. */
const MAX_SHARE = 0.05;

/**
 * Recomputes the insights every five minutes, with jitter, unless no order has changed, until it is stopped. Several
 * indexers may do so: they end with the same. A run that fails is logged, and the next one does all of it.
 */
export function scheduleInsights(
  client: Client,
  namespace: string,
  write: Write,
  log: Logger,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  async function run(): Promise<void> {
    let wait = FIRST_AFTER_MS;
    let seen: string | null = null;
    while (await pause(wait, stopping.signal)) {
      const start = performance.now();
      try {
        const latest = await latestWrite(client, aliasName(namespace, 'orders'));
        const products =
          latest === seen
            ? 0
            : await recomputeInsights(client, namespace, new Date(), write, stopping.signal);
        seen = latest;
        if (products > 0) log.info({ products }, 'popularity and what is bought together renewed');
      } catch (err) {
        if (!stopping.signal.aborted) log.warn({ err }, 'popularity and what is bought together not renewed');
      }
      wait = Math.max(EVERY_MS * (0.9 + Math.random() / 5), (performance.now() - start) / MAX_SHARE);
    }
  }
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Whether it was not aborted. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<boolean> =>
  sleep(milliseconds, true, { signal }).catch(() => false);
