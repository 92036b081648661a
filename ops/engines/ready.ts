import { setTimeout as delay } from 'node:timers/promises';
import { describe, EngineError } from './error.ts';
import { quoteLog, type EngineProcess } from './process.ts';

/**
 * Calls `probe` until it succeeds. Throws an EngineError with the end of the log if the engine dies first, and stops
 * the engine and throws if it is not ready in time.
 */
export async function untilReady(
  engine: EngineProcess,
  limitSeconds: number,
  probe: () => Promise<void>,
): Promise<void> {
  const end = engine.exited.then((how) => ({ how }));
  const deadline = performance.now() + limitSeconds * 1000;
  for (;;) {
    const outcome = await Promise.race([probe().then(() => 'ready' as const, describe), end]);
    if (outcome === 'ready') return;
    if (typeof outcome === 'object') {
      throw new EngineError(
        `${engine.name} died while starting (${outcome.how}). ${await quoteLog(engine.logFile)}`,
      );
    }
    if (performance.now() > deadline) {
      await engine.stop();
      throw new EngineError(
        `${engine.name} was not ready after ${limitSeconds} s (${outcome}). ${await quoteLog(engine.logFile)}`,
      );
    }
    await delay(50);
  }
}
