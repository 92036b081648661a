import { setTimeout } from 'node:timers/promises';

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
