import { setTimeout as sleep } from 'node:timers/promises';

/** How long a wake-up call may take, in milliseconds; whoever is woken polls anyway. */
const TIMEOUT_MS = 1_000;
/** Least time between two calls, in milliseconds: under load one call tells of several. */
const PAUSE_MS = 5;

/**
 * Tells the next role down the pipeline, by `POST /wake` at its origin, that there is something for it. One call is
 * under way at a time; what comes meanwhile is told by one more. A role that is not there is no fault, nor is one of
 * several that is not told: it finds by polling what there is.
 */
export function createWake(url: string): () => void {
  let calling = false;
  let again = false;
  const call = async (): Promise<void> => {
    calling = true;
    do {
      again = false;
      await fetch(new URL('/wake', url), {
        method: 'POST',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).then(
        (response) => response.arrayBuffer(),
        () => undefined,
      );
      await sleep(PAUSE_MS, undefined, { ref: false });
    } while (again);
    calling = false;
  };
  return () => {
    if (calling) again = true;
    else void call();
  };
}
