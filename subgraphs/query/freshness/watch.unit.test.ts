import { getEventListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ReadDocuments } from '../documents/read.ts';
import type { Document } from '../indexer/projections/document.ts';
import { project } from '../indexer/projections/project.ts';
import { orderEvent } from '../test/events.ts';
import { createWatch, isNews, type OrderDocument } from './watch.ts';

const order = (id: string, revision: number, epoch = 0): Document =>
  project(orderEvent(id, { revision, epoch })).document;

function index() {
  const documents = new Map<string, Document | Error>();
  const read = vi.fn<ReadDocuments>(async (keys) => keys.map(({ id }) => documents.get(id)));
  return { read, put: (id: string, document: Document | Error) => documents.set(id, document), documents };
}
/** Reads as somebody who takes what comes when they are told to. */
function reader(watched: AsyncIterable<OrderDocument>) {
  const iterator = watched[Symbol.asyncIterator]();
  const revisionOf = ({ done, value }: IteratorResult<OrderDocument>) =>
    done ? 'done' : (value?.order?.revision ?? null);
  return { next: async () => revisionOf(await iterator.next()) };
}

describe('what is news', () => {
  it.each([
    ['anything at first', undefined, null, true],
    ['an order that came', null, order('a', 1), true],
    ['a newer state', order('a', 1), order('a', 2), true],
    ['a state of a later epoch', order('a', 5), order('a', 1, 1), true],
  ])('%s', (_, known, found, is) => expect(isNews(known, found)).toBe(is));

  it.each([
    ['no order, again', null, null],
    ['the same state', order('a', 2), order('a', 2)],
    ['an older state', order('a', 2), order('a', 1)],
    ['that the order is away for a while', order('a', 2), null],
    ['a document without the order itself', order('a', 2), {}],
  ])('not %s', (_, known, found) => expect(isNews(known, found)).toBe(false));
});

describe('watching', () => {
  it('tells what is there, then what is newer, and nothing twice', async () => {
    const { read, put } = index();
    const { watchOrder, wake } = createWatch(read, undefined, 60);
    const until = new AbortController();
    put('a', order('a', 1));
    const { next } = reader(watchOrder('a', until.signal));
    expect(await next()).toBe(1);
    const second = next();
    await setTimeout(200);
    put('a', order('a', 2));
    wake();
    expect(await second).toBe(2);
    until.abort();
    expect(await next()).toBe('done');
  });

  it('looks no more for a reader that goes, though nobody has told it to', async () => {
    const { read, put } = index();
    const { watchOrder } = createWatch(read, undefined, 51);
    put('a', order('a', 1));
    const until = new AbortController();
    for await (const document of watchOrder('a', until.signal)) if (document !== null) break;
    await setTimeout(60);
    const looks = read.mock.calls.length;
    await setTimeout(150);
    expect(read).toHaveBeenCalledTimes(looks);
    expect(getEventListeners(until.signal, 'abort')).toEqual([]);
  });

  it('looks at once for a newcomer, though others are watched already', async () => {
    const { read, put } = index();
    const { watchOrder } = createWatch(read, undefined, 60_000);
    const until = new AbortController();
    for (const id of ['a', 'b']) put(id, order(id, 1));
    expect(await reader(watchOrder('a', until.signal)).next()).toBe(1);
    await setTimeout(100);
    expect(await reader(watchOrder('b', until.signal)).next()).toBe(1);
    until.abort();
  });

  it('keeps the newest alone for who reads slowly', async () => {
    const { read, put } = index();
    const { watchOrder } = createWatch(read, undefined, 51);
    const until = new AbortController();
    put('a', order('a', 1));
    const { next } = reader(watchOrder('a', until.signal));
    expect(await next()).toBe(1);
    for (const revision of [2, 3, 4]) {
      put('a', order('a', revision));
      const looks = read.mock.calls.length;
      await vi.waitFor(() => expect(read.mock.calls.length).toBeGreaterThan(looks + 1));
    }
    expect(await next()).toBe(4);
    until.abort();
  });

  it('reads each order once a look, whoever watches it, and stops with the last of them', async () => {
    const { read, put } = index();
    const { watchOrder } = createWatch(read, undefined, 60);
    const until = new AbortController();
    for (const id of ['a', 'b']) put(id, order(id, 1));
    const readers = Array.from({ length: 50 }, (_, i) => reader(watchOrder('ab'[i % 2]!, until.signal)));
    await Promise.all(readers.map(({ next }) => next()));
    expect(
      read.mock.calls
        .at(-1)![0]
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['a', 'b']);
    expect(read.mock.calls.length).toBeLessThan(5);
    const ended = readers.map(({ next }) => next());
    until.abort();
    expect(new Set(await Promise.all(ended))).toEqual(new Set(['done']));
    await setTimeout(150);
    const looks = read.mock.calls.length;
    await setTimeout(200);
    expect(read).toHaveBeenCalledTimes(looks);
  });

  it('looks no more for a reader that has left in the middle of what it was told', async () => {
    const { read, put } = index();
    const { watchOrder } = createWatch(read, undefined, 60);
    const until = new AbortController();
    put('a', order('a', 1));
    const { next } = reader(watchOrder('a', until.signal));
    expect(await next()).toBe(1);
    until.abort();
    await setTimeout(150);
    const looks = read.mock.calls.length;
    await setTimeout(200);
    expect(read).toHaveBeenCalledTimes(looks);
  });

  it('looks no more often than every 50 ms, however often it is woken', async () => {
    const { read, put } = index();
    const { watchOrder, wake } = createWatch(read);
    const until = new AbortController();
    put('a', order('a', 1));
    await reader(watchOrder('a', until.signal)).next();
    for (let i = 0; i < 100; i++) {
      wake();
      await setTimeout(3);
    }
    until.abort();
    expect(read.mock.calls.length).toBeLessThan(20);
    expect(read.mock.calls.length).toBeGreaterThan(2);
  });

  it('looks once more when it is woken during a look', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { read, put } = index();
    const { watchOrder, wake } = createWatch(read);
    const until = new AbortController();
    read.mockImplementationOnce(async () => {
      put('a', order('a', 2));
      wake();
      return [order('a', 1)];
    });
    const { next } = reader(watchOrder('a', until.signal));
    expect(await next()).toBe(1);
    const second = next();
    await vi.advanceTimersByTimeAsync(50);
    expect(await second).toBe(2);
    until.abort();
  });

  it('goes on after a look that failed, for all or for one, and tells of both ends of the trouble', async () => {
    const { read, put } = index();
    const report = vi.fn<(trouble: unknown) => void>();
    const { watchOrder } = createWatch(read, report, 55);
    const until = new AbortController();
    read.mockRejectedValueOnce(new Error('connection refused'));
    put('a', new Error('shard is away'));
    put('b', order('b', 1));
    const [a, b] = ['a', 'b'].map((id) => reader(watchOrder(id, until.signal)).next());
    expect(await b).toBe(1);
    put('a', order('a', 1));
    expect(await a).toBe(1);
    await vi.waitFor(() =>
      expect(report.mock.calls).toEqual([
        [expect.objectContaining({ message: 'connection refused' })],
        [undefined],
      ]),
    );
    until.abort();
  });
});
