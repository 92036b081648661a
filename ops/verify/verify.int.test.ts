import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeMessage } from '../../schema/events/message.ts';
import { raiseEpoch } from '../../subgraphs/command/mysql/epoch.ts';
import { openShop, type Shop } from '../../subgraphs/command/test/shop.ts';
import { aliasName } from '../../subgraphs/query/documents/names.ts';
import { readModelNames } from '../../subgraphs/query/indexer/projections/document.ts';
import type { Document } from '../../subgraphs/query/indexer/projections/document.ts';
import { project } from '../../subgraphs/query/indexer/projections/project.ts';
import { orderEvent, stockEvent } from '../../subgraphs/query/test/events.ts';
import { createWorld, type World } from '../../subgraphs/query/test/world.ts';
import type { Finding } from './compare.ts';
import { createRepair } from './repair.ts';
import { compareServed, compareStreams } from './comparison.ts';
import { countCompared, partsOf, verify } from './verify.ts';

let shop: Shop;
let world: World;
let comparison: Awaited<ReturnType<typeof compareServed>>;
let ids: string[];
beforeAll(async () => {
  shop = await openShop();
  world = await createWorld();
  await world.ensureIndices();
  comparison = {
    ...(await compareServed({ pool: shop.pool, client: world.client }, world.namespace)),
    project: (_model, event) => project(event),
  };
  ids = await Promise.all(Array.from({ length: 8 }, (_, i) => shop.sell(`sku-${i}`, 1_000)));
  await shop.send('registerCustomer', { email: 'c@example.org', name: 'C' });
});
afterAll(() => Promise.all([shop.close(), world.destroy()]));
beforeEach(() => pipe());

/** What relay and indexer do. Answers how many messages there were. */
async function pipe(): Promise<number> {
  const rows = await shop.sql<{ id: number; message: string }>('SELECT id, message FROM outbox');
  await world.index(...rows.map(({ message }) => decodeMessage(message)));
  for (const { id } of rows) await shop.sql('DELETE FROM outbox WHERE id = ?', [id]);
  return rows.length;
}

async function findings(waitsMs = [0], parts = partsOf(readModelNames)): Promise<Finding[]> {
  const found: Finding[] = [];
  await verify(comparison, {
    parts,
    advance: () => undefined,
    onFinding: (finding) => void found.push(finding),
    waitsMs,
  });
  return found.sort((a, b) => a.problem.localeCompare(b.problem));
}

async function repair(found: readonly Finding[]) {
  const repairing = createRepair(comparison);
  for (const finding of found) await repairing.add(finding);
  return await repairing.finish();
}

const index = () => comparison.indexOf('products');
const write = (id: string, document: Document) => world.client.index({ index: index(), id, document });
async function read(id: string): Promise<Document> {
  const { _source } = await world.client.get<Document>({ index: index(), id });
  return _source!;
}

test('compares every stream, and finds nothing where nothing is wrong', async () => {
  let advanced = 0;
  const options = { parts: partsOf(readModelNames), advance: (n: number) => void (advanced += n) };
  const total = await countCompared(comparison, options.parts);
  const compared = await verify(comparison, { ...options, onFinding: () => expect.fail() });
  const [{ n } = { n: 0 }] = await shop.sql<{ n: number }>(
    'SELECT COUNT(DISTINCT kind, id) AS n FROM events',
  );
  // Of each product there are two streams, and one document.
  expect([compared, total, advanced]).toEqual([n, n + ids.length + 1, n + ids.length + 1]);
});

test('names what is missing, behind, ahead, different and unknown, and mends all of it', async () => {
  const [missing, behind, ahead, different] = ids as [string, string, string, string];
  await world.client.delete({ index: index(), id: missing });
  await shop.send('updateProductStock', { sku: 'sku-1', delta: 1 });
  await pipe();
  await write(behind, { ...(await read(behind)), ...project(stockEvent(behind, 1)).document });
  await write(ahead, { ...(await read(ahead)), ...project(stockEvent(ahead, 9)).document });
  const { product, ...rest } = await read(different);
  await write(different, { ...rest, product: { ...product!, name: 'Another' } });
  await world.index(orderEvent('lost'));

  const found = await findings();
  expect(found.map(({ problem, kind, id }) => [problem, kind, id])).toEqual([
    ['ahead', 'stock', ahead],
    ['behind', 'stock', behind],
    ['different', 'product', different],
    ['missing', 'product', missing],
    ['missing', 'stock', missing],
    ['unknown', 'order', 'lost'],
  ]);
  expect(await repair(found)).toEqual({ published: 3, forced: 3 });
  expect(await pipe()).toBe(3);
  expect(await findings()).toEqual([]);
  const { _source } = await world.client.get({ index: comparison.indexOf('orders'), id: 'lost' });
  expect(_source).toEqual({});
});

