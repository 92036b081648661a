import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connect, type Pool } from '../../subgraphs/command/mysql/connect.ts';
import { createGeneration } from '../../subgraphs/query/documents/indices.ts';
import {
  aliasName,
  everyGeneration,
  generationName,
  writeAliasName,
} from '../../subgraphs/query/documents/names.ts';
import { createReadDocuments } from '../../subgraphs/query/documents/read.ts';
import { readRegistration, register } from '../../subgraphs/query/documents/registry.ts';
import type { ReadModelName } from '../../subgraphs/query/indexer/projections/document.ts';
import { projectionOf } from '../../subgraphs/query/indexer/projections/versions.ts';
import { createFill } from '../../subgraphs/query/indexer/sink.ts';
import { runToEnd } from '../test/processes.ts';
import { startTandem, type Tandem } from '../test/tandem.ts';
import { fill } from './fill.ts';
import { nothingFilled, saveFilled } from './progress-store.ts';
import { begin, type Engines } from './rebuild.ts';

// A rebuild, its rollback and its end while clients write and read without a pause. The tests build on each other.

/** More than a page of the fill. */
const PRODUCTS = 510;

let tandem: Tandem;
let pool: Pool;
let client: Client;
let engines: Engines;
let load: Load;
beforeAll(async () => {
  tandem = await startTandem();
  const { MYSQL_URL, ELASTICSEARCH_URL, TANDEM_NAMESPACE } = tandem.place.env;
  pool = connect(MYSQL_URL!, 4);
  client = new Client({ node: ELASTICSEARCH_URL! });
  engines = { pool, client, namespace: TANDEM_NAMESPACE! };
  for (let at = 0; at < PRODUCTS; at += 255) {
    const names = Array.from({ length: 255 }, (_, i) => `sku-${at + i}`);
    const rows = names.map((sku) => ({
      sku,
      name: `Kettle ${sku}`,
      price: { amountMinor: 1_000, currency: 'EUR' },
      publish: true,
    }));
    await tandem.ask(
      'mutation ($input: RegisterProductsInput!) { registerProducts(input: $input) { userErrors { code } } }',
      { input: { rows } },
    );
    await tandem.ask(
      'mutation ($input: UpdateStocksInput!) { updateStocks(input: $input) { userErrors { code } } }',
      { input: { rows: names.map((sku) => ({ sku, set: 10_000 })) } },
    );
  }
  await vi.waitFor(
    async () => {
      const { data } = await tandem.ask(
        '{ products(first: 1, filter: { availability: IN_STOCK }) { totalCount } }',
      );
      if (data.products.totalCount < PRODUCTS) throw new Error('still indexing');
    },
    { timeout: 30_000, interval: 200 },
  );
  load = startLoad();
});
afterAll(async () => {
  await load.stop();
  await client.close();
  await pool.end();
  await tandem[Symbol.asyncDispose]();
});

interface Load {
  readonly wrong: unknown[];
  rounds(): number;
  stop(): Promise<void>;
}

const READ = `query ($sku: String, $productId: ID!, $id: ID!, $asOf: String, $from: DateTime!, $to: DateTime!) {
  order(id: $id, asOf: $asOf) { id }
  byId: product(id: $productId, asOf: $asOf) { sku stock { reserved } }
  bySku: product(sku: $sku, asOf: $asOf) { id stock { reserved } }
  text: products(query: "kettle", first: 0, asOf: $asOf) { totalCount }
  exactly: products(query: $sku, first: 1, asOf: $asOf) { edges { node { sku stock { reserved } } } }
  suggest(prefix: "Kettle sku-50", first: 20, asOf: $asOf) { products { sku } }
  orders(filter: { productId: $productId }, first: 1, asOf: $asOf) { edges { node { id } } totalCount }
  salesReport(from: $from, to: $to, groupBy: PRODUCT, asOf: $asOf) { rows { key figures { orders units } } }
}`;
const TIME = { from: '2026-01-01T00:00:00Z', to: '2035-01-01T00:00:00Z' };

