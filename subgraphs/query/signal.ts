export interface Signal {
  /** Wakes everybody who waits now. */
  notify(): void;
  /** Resolves at the next notify. */
  next(): Promise<void>;
  /**
   * Listens from now on. What it answers waits for a notify since then, but so many milliseconds at most; nothing is left
   * of a wait that is over, however long nobody notifies.
   */
  listen(): (ms: number) => Promise<void>;
}

/** Lets loops sleep until something changed. Check the condition again after waking. */
export function createSignal(): Signal {
  const waiting = new Set<() => void>();
  let turn = 0;
  return {
    notify() {
      turn++;
      for (const wake of waiting) wake();
      waiting.clear();
    },
    next: () => new Promise((resolve) => waiting.add(resolve)),
    listen() {
      const since = turn;
      return (ms) =>
        new Promise((resolve) => {
          if (turn !== since) return resolve();
          const wake = (): void => {
            clearTimeout(timer);
            waiting.delete(wake);
            resolve();
          };
          const timer = setTimeout(wake, ms);
          waiting.add(wake);
        });
    },
  };
}
