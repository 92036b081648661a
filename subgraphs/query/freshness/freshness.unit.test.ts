import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { createDocumentLoader } from '../documents/read.ts';
import { type Document, type DocumentKey, documentOf } from '../indexer/projections/document.ts';
import { project } from '../indexer/projections/project.ts';
import { productEvent } from '../test/events.ts';
import { confirm, createPlaces, readBatches, readFresh, type Reading } from './freshness.ts';
import { createWaiter } from './waiter.ts';

const at = (revision: number) => ({ epoch: 0, revision });
const demand = (id: string) => ({ key: documentOf('product', id), positions: { product: at(1) } });

/** A read model, and requests to it, each with places of its own. */
function world(places: number) {
  const documents = new Map<string, Document>();
  const read = vi.fn(async (keys: readonly DocumentKey[]) => keys.map(({ id }) => documents.get(id)));
  const { waitFor } = createWaiter(read, places);
  const request = (): Reading => ({
    ...{ loader: createDocumentLoader(read), places: createPlaces(), waitFor },
    ...{ deadline: performance.now() + 2_000, signal: new AbortController().signal },
  });
  const add = (id: string) => documents.set(id, project(productEvent(id)).document);
  return { request, read, add, documents };
}

it('leaves places to other requests, however many documents one waits for', async () => {
  const { request, add } = world(101);
  const large = request();
  const ids = Array.from({ length: 300 }, (_, i) => `p${i}`);
  const many = Promise.all(ids.map((id) => readFresh(large, demand(id), true)));
  const other = readFresh(request(), demand('other'));
  await sleep(30);
  for (const id of ['other', ...ids]) add(id);
  expect((await other)?.product?.id).toBe('other');
  expect((await many).map((document) => document?.product?.id)).toEqual(ids);
});

it('ends at the deadline, however many wait for a place', async () => {
  const { request, read } = world(101);
  const late = { ...request(), deadline: performance.now() + 50 };
  const ids = Array.from({ length: 1_000 }, (_, i) => `p${i}`);
  const many = await Promise.allSettled(ids.map((id) => readFresh(late, demand(id), true)));
  expect(new Set(many.map(({ status }) => status))).toEqual(new Set(['rejected']));
  // Those who had a place looked together; of the others each hundred once.
  expect(read.mock.calls.slice(-9).map(([keys]) => keys.length)).toEqual(Array(9).fill(100));
});

it('ends with its request, however many wait for a place', async () => {
  const { request } = world(101);
  const over = new AbortController();
  const left = { ...request(), signal: over.signal };
  const many = Array.from({ length: 300 }, (_, i) => readFresh(left, demand(`p${i}`), true));
  over.abort();
  const reasons = (await Promise.allSettled(many)).map((end) => end.status === 'rejected' && end.reason);
  expect(new Set(reasons)).toEqual(new Set([over.signal.reason]));
});

it('looks once more at its deadline, and not at what it has seen before', async () => {
  const { request, read, add } = world(101);
  add('p');
  read.mockResolvedValueOnce([undefined]);
  const late = { ...request(), deadline: performance.now() };
  expect((await readFresh(late, demand('p')))?.product?.id).toBe('p');
});

it('waits once for what many fields of a request need, as a batch', async () => {
  const { request, read, documents } = world(101);
  const one = request();
  const batches = Promise.all(
    Array.from({ length: 1_000 }, () => readBatches(one, { 'batch-b': at(1), 'order-o': at(1) })),
  );
  await sleep(30);
  const positions = { 'stock-s': at(7) };
  documents.set('b', { batch: { ...at(1), occurredAt: '2026-01-01T00:00:00Z', positions } });
  const looks = read.mock.calls.length;
  expect(new Set((await batches).flat())).toEqual(new Set([positions]));
  expect(read.mock.calls.length).toBe(looks + 1);
});

it('confirms what a batch has written, once the batch tells of it', async () => {
  const { request, add, documents } = world(101);
  const confirmed = confirm(request(), { 'batch-b': at(1) }, ({ key }) => key.model === 'products');
  documents.set('b', {
    batch: { ...at(1), occurredAt: '2026-01-01T00:00:00Z', positions: { 'product-p': at(1) } },
  });
  expect(await Promise.race([confirmed, sleep(200, 'not yet')])).toBe('not yet');
  add('p');
  expect(await confirmed).toEqual([demand('p')]);
});
