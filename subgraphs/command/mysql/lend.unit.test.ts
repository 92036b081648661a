import { describe, expect, test, vi } from 'vitest';
import type { Pool } from './connect.ts';
import { lend } from './lend.ts';

/** A connection that does as it is told, and says what was done with it, in order. */
function connection(threadId: number, query: (sql: string) => Promise<unknown> = () => Promise.resolve([])) {
  const done: string[] = [];
  const told = (what: string) => () => void done.push(what);
  const asked = (sql: string, values: unknown[] = []) => {
    done.push([sql, ...values].join(' '));
    return query(sql);
  };
  return { threadId, done, query: asked, release: told('release'), destroy: told('destroy') };
}
/** A pool that lends these, one after the other. */
const pool = (...connections: (object | Promise<object>)[]): Pool =>
  ({ getConnection: async () => await connections.shift()! }) as unknown as Pool;
const never = () => new Promise<never>(() => {});
const isDone = () => Promise.resolve({ done: true });

describe('a connection is lent', () => {
  test('until its work is done: what is aborted after that is not cut off, as another may have it', async () => {
    const [lent, end] = [connection(1), new AbortController()];
    await lend(pool(lent), end.signal, isDone);
    end.abort();
    expect(lent.done).toEqual(['release']);
  });

  test('and rolled back where that is not done, or fails', async () => {
    for (const work of [() => Promise.resolve({ done: false }), () => Promise.reject(new Error('no'))]) {
      const lent = connection(1);
      await lend(pool(lent), new AbortController().signal, work).catch(() => undefined);
      expect(lent.done).toEqual(['ROLLBACK', 'release']);
    }
  });

  test('and thrown away where it cannot be rolled back, as nobody knows what it still holds', async () => {
    const lent = connection(1, () => Promise.reject(new Error('lost')));
    await lend(pool(lent), new AbortController().signal, () => Promise.resolve({ done: false }));
    expect(lent.done).toEqual(['ROLLBACK', 'destroy']);
  });

  test('not after the time is up: it goes back as it came', async () => {
    const [lent, end, come, work] = [
      ...([connection(1), new AbortController(), Promise.withResolvers<object>()] as const),
      vi.fn(isDone),
    ];
    const waiting = lend(pool(come.promise), end.signal, work);
    end.abort();
    come.resolve(lent);
    await expect(waiting).rejects.toThrow('the time for an answer is up');
    expect([lent.done, work.mock.calls]).toEqual([['release'], []]);
  });

  test('until the time is up: it is cut, and the server told on another one to end what it does', async () => {
    const [lent, other, end] = [connection(7), connection(8), new AbortController()];
    void lend(pool(lent, other), end.signal, never);
    await Promise.resolve();
    await Promise.resolve();
    end.abort();
    await vi.waitFor(() => expect(other.done).toEqual(['KILL ? 7', 'release']));
    expect(lent.done).toEqual(['destroy']);
  });

  test('of a server that is silent then, the other one is thrown away after a second', async () => {
    vi.useFakeTimers();
    try {
      const [lent, other, end] = [connection(7), connection(8, never), new AbortController()];
      void lend(pool(lent, other), end.signal, never);
      await vi.advanceTimersByTimeAsync(0);
      end.abort();
      await vi.advanceTimersByTimeAsync(900);
      expect(other.done).toEqual(['KILL ? 7']);
      await vi.advanceTimersByTimeAsync(200);
      expect(other.done).toEqual(['KILL ? 7', 'destroy']);
    } finally {
      vi.useRealTimers();
    }
  });
});
