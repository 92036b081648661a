import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { order, sell } from '../test/shopping.ts';
import { startTandem, type Tandem } from '../test/tandem.ts';

// The client documents are a contract: each is valid against the committed supergraph, and runs on a running Tandem.

const schemaDir = new URL('../../schema/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, schemaDir), 'utf8');
const files = readdirSync(new URL('operations/', schemaDir)).filter((file) => file.endsWith('.graphql'));

/** What each document is run with. Add a line with each document. */
const variables: Record<string, () => object> = {
  'create-order': () => ({ input: { lines: [{ sku: shop.sku, quantity: 1 }] } }),
  'get-order-details': () => ({ id: shop.orderId }),
  'get-product': () => ({ id: shop.id }),
  'get-read-model': () => ({}),
  'list-all-products': () => ({ first: 5 }),
  'publish-product': () => ({ input: { productId: shop.id } }),
  'register-product': () => ({ input: { sku: 'registered', name: 'Registered' } }),
  'update-product-stock': () => ({ input: { sku: shop.sku, delta: 1 } }),
};

let tandem: Tandem;
let shop: { sku: string; id: string; orderId: string };
beforeAll(async () => {
  tandem = await startTandem();
  const sold = await sell(tandem.ask, 100);
  shop = { ...sold, orderId: (await order(tandem.ask, sold.sku)).data.createOrder.orderId };
});
afterAll(() => tandem[Symbol.asyncDispose]());

const supergraph = buildSchema(read('supergraph.graphql'), { assumeValidSDL: true });

test('there are documents, and none is forgotten here', () => {
  expect(files.map((file) => file.replace('.graphql', ''))).toEqual(Object.keys(variables).toSorted());
});

test.each(files)('%s is valid against the committed supergraph', (file) => {
  expect(validate(supergraph, parse(read(`operations/${file}`)))).toEqual([]);
});

test.each(files)('%s runs', async (file) => {
  const given = variables[file.replace('.graphql', '')];
  expect(given, `variables for ${file}`).toBeDefined();
  const { data, errors } = await tandem.ask(read(`operations/${file}`), { ...given!() });
  expect(errors).toBeUndefined();
  const answers = Object.values<{ userErrors?: unknown[] } | null>(data);
  expect(answers).not.toContain(null);
  expect(answers.flatMap((answer) => answer?.userErrors ?? [])).toEqual([]);
});
