import { getEventListeners } from 'node:events';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ReadDocuments } from '../documents/read.ts';
import type { Document } from '../indexer/projections/document.ts';
import { project } from '../indexer/projections/project.ts';
import { orderEvent } from '../test/events.ts';
import type { Demand } from './demand.ts';
import { createWaiter, type News } from './waiter.ts';

const demand = (id: string): Demand => ({
  key: { model: 'orders', id },
  positions: { order: { epoch: 0, revision: 1 } },
});
const within = (milliseconds: number, signal = new AbortController().signal) => ({
  deadline: performance.now() + milliseconds,
  signal,
});
const soon = () => within(1_000);

function index() {
  const documents = new Map<string, Document>();
  const read = vi.fn<ReadDocuments>(async (keys) => keys.map(({ id }) => documents.get(id)));
  return { read, add: (id: string) => documents.set(id, project(orderEvent(id)).document) };
}

describe('waiting for documents', () => {
  it('gives each waiter its document when it arrives', async () => {
    const { read, add } = index();
    const { waitFor } = createWaiter(read);
    const limits = soon();
    const [a, b] = [waitFor(demand('a'), undefined, limits), waitFor(demand('b'), undefined, limits)];
    add('b');
    expect((await b).order?.id).toBe('b');
    add('a');
    expect((await a).order?.id).toBe('a');
    // A request that waits a hundred times keeps nothing of those that are over.
    expect(getEventListeners(limits.signal, 'abort')).toEqual([]);
  });

  it('looks for all waiters with one read, however many wait for however few documents', async () => {
    const { read, add } = index();
    const { waitFor } = createWaiter(read);
    const waits = Array.from({ length: 200 }, (_, i) => waitFor(demand(`${i % 20}`), undefined, soon()));
    for (let i = 0; i < 20; i++) add(`${i}`);
    await Promise.all(waits);
    expect(read).toHaveBeenCalledTimes(1);
    expect(read.mock.calls[0]?.[0]).toHaveLength(20);
  });

  it('ends at the deadline with the stream that is behind, and then looks no more', async () => {
    const { read } = index();
    const { waitFor } = createWaiter(read);
    await expect(waitFor(demand('a'), undefined, within(60))).rejects.toMatchObject({
      extensions: { code: 'READ_MODEL_BEHIND', stream: 'order-a' },
    });
    const looks = read.mock.calls.length;
    await setTimeout(60);
    expect(read).toHaveBeenCalledTimes(looks);
  });

  it('looks less often the longer nothing arrives', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { read } = index();
    const { waitFor } = createWaiter(read);
    waitFor(demand('a'), undefined, within(500)).catch(() => {});
    await vi.advanceTimersByTimeAsync(1_000);
    expect(read.mock.calls.length).toBeLessThan(25);
    expect(read.mock.calls.length).toBeGreaterThan(8);
  });

  it('looks at once when it is woken, and once more when it is woken during a look', async () => {
    const { read, add } = index();
    const { waitFor, wake } = createWaiter(read);
    const found = waitFor(demand('a'), undefined, soon());
    read.mockImplementationOnce(async () => {
      add('a');
      wake();
      return [undefined];
    });
    wake();
    expect(await Promise.race([found, setImmediate('no timer has run yet')])).toMatchObject({
      order: { id: 'a' },
    });
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('looks no more often than the engine can bear, when many wait, however often it is woken', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { read } = index();
    const { waitFor, wake } = createWaiter(read);
    for (let i = 0; i < 1_000; i++) waitFor(demand(`${i}`), undefined, soon()).catch(() => {});
    for (let ms = 0; ms < 500; ms++) {
      wake();
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(read.mock.calls.length).toBeLessThanOrEqual(11);
    await vi.advanceTimersByTimeAsync(1_000);
  });

  it('looks for a newcomer within 20 ms, though wake-ups come and may have come before', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { read, add } = index();
    const { waitFor, wake, isWoken } = createWaiter(read);
    expect(isWoken()).toBe(false);
    wake();
    expect(isWoken()).toBe(true);
    add('a');
    const found = waitFor(demand('a'), undefined, soon());
    await vi.advanceTimersByTimeAsync(19);
    expect(read).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect((await found).order?.id).toBe('a');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(isWoken()).toBe(false);
    expect(read).toHaveBeenCalledTimes(1);
  });

  describe('where the indexer is in the same thread', () => {
    const news = (id: string): News => new Map([[`orders/${id}`, project(orderEvent(id)).document]]);

    it('is given what was indexed, and looks for nothing', async () => {
      const { read } = index();
      const { waitFor, wake } = createWaiter(read);
      const waits = [waitFor(demand('a'), undefined, soon()), waitFor(demand('b'), undefined, within(60))];
      wake(news('a'));
      expect((await waits[0])?.order?.id).toBe('a');
      expect(read).not.toHaveBeenCalled();
      // What is news of others is no reason to give up what one waits for, nor to wait longer.
      await expect(waits[1]).rejects.toThrow('order-b');
    });

    it('is given what came a moment before, but nothing older, and nothing that falls short', async () => {
      vi.useFakeTimers();
      onTestFinished(() => void vi.useRealTimers());
      const { read } = index();
      const { waitFor, wake } = createWaiter(read);
      wake(news('a'));
      await vi.advanceTimersByTimeAsync(900);
      expect((await waitFor(demand('a'), undefined, soon())).order?.id).toBe('a');
      const newer: Demand = { ...demand('a'), positions: { order: { epoch: 0, revision: 2 } } };
      const waits = [waitFor(newer, undefined, within(300)).catch(String)];
      await vi.advanceTimersByTimeAsync(100);
      waits.push(waitFor(demand('a'), undefined, within(300)).catch(String));
      await vi.advanceTimersByTimeAsync(1_000);
      expect(await Promise.all(waits)).toEqual(Array(2).fill(expect.stringContaining('order-a')));
      expect(read.mock.calls.length).toBeGreaterThan(0);
    });

    it('remembers a thousand documents, the newest', async () => {
      const { waitFor, wake } = createWaiter(index().read);
      for (let i = 0; i < 1_001; i++) wake(news(`${i}`));
      expect((await waitFor(demand('1'), undefined, within(0))).order?.id).toBe('1');
      await expect(waitFor(demand('0'), undefined, within(0))).rejects.toThrow('order-0');
      // What is told again is new again.
      wake(news('1'));
      for (let i = 2_000; i < 2_999; i++) wake(news(`${i}`));
      expect((await waitFor(demand('1'), undefined, within(0))).order?.id).toBe('1');
    });

    it('lets go of what is older than a second when more comes', async () => {
      setFlagsFromString('--expose-gc');
      const collectGarbage = runInNewContext('gc') as () => void;
      const { wake } = createWaiter(index().read);
      const tell = (id: string): WeakRef<Document> => {
        const told = news(id);
        wake(told);
        return new WeakRef(told.get(`orders/${id}`)!);
      };
      const old = tell('a');
      await setTimeout(1_010);
      const recent = tell('b');
      await setTimeout();
      collectGarbage();
      expect([old.deref() === undefined, recent.deref() === undefined]).toEqual([true, false]);
    });

    it('looks all the same, as another indexer may have written what is waited for', async () => {
      const { read, add } = index();
      const { waitFor, wake } = createWaiter(read);
      const found = waitFor(demand('a'), undefined, soon());
      wake(news('b'));
      add('a');
      expect((await found).order?.id).toBe('a');
      expect(read).toHaveBeenCalledTimes(1);
    });
  });

  it('takes no more waiters than there is room for: the next is behind at once', async () => {
    const { read } = index();
    const { waitFor } = createWaiter(read, 2);
    const waits = ['a', 'b'].map((id) => waitFor(demand(id), undefined, within(60)));
    const refused = waitFor(demand('c'), undefined, soon()).catch((error: unknown) => error);
    expect(await Promise.race([refused, setImmediate('no timer has run yet')])).toMatchObject({
      extensions: { code: 'READ_MODEL_BEHIND', stream: 'order-c' },
    });
    await Promise.allSettled(waits);
    await expect(waitFor(demand('d'), undefined, within(0))).rejects.toThrow('order-d');
    expect(read.mock.calls.length).toBeGreaterThan(0);
  });

  it('lets go of a waiter that is withdrawn, who leaves its place to others, and looks no more for it', async () => {
    const { read } = index();
    const { waitFor } = createWaiter(read, 1);
    const gone = new AbortController();
    const waiting = waitFor(demand('a'), undefined, within(1_000, gone.signal));
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await setTimeout(60);
    expect(read).not.toHaveBeenCalled();
    await expect(waitFor(demand('b'), undefined, within(30))).rejects.toThrow('order-b');
    expect(read.mock.calls.flat(2).map(({ id }) => id)).not.toContain('a');
  });

  it('fails with the cause when the index, or a document, does not answer, and serves the next', async () => {
    const { read, add } = index();
    const { waitFor } = createWaiter(read);
    read.mockRejectedValueOnce(new Error('connection refused'));
    await expect(waitFor(demand('a'), undefined, soon())).rejects.toThrow('connection refused');
    read.mockResolvedValueOnce([new Error('no copy')]);
    await expect(waitFor(demand('a'), undefined, soon())).rejects.toThrow('no copy');
    add('a');
    await expect(waitFor(demand('a'), undefined, soon())).resolves.toBeDefined();
  });
});
