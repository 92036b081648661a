export interface Signal {
  /** Wakes everybody who waits now. */
  notify(): void;
  /** Resolves at the next notify. */
  next(): Promise<void>;
}

/** Lets loops sleep until something changed. Check the condition again after waking. */
export function createSignal(): Signal {
  let waiting = Promise.withResolvers<void>();
  return {
    notify() {
      waiting.resolve();
      waiting = Promise.withResolvers<void>();
    },
    next: () => waiting.promise,
  };
}
