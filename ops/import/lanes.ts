/** Runs tasks at once that do not depend on each other, and in order those that do. */
export interface Lanes {
  /**
   * Runs the task after those added to the same lane before it. Resolves when there is room for another one, so that
   * whoever adds goes no faster than the tasks. Throws what a task has thrown; no other task begins then.
   */
  add(lane: string, task: () => Promise<void>): Promise<void>;
  /** Resolves when all tasks have ended; throws what one of them has thrown. */
  idle(): Promise<void>;
}

/** At most `concurrency` tasks run at once; as many more wait, some of them for their lane. */
export function createLanes(concurrency: number): Lanes {
  const slots = createSemaphore(concurrency);
  const room = createSemaphore(concurrency * 2);
  const tails = new Map<string, Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const run = async (before: Promise<void> | undefined, task: () => Promise<void>): Promise<void> => {
    await before;
    await slots.acquire();
    try {
      if (failure === undefined) await task();
    } catch (error) {
      failure ??= { error };
    } finally {
      slots.release();
      room.release();
    }
  };
  const throwFailure = (): void => {
    if (failure !== undefined) throw failure.error;
  };
  return {
    add: async (lane, task) => {
      await room.acquire();
      throwFailure();
      const tail = run(tails.get(lane), task);
      tails.set(lane, tail);
      void tail.then(() => tails.get(lane) === tail && tails.delete(lane));
    },
    idle: async () => {
      await Promise.all(tails.values());
      throwFailure();
    },
  };
}

function createSemaphore(permits: number) {
  const waiting: (() => void)[] = [];
  let free = permits;
  return {
    acquire: (): Promise<void> => {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    release: (): void => {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
