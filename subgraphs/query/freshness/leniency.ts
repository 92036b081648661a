import { GraphQLError } from 'graphql';
import type { Demanded } from './demanded.ts';

/** What one request does about answers that are too old. */
export interface Leniency {
  /** What `strict` gives; with EVENTUAL, when that is behind, what `lenient` gives, and the request is marked as old. */
  attempt<T>(demanded: Demanded, strict: () => Promise<T>, lenient: () => Promise<T>): Promise<T>;
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
  return {
    async attempt(demanded, strict, lenient) {
      const attempt = settle(demanded, strict, lenient);
      pending.add(attempt);
      return await attempt.finally(() => pending.delete(attempt));
    },
    async isOld() {
      // The other fields of the request have asked for theirs by then.
      await new Promise((resolve) => setImmediate(resolve));
      while (pending.size > 0) await Promise.allSettled(pending);
      return old;
    },
  };
}

const isBehind = (error: unknown): boolean =>
  error instanceof GraphQLError && error.extensions['code'] === 'READ_MODEL_BEHIND';