test('what two read models show is compared in both', async () => {
  const both = [...partsOf(readModelNames), { model: 'batches', kind: 'stock' } as const];
  const found = await findings([0], both);
  expect(found.map(({ model, kind, problem }) => `${kind} is ${problem} in ${model}`)).toEqual(
    ids.map(() => 'stock is missing in batches'),
  );
});

test('what is shown under another name than that of its kind is a fault, as it would not be compared', async () => {
  const project: typeof comparison.project = (model, { id }) => ({ key: { model, id }, document: {} });
  const stocks = { model: 'batches', kind: 'stock' } as const;
  await expect(compareStreams({ ...comparison, project }, stocks, ids)).rejects.toThrow(
    `batches shows stock-${ids[0]} in no section named stock`,
  );
});

test.each([
  { moved: 'on', revision: 10, epoch: 0 },
  { moved: 'to another epoch', revision: 9, epoch: 1 },
])('a repair of what has moved $moved since it was found changes nothing', async ({ revision, epoch }) => {
  const id = ids[4]!;
  await write(id, { ...(await read(id)), ...project(stockEvent(id, 9)).document });
  const found = await findings();
  await write(id, { ...(await read(id)), ...project(stockEvent(id, revision, { epoch })).document });
  expect(await repair(found)).toEqual({ published: 0, forced: 0 });
  await repair(await findings());
});

test('what is on its way while commands go on is no finding', async () => {
  const orders = async (sku: string) => {
    for (let n = 0; n < 15; n++) await shop.order(sku, 1);
  };
  const done = Promise.all(ids.map((_, i) => orders(`sku-${i}`))).then(() => 'done');
  const pipeline = (async () => {
    while ((await Promise.race([done, sleep(30)])) !== 'done') await pipe();
    await sleep(100);
    await pipe();
  })();
  const looks = [50, 100, 200, 400, 400];
  expect(await findings(looks)).toEqual([]);
  await pipeline;
  expect(await findings()).toEqual([]);
});

test('after a restore, the epoch makes what is written and mended newer than the lost time', async () => {
  const [id, other] = ids.slice(5) as [string, string];
  const lost = (of: string) => stockEvent(of, 900, { onHand: 1 });
  await world.index(lost(id), lost(other));
  comparison = { ...comparison, epoch: await raiseEpoch(shop.pool) };
  const found = await findings();
  expect(found).toMatchObject([{ problem: 'ahead' }, { problem: 'ahead' }]);
  await repair(found);
  // A message of the lost time comes late: it is older than what was mended, and than what is written now.
  await world.index(lost(id), lost(other));
  expect(await findings()).toEqual([]);
  await shop.order('sku-5', 1);
  await pipe();
  await world.index(lost(id));
  expect(await findings()).toEqual([]);
});

test('what was written between two restores of one backup is lost to the second', async () => {
  const id = ids[7]!;
  const { pool } = shop;
  const restore = () => pool.query('UPDATE epoch SET epoch = 0');
  await restore();
  const between = await raiseEpoch(pool);
  await world.index(stockEvent(id, 900, { onHand: 1, epoch: between }));
  await restore();
  await sleep(1_100); // The epoch counts seconds, and a restore takes some.
  comparison = { ...comparison, epoch: await raiseEpoch(pool) };
  await repair(await findings());
  await world.index(stockEvent(id, 901, { onHand: 1, epoch: between }));
  expect(await findings()).toEqual([]);
});

test('a repair does not write over what a rebuild has served meanwhile', async () => {
  const [id] = ids as [string];
  const { client, namespace } = world;
  const alias = aliasName(namespace, 'products');
  await write(id, { ...(await read(id)), ...project(stockEvent(id, 900)).document });
  const found = await findings();
  const shown = await read(id);
  expect(await comparison.isServedStill()).toBe(true);
  const swapped = `${namespace}-another`;
  await client.index({ index: swapped, id, document: shown, refresh: true });
  await client.indices.updateAliases({
    actions: [{ remove: { index: `${alias}-000001`, alias } }, { add: { index: swapped, alias } }],
  });
  expect(await comparison.isServedStill()).toBe(false);
  expect(await repair(found)).toEqual({ published: 0, forced: 1 });
  const { _source } = await client.get({ index: alias, id });
  expect(_source).toEqual(shown);
});
