import type { Client } from '@elastic/elasticsearch';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createPrepareSearch, shareRefresh } from './refresh.ts';

function recorder() {
  const started: PromiseWithResolvers<void>[] = [];
  const request = shareRefresh(() => {
    started.push(Promise.withResolvers<void>());
    return started.at(-1)!.promise;
  }, 0);
  return { started, request };
}
const ticks = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('a shared refresh', () => {
  it('serves all who ask before it starts', async () => {
    const { started, request } = recorder();
    const all = Promise.all([request(), request(), request()]);
    await ticks();
    expect(started).toHaveLength(1);
    started[0]!.resolve();
    await all;
  });

  it('lets those who ask while it runs wait for the next, which starts after it', async () => {
    const { started, request } = recorder();
    void request();
    await ticks();
    let served = false;
    const late = request().then(() => (served = true));
    await ticks();
    expect(started).toHaveLength(1);
    started[0]!.resolve();
    await ticks();
    expect(started).toHaveLength(2);
    expect(served).toBe(false);
    started[1]!.resolve();
    await late;
  });

  it('fails for those who shared it, and not for the next', async () => {
    const { started, request } = recorder();
    const first = request();
    await ticks();
    started[0]!.reject(new Error('red'));
    await expect(first).rejects.toThrow('red');
    const second = request();
    await ticks();
    started[1]!.resolve();
    await expect(second).resolves.toBeUndefined();
  });

  it.each([
    { takes: 10, gap: 40 },
    { takes: 17, gap: 51 },
    { takes: 30, gap: 60 },
  ])('of $takes ms is begun $gap ms after the one before', async ({ takes, gap }) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const start = vi.fn(() => new Promise((resolve) => setTimeout(resolve, takes)));
    const request = shareRefresh(start, 40);
    const first = request();
    await vi.advanceTimersByTimeAsync(takes);
    await first;
    void request();
    await vi.advanceTimersByTimeAsync(gap - takes - 1);
    expect(start).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(start).toHaveBeenCalledTimes(2);
  });
});

describe('an index that is searched', () => {
  it('is woken every 25 s, by a search and then a refresh, and all wait for it', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const asked: string[] = [];
    const ask = (what: string) => async () => {
      asked.push(what);
      await new Promise((resolve) => setTimeout(resolve, 10));
      return {};
    };
    const client = { search: ask('search'), indices: { refresh: ask('refresh') } };
    const prepare = createPrepareSearch(client as unknown as Client, 'n', 'orders');
    let ready = 0;
    const search = () => void prepare(false).then(() => ready++);
    search();
    search();
    await vi.advanceTimersByTimeAsync(19);
    expect([asked, ready]).toEqual([['search', 'refresh'], 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(ready).toBe(2);
    await vi.advanceTimersByTimeAsync(24_900);
    search();
    await vi.advanceTimersByTimeAsync(0);
    expect([asked.length, ready]).toEqual([2, 3]);
    await vi.advanceTimersByTimeAsync(100);
    search();
    await vi.advanceTimersByTimeAsync(20);
    expect([asked.slice(2), ready]).toEqual([['search', 'refresh'], 4]);
  });

  it('is not fresh while a part of it cannot be refreshed', async () => {
    const _shards = { total: 2, successful: 1, failed: 1 };
    const client = { search: async () => ({}), indices: { refresh: async () => ({ _shards }) } };
    const prepare = createPrepareSearch(client as unknown as Client, 'n', 'orders');
    await expect(prepare(true)).rejects.toThrow('refresh of n-orders failed');
  });

  it('is searched all the same when it cannot be woken', async () => {
    const client = { search: () => Promise.reject(new Error('busy')) };
    await createPrepareSearch(client as unknown as Client, 'n', 'orders')(false);
  });
});
