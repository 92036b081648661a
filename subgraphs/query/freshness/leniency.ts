import { GraphQLError } from 'graphql';
import type { Demanded } from './demanded.ts';

/** What one request does about answers that are too old. */
export interface Leniency {
  /** What `strict` gives; with EVENTUAL, when that is behind, what `lenient` gives, and the request is marked as old. */
  attempt<T>(demanded: Demanded, strict: () => Promise<T>, lenient: () => Promise<T>): Promise<T>;
  /** Tells of something that such an attempt may follow. */
  pend<T>(work: Promise<T>): Promise<T>;
  readonly isOld: () => Promise<boolean>;
}

export function createLeniency(): Leniency {
  const pending = new Set<Promise<unknown>>();
  let old = false;
  async function settle<T>(
    demanded: Demanded,
    strict: () => Promise<T>,
    lenient: () => Promise<T>,
  ): Promise<T> {
    try {
      return await strict();
    } catch (error) {
      if (demanded.consistency !== 'EVENTUAL' || !isBehind(error)) throw error;
      old = true;
      return await lenient();
    }
  }
  async function pend<T>(work: Promise<T>): Promise<T> {
    pending.add(work);
    return await work.finally(() => pending.delete(work));
  }
  return {
    attempt: (demanded, strict, lenient) => pend(settle(demanded, strict, lenient)),
    pend,
    async isOld() {
      // By the next turn the other fields of the request have asked for theirs, and those below them, when they settled.
      do {
        await Promise.allSettled(pending);
        await new Promise((resolve) => setImmediate(resolve));
      } while (pending.size > 0);
      return old;
    },
  };
}

const isBehind = (error: unknown): boolean =>
  error instanceof GraphQLError && error.extensions['code'] === 'READ_MODEL_BEHIND';