/** Whose name begins like that, which nobody orders. */
const SUGGESTED = ['sku-50', ...Array.from({ length: 10 }, (_, i) => `sku-50${i}`)].filter(
  (sku) => Number(sku.slice(4)) < PRODUCTS,
);

/** Clients, of which each orders a product of its own, and then looks for what it ordered in every way there is. */
function startLoad(clients = 3): Load {
  const wrong: unknown[] = [];
  let stopped = false;
  let rounds = 0;
  async function once(sku: string, productId: string, ordered: number): Promise<void> {
    const placed = await tandem.ask(
      `mutation ($input: CreateOrderInput!) { createOrder(input: $input) {
        orderId consistencyToken order { status } userErrors { code } } }`,
      { input: { lines: [{ sku, quantity: 1 }] } },
    );
    const { orderId, consistencyToken: asOf, order } = placed.data.createOrder;
    const { data, errors } = await tandem.ask(READ, { sku, productId, id: orderId, asOf, ...TIME });
    const stock = { reserved: ordered };
    const seen = {
      ...{ status: order?.status, ...data },
      suggest: data?.suggest.products.map((product: { sku: string }) => product.sku).sort(),
      salesReport: data?.salesReport.rows.find(({ key }: { key: string }) => key === productId)?.figures,
    };
    const expected = {
      ...{ status: 'PLACED', order: { id: orderId }, byId: { sku, stock }, bySku: { id: productId, stock } },
      ...{
        text: { totalCount: PRODUCTS },
        exactly: { edges: [{ node: { sku, stock } }] },
        suggest: SUGGESTED,
      },
      orders: { edges: [{ node: { id: orderId } }], totalCount: ordered },
      salesReport: { orders: ordered, units: ordered },
    };
    if (placed.errors ?? errors ?? !isDeepStrictEqual(seen, expected))
      wrong.push({ seen, expected, errors: JSON.stringify(placed.errors ?? errors) });
    rounds++;
  }
  async function client(sku: string): Promise<void> {
    const { data } = await tandem.ask('query ($sku: String) { product(sku: $sku) { id } }', { sku });
    for (let n = 1; !stopped; n++) await once(sku, data.product.id, n);
  }
  const loops = Array.from({ length: clients }, (_, i) => client(`sku-${i}`));
  return {
    wrong,
    rounds: () => rounds,
    async stop() {
      stopped = true;
      await Promise.all(loops);
    },
  };
}

const rebuild = (...flags: string[]) => runToEnd('rebuild', tandem.place.env, flags);
const servedIndices = async () =>
  Object.keys(await client.indices.getAlias({ name: aliasName(engines.namespace, 'products') }));
/** Some rounds of the load, none of them wrong. */
async function wellFor(rounds = 8): Promise<void> {
  const before = load.rounds();
  while (load.rounds() < before + rounds) await sleep(20);
  expect(load.wrong).toEqual([]);
}

test('a rebuild that dies after its first page', async () => {
  const { other } = (await begin(engines, ['products'])).get('products')!;
  const indexOf = () => writeAliasName(engines.namespace, 'products', other!.number);
  const dying = fill({
    pool,
    model: 'products',
    projection: projectionOf('products', 1),
    readServed: createReadDocuments(client, engines.namespace),
    write: createFill(client, indexOf),
    from: nothingFilled(other!.number, 0),
    onPage: async (filled) => {
      await saveFilled(client, engines.namespace, 'products', filled);
      throw new Error('killed');
    },
  });
  await expect(dying).rejects.toThrow('killed');
  await wellFor(5);
});

test('is ended by the next one, which serves the new generation', async () => {
  const { code, said } = await rebuild();
  expect(said).toContain('is served');
  expect(code).toBe(0);
  expect(await servedIndices()).toEqual([`${engines.namespace}-products-000002`]);
  await wellFor();
}, 60_000);

test('while commands go on, a comparison finds nothing wrong in what is served now', async () => {
  expect(await runToEnd('verify', tandem.place.env)).toMatchObject({ code: 0 });
  await wellFor();
}, 60_000);

test('another one is refused while that one can be rolled back', async () => {
  expect((await rebuild('products')).code).toBe(1);
});

