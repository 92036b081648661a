import { setTimeout } from 'node:timers/promises';

/** Waits between probes double from the first to the longest. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

export type BreakerState =
  /** All is well: receive. */
  | 'closed'
  /** Elasticsearch does not take writes: receive nothing. */
  | 'open'
  /** The probe answered: receive one message, to see whether it can be written. */
  | 'trial';

export interface Breaker {
  readonly state: BreakerState;
  succeeded(): void;
  /** Something of a batch did not get through. */
  failed(): void;
}

/**
 * Stops receiving while something cannot be written, so that healthy messages do not run out of tries. After the first
 * failure it probes, with waits that grow with each failure in a row, and goes on once a trial message got through.
 */
export function createBreaker(options: {
  readonly probe: () => Promise<void>;
  readonly onChange: (state: BreakerState) => void;
  readonly signal: AbortSignal;
}): Breaker {
  let state: BreakerState = 'closed';
  let failures = 0;
  function change(to: BreakerState): void {
    if (to === state) return;
    state = to;
    options.onChange(to);
  }
  async function recover(): Promise<void> {
    while (!options.signal.aborted) {
      const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
      await setTimeout(most * (0.5 + Math.random() / 2), undefined, { signal: options.signal }).catch(
        () => {},
      );
      const answered = await options.probe().then(
        () => true,
        () => false,
      );
      if (answered) return change('trial');
      failures++;
    }
  }
  return {
    get state() {
      return state;
    },
    succeeded() {
      if (state === 'open') return;
      failures = 0;
      change('closed');
    },
    failed() {
      if (state === 'open') return;
      failures++;
      change('open');
      void recover();
    },
  };
}
