import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { raiseEpoch } from '../../subgraphs/command/mysql/epoch.ts';
import { latestEventsOf } from '../../subgraphs/command/mysql/event-log.ts';
import { openShop, type Shop } from '../../subgraphs/command/test/shop.ts';
import { ensureIndices, probeIndices } from '../../subgraphs/query/documents/indices.ts';
import { aliasName, generationName } from '../../subgraphs/query/documents/names.ts';
import {
  type Generation,
  readRegistration,
  register,
  type Registration,
} from '../../subgraphs/query/documents/registry.ts';
import type { Document } from '../../subgraphs/query/indexer/projections/document.ts';
import { productEvent, stockEvent } from '../../subgraphs/query/test/events.ts';
import { indexBatch } from '../../subgraphs/query/indexer/indexer.ts';
import { createLanes } from '../../subgraphs/query/indexer/lanes.ts';
import { encodeMessage } from '../../schema/events/message.ts';
import { createWorld, messageOf, type World } from '../../subgraphs/query/test/world.ts';
import type { Finding } from '../verify/compare.ts';
import {
  begin,
  compareGenerations,
  comparisonOf,
  endSwap,
  type Engines,
  fillGeneration,
  finish,
  leftovers,
  rollBack,
  swap,
} from './rebuild.ts';

// What a rebuild does when the engine has lost what it had filled.

let shop: Shop;
let world: World;
let engines: Engines;
let ids: string[];
beforeAll(async () => {
  shop = await openShop();
  world = await createWorld();
  await world.ensureIndices();
  engines = { pool: shop.pool, client: world.client, namespace: world.namespace };
  ids = [await shop.sell('a', 10), await shop.sell('b', 10)];
});
afterAll(() => Promise.all([shop.close(), world.destroy()]));

const beginProducts = async () => (await begin(engines, ['products'])).get('products')!;
const fill = async () => await fillGeneration(engines, 'products', await beginProducts(), () => undefined);
const compare = async () => {
  const registrations = await begin(engines, ['products']);
  const findings: Finding[] = [];
  await compareGenerations(engines, registrations, await comparisonOf(engines, registrations), {
    advance: () => undefined,
    onFinding: (finding) => void findings.push(finding),
    waitsMs: [0],
  });
  return findings;
};

/** The alias call of a swap that is not registered yet. */
const swapUnseen = (registration: Registration) => {
  const [from, to] = [registration.served, registration.other!].map(({ number }) =>
    generationName(world.namespace, 'products', number),
  );
  const alias = aliasName(world.namespace, 'products');
  return world.client.indices.updateAliases({
    actions: [{ remove: { index: from!, alias } }, { add: { index: to!, alias } }],
  });
};

let index: string;
beforeEach(async () => {
  const { other } = await beginProducts();
  index = generationName(world.namespace, 'products', other!.number);
  await fill();
  return async () => await finish(engines, ['products'], ['filling', 'swapped']);
});

test('an index that is gone is made anew and filled from the start', async () => {
  await world.client.indices.delete({ index });
  await fill();
  expect(await compare()).toEqual([]);
  await swap(engines, await begin(engines, ['products']));
  const { count } = await world.client.count({ index: aliasName(world.namespace, 'products') });
  expect(count).toBe(2);
});

test('one that has lost a document is not served, and the next rebuild fills it from the start', async () => {
  await world.client.delete({ index, id: ids[0]! });
  await fill();
  expect(await compare()).toMatchObject([{ problem: 'missing' }, { problem: 'missing' }]);
  await fill();
  expect(await compare()).toEqual([]);
});

test('a change that it cannot take is not shown by the one that is served, until there is only that', async () => {
  await world.client.indices.putSettings({ index, settings: { 'index.blocks.write': true } });
  const [id] = ids as [string];
  const change = productEvent(id, 9);
  const shown = async () => {
    const alias = aliasName(world.namespace, 'products');
    return (await world.client.get<Document>({ index: alias, id }))._source?.product?.revision;
  };
  const before = await shown();
  const [held] = await world.index(change);
  expect(String(held?.outcome.kind === 'later' && held.outcome.cause)).toContain(index);
  expect(await shown()).toBe(before);
  await finish(engines, ['products'], ['filling']);
  await world.index(change);
  expect(await shown()).toBe(9);
  await beginProducts();
});

test('whoever waits for a change is told what the one that is served has of it', async () => {
  await world.index(productEvent('told', 1));
  await world.client.index({ index, id: 'told', document: {} });
  const heard: Document[] = [];
  const readLanes = createLanes(world.client, world.namespace, (stored) => heard.push(...stored.values()));
  await indexBatch([messageOf(encodeMessage(stockEvent('told', 2)))], readLanes);
  expect(heard).toMatchObject([{ product: { revision: 1 }, stock: { revision: 2 } }]);
});

test('a change does not wait for one that is given up while it is written', async () => {
  const readLanes = createLanes(world.client, world.namespace);
  let given = false;
  const change = messageOf(encodeMessage(productEvent('late', 1)));
  const [indexed] = await indexBatch([change], async (next) => {
    const lanes = await readLanes(next);
    if (!given) await finish(engines, ['products'], ['filling']);
    given = true;
    return lanes;
  });
  expect(indexed?.outcome).toEqual({ kind: 'stored' });
  expect(await world.client.exists({ index: aliasName(world.namespace, 'products'), id: 'late' })).toBe(true);
  await beginProducts();
});