test('a rollback serves the old generation, which has everything', async () => {
  expect((await rebuild('--rollback')).code).toBe(0);
  expect(await servedIndices()).toEqual([`${engines.namespace}-products-000001`]);
  await wellFor();
});

test('and a comparison finds nothing wrong in it', async () => {
  expect(await runToEnd('verify', tandem.place.env)).toMatchObject({ code: 0 });
  await wellFor();
}, 60_000);

test('after the end there is one generation again', async () => {
  expect((await rebuild('--finish')).code).toBe(0);
  const { registration } = await readRegistration(client, engines.namespace, 'products');
  expect(registration).toMatchObject({ served: { number: 1 }, other: null, lastNumber: 2, phase: 'idle' });
  await wellFor();
});

test('what an end that was killed has left is deleted by the next one', async () => {
  await createGeneration(client, engines.namespace, 'products', 2);
  expect((await rebuild('--finish')).code).toBe(0);
  const index = everyGeneration(engines.namespace, 'products');
  expect(Object.keys(await client.indices.get({ index }))).toEqual([`${engines.namespace}-products-000001`]);
  for (const flag of ['--finish', '--rollback', '--abort'])
    expect((await rebuild(flag)).said).toContain('there is nothing to do');
  await wellFor();
}, 60_000);

describe('a swap that died before it was registered', () => {
  const models = ['products', 'orders'] as const;
  const names = (generation: number) =>
    models.map((model) => generationName(engines.namespace, model, generation));
  /** Registers of these what was before the swap. */
  async function unregister(phase: 'filling' | 'swapped', died: readonly ReadModelName[]): Promise<void> {
    for (const model of died) {
      const stored = await readRegistration(client, engines.namespace, model);
      const { served, other } = stored.registration;
      const before = { ...stored.registration, served: other!, other: served, phase };
      await register(client, engines.namespace, model, before, stored);
    }
  }
  const served = async () =>
    Object.keys(
      await client.indices.getAlias({ name: models.map((model) => aliasName(engines.namespace, model)) }),
    ).sort();

  test('is ended by the next rebuild, of which it was a part', async () => {
    expect((await rebuild(...models, 'orders')).code).toBe(0);
    const [products] = await servedIndices();
    expect(products).toBe(names(3)[0]);
    await unregister('filling', ['orders']);
    const { code, said } = await rebuild(...models);
    expect([code, said]).toEqual([0, 'orders: a run had died in its swap, which is ended now']);
    await wellFor();
  });

  test('is ended by a comparison, which looks at what is served', async () => {
    await unregister('filling', ['orders']);
    const { code, said } = await runToEnd('verify', tandem.place.env);
    expect(said).toContain('orders: a run had died in its swap, which is ended now');
    expect(code).toBe(0);
    expect((await readRegistration(client, engines.namespace, 'orders')).registration.phase).toBe('swapped');
    await wellFor();
  });

  test('is no rebuild any more that could be given up', async () => {
    await unregister('filling', models);
    const was = await served();
    const { code, said } = await rebuild('--abort');
    expect([code, said]).toEqual([
      1,
      'products, orders: a run had died in its swap, which is ended now\nthere is nothing to do',
    ]);
    expect(await served()).toEqual(was);
    await wellFor();
  });

  test('is finished with what a rollback served', async () => {
    expect((await rebuild('--rollback')).code).toBe(0);
    const was = await served();
    await unregister('swapped', models);
    expect((await rebuild('--finish')).code).toBe(0);
    expect(await served()).toEqual(was);
    const index = models.map((model) => everyGeneration(engines.namespace, model));
    expect(Object.keys(await client.indices.get({ index })).sort()).toEqual(was);
    await wellFor();
  });
}, 60_000);

test('one that is given up leaves nothing behind', async () => {
  const served = await servedIndices();
  await begin(engines, ['products']);
  expect((await rebuild('--abort')).code).toBe(0);
  const index = everyGeneration(engines.namespace, 'products');
  expect(Object.keys(await client.indices.get({ index }))).toEqual(served);
  const { registration } = await readRegistration(client, engines.namespace, 'products');
  expect(registration).toMatchObject({ other: null, phase: 'idle' });
  await wellFor();
});
