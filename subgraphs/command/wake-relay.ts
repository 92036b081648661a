import { setTimeout as sleep } from 'node:timers/promises';

/** How long a wake-up call may take, in milliseconds; the relay polls anyway. */
const TIMEOUT_MS = 1_000;
/** Least time between two calls, in milliseconds: at 500 commands a second one call tells of several. */
const PAUSE_MS = 5;

/**
 * Tells the relay that there is something in the outbox. One call is under way at a time; what comes meanwhile is
 * told by one more. A relay that is not there is no fault: its polling finds the rows.
 */
export function createWakeRelay(relayUrl: string): () => void {
  let calling = false;
  let again = false;
  const call = async (): Promise<void> => {
    calling = true;
    do {
      again = false;
      await fetch(new URL('/wake', relayUrl), {
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
