import { deadlineExceeded } from './errors.ts';

/** How long somebody waits for the answer to a request, and what may be done in that time. */
export interface Patience {
  /** On the clock of `performance.now()`; Infinity where nobody says. */
  readonly deadline: number;
  /** Aborted at the deadline, or when nobody waits any more. Its reason is what `within` rejects with. */
  readonly signal: AbortSignal;
  /**
   * What the work gives, unless it comes too late. The work itself is not stopped, since others may share it; none is
   * begun when it is too late already.
   */
  within<T>(work: () => Promise<T>): Promise<T>;
}

/** `over` is aborted when nobody waits any more. */
export function createPatience(milliseconds: number, over: AbortSignal): Patience {
  const end = new AbortController();
  const { signal } = end;
  const tooLate = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
  // Nobody may be waiting for it just then.
  tooLate.catch(() => {});
  const timer =
    milliseconds === Infinity ? undefined : setTimeout(() => end.abort(deadlineExceeded()), milliseconds);
  const giveUp = (): void => {
    clearTimeout(timer);
    end.abort(over.reason);
  };
  if (over.aborted) giveUp();
  else over.addEventListener('abort', giveUp);
  return {
    deadline: performance.now() + milliseconds,
    signal,
    async within(work) {
      signal.throwIfAborted();
      return await Promise.race([work(), tooLate]);
    },
  };
}
