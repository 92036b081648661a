import { readFileSync } from 'node:fs';
import { buildSchema, type DocumentNode, print, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as operations from '../../schema/generated/operations.ts';
import { order, sell } from '../test/shopping.ts';
import { startTandem, type Tandem } from '../test/tandem.ts';

// The client documents are a contract: each is valid against the committed supergraph, and runs on a running Tandem.

const documents = Object.entries(operations as object as Record<string, DocumentNode>)
  .filter(
    ([, { kind, definitions }]) =>
      kind === 'Document' && definitions.some((d) => d.kind === 'OperationDefinition'),
  )
  .map(([name, document]) => [name.replace(/Document$/, ''), document] as const);
const supergraph = buildSchema(
  readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'),
  {
    assumeValidSDL: true,
  },
);

/** What each document is run with. Add a line with each document. */
const variables: Record<string, () => object> = {
  CreateOrder: () => ({ input: { lines: [{ sku: shop.sku, quantity: 1 }] } }),
  FulfilOrder: () => ({ pay: on(shop.toFulfil), ship: on(shop.toFulfil), deliver: on(shop.toFulfil) }),
  GetCategory: () => ({ id: shop.category.id, asOf: shop.category.asOf }),
  GetCustomer: () => ({ id: shop.customer.id, asOf: shop.customer.asOf }),
  GetOrderDetails: () => ({ id: shop.orderId }),
  GetProduct: () => ({ id: shop.id }),
  GetProductImages: () => ({ id: shop.id }),
  GetReadModel: () => ({}),
  GetRelatedProducts: () => ({ id: shop.id }),
  GetReview: () => ({ id: shop.review.id, asOf: shop.review.asOf }),
  ListAllProducts: () => ({ first: 5 }),
  ListOrders: () => ({ filter: { statuses: ['PLACED'] } }),
  ListStockAlerts: () => ({ below: 1_000 }),
  PlaceOrder: () => ({ input: { lines: [{ sku: shop.sku, quantity: 1 }] } }),
  PublishProduct: () => ({ input: { productId: shop.id } }),
  RegisterCustomer: () => ({ input: { email: 'ann@shop.example', name: 'Ann' } }),
  RegisterProduct: () => ({ input: { sku: 'registered', name: 'Registered' } }),
  RegisterProducts: () => ({ input: { rows: [{ sku: 'row', name: 'Row' }] } }),
  ReportSales: () => ({ from: '2026-01-01T00:00:00Z', to: '2030-01-01T00:00:00Z', groupBy: 'PRODUCT' }),
  ReturnOrderItems: () => ({ input: { ...on(shop.delivered), items: [{ sku: shop.sku, quantity: 1 }] } }),
  SearchProducts: () => ({ query: 'kettle', sort: 'PRICE_ASC', attributes: ['colour'] }),
  Suggest: () => ({ prefix: 'ket' }),
  UpdateProductStock: () => ({ input: { sku: shop.sku, delta: 1 } }),
  UpdateStocks: () => ({ input: { rows: [{ sku: shop.sku, delta: 1 }] } }),
};
const on = (orderId: string) => ({ orderId });

let tandem: Tandem;
let shop: Record<'sku' | 'id' | 'orderId' | 'toFulfil' | 'delivered', string> &
  Record<'category' | 'customer' | 'review', { id: string; asOf: string }>;
beforeAll(async () => {
  tandem = await startTandem();
  const sold = await sell(tandem.ask, 100);
  const place = async (): Promise<string> => (await order(tandem.ask, sold.sku)).data.createOrder.orderId;
  const [orderId, toFulfil, delivered] = [await place(), await place(), await place()];
  const fulfil = { pay: on(delivered), ship: on(delivered), deliver: on(delivered) };
  await tandem.ask(print(operations.FulfilOrderDocument), fulfil);
  const category = await write('defineCategory', 'DefineCategoryInput', 'categoryId', { name: 'Kettles' });
  const customer = await write('registerCustomer', 'RegisterCustomerInput', 'customerId', {
    ...{ email: 'bea@shop.example', name: 'Bea' },
  });
  const review = await write('submitReview', 'SubmitReviewInput', 'reviewId', {
    ...{ productId: sold.id, customerId: customer.id, stars: 5 },
  });
  shop = { ...sold, orderId, toFulfil, delivered, category, customer, review };
});
/** Runs a command, and answers with the id it gave and the token that shows it. */
async function write(command: string, input: string, id: string, values: object) {
  const { data } = await tandem.ask(
    `mutation ($input: ${input}!) { written: ${command}(input: $input) { id: ${id} asOf: consistencyToken } }`,
    { input: values },
  );
  return data.written as { id: string; asOf: string };
}
afterAll(() => tandem[Symbol.asyncDispose]());

test('there are documents, and none is forgotten here', () => {
  expect(documents.map(([name]) => name).toSorted()).toEqual(Object.keys(variables).toSorted());
});

test.each(documents)('%s is valid against the committed supergraph', (_, document) => {
  expect(validate(supergraph, document)).toEqual([]);
});

test.each(documents)('%s runs', async (name, document) => {
  expect(variables[name], `variables for ${name}`).toBeDefined();
  const { data, errors } = await tandem.ask(print(document), { ...variables[name]!() });
  expect(errors).toBeUndefined();
  const answers = Object.values<{ userErrors?: unknown[] } | null>(data);
  expect(answers).not.toContain(null);
  expect(answers.flatMap((answer) => answer?.userErrors ?? [])).toEqual([]);
});