test('another run that swaps while this one is given up, or ended, takes nothing away', async () => {
  const expectOnly = async ({ number }: Generation) => {
    const indices = await world.client.indices.getAlias({ name: aliasName(world.namespace, 'products') });
    expect(Object.keys(indices)).toEqual([generationName(world.namespace, 'products', number)]);
  };
  const before = await beginProducts();
  await swapUnseen(before);
  await finish(engines, ['products'], ['filling']);
  await expectOnly(before.served);
  const { other } = await beginProducts();
  await fill();
  await swap(engines, await begin(engines, ['products']));
  const { registration } = await readRegistration(world.client, world.namespace, 'products');
  await swapUnseen(registration);
  await finish(engines, ['products'], ['swapped']);
  await expectOnly(other!);
  await beginProducts();
});

test('what was written while the other generation was served is found after the swap', async () => {
  await world.client.indices.putSettings({ index, settings: { 'index.refresh_interval': -1 } });
  await world.index(productEvent('found', 1));
  await swap(engines, await begin(engines, ['products']));
  const { count } = await world.client.count({
    index: aliasName(world.namespace, 'products'),
    query: { term: { 'product.id': 'found' } },
  });
  expect(count).toBe(1);
});

test('what is being filled is not left over, whoever ends a rebuild before it meanwhile', async () => {
  expect(await leftovers(engines, 'products')).toEqual([]);
});

test('what another run has begun meanwhile is not served in place of what was compared', async () => {
  const compared = await begin(engines, ['products']);
  await finish(engines, ['products'], ['filling']);
  await beginProducts();
  await expect(swap(engines, compared)).rejects.toThrow(
    'another run has changed the generations of products meanwhile: see what it says, or run it again',
  );
  const { count } = await world.client.count({ index: aliasName(world.namespace, 'products') });
  expect(count).toBeGreaterThan(0);
});

test('a rollback to what is lost is told, and changes nothing', async () => {
  const { served } = await beginProducts();
  await swap(engines, await begin(engines, ['products']));
  await world.client.indices.delete({ index: generationName(world.namespace, 'products', served.number) });
  await expect(rollBack(engines, ['products'])).rejects.toThrow(
    'the generation of products before the rebuild is lost: --finish does without it; to roll back others, name them',
  );
  const { registration } = await readRegistration(world.client, world.namespace, 'products');
  expect(registration.phase).toBe('swapped');
});

test('what was made and never registered, with the mapping of another program, is not filled', async () => {
  await finish(engines, ['products'], ['filling']);
  const { registration } = await readRegistration(world.client, world.namespace, 'products');
  const made = registration.lastNumber + 1;
  const left = generationName(world.namespace, 'products', made);
  await world.client.indices.create({ index: left, mappings: { dynamic: true } });
  expect((await beginProducts()).other?.number).toBe(made + 1);
  await finish(engines, ['products'], ['filling']);
  expect(await world.client.indices.exists({ index: left })).toBe(false);
  await beginProducts();
});

test('a swap may be ended by several commands at once', async () => {
  await swapUnseen(await beginProducts());
  await Promise.all([endSwap(engines), endSwap(engines), endSwap(engines)]);
  const { registration } = await readRegistration(world.client, world.namespace, 'products');
  expect(registration.phase).toBe('swapped');
});

test('what belongs to a namespace whose name begins as the indices do is not deleted', async () => {
  const neighbour = `${world.namespace}-products-0`;
  await ensureIndices(world.client, neighbour, world.log);
  await finish(engines, ['products'], ['filling']);
  await probeIndices(world.client, neighbour);
  await beginProducts();
});

test('one that was begun with another projection is not gone on with', async () => {
  const stored = await readRegistration(world.client, world.namespace, 'products');
  const { registration } = stored;
  const older = { ...registration, other: { ...registration.other!, version: 0 } };
  await register(world.client, world.namespace, 'products', older, stored);
  await expect(beginProducts()).rejects.toThrow(
    'the rebuild of products was begun with projection 0, and this program has 1: --abort that, then run it again',
  );
});

test('of two that begin at once, one is told of the other, or goes on with it', async () => {
  await finish(engines, ['products'], ['filling']);
  const begun = await Promise.allSettled([beginProducts(), beginProducts(), beginProducts()]);
  const told = begun.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
  expect(new Set(told)).toEqual(
    new Set([
      'WrongPhase: another run has changed the generations of products meanwhile: see what it says, or run it again',
    ]),
  );
  const { other } = await beginProducts();
  for (const each of begun) if (each.status === 'fulfilled') expect(each.value.other).toEqual(other);
});

test('after a restore nobody who has read the lost time, or what was mended, finds less when it is served', async () => {
  const events = await latestEventsOf(shop.pool, 'stock', ids);
  // The one is served as it is in MySQL, the other as it was in the time that is lost.
  await world.index(...events, stockEvent(ids[1]!, 900));
  const epoch = await raiseEpoch(shop.pool);
  // Begun before, by beforeEach.
  await fill();
  expect(await compare()).toEqual([]);
  const shown = async (id: string) => (await world.client.get<Document>({ index, id }))._source?.stock;
  expect(await shown(ids[0]!)).toMatchObject({ epoch: 0, revision: 1 });
  expect(await shown(ids[1]!)).toMatchObject({ epoch, revision: 1 });
});
