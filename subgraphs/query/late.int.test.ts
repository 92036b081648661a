import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../ops/role.ts';
import { startQuery } from './main.ts';
import { categoryEvent, customerEvent, orderEvent, productEvent } from './test/events.ts';
import { ask, createWorld, type World } from './test/world.ts';

// Events of several streams arrive in any order. What a document refers to and is not there yet is an error with a code:
// a null would say that there is no such thing.

let world: World;
let query: Role;
beforeAll(async () => {
  world = await createWorld();
  await world.ensureIndices();
  query = await startQuery(world.config, world.log);
});
afterAll(async () => {
  await query.stop();
  await world.destroy();
});

/** Each hop within the read model: the field, what it is asked of, what arrives late, and how it is called. */
const HOPS = [
  [
    'customer of an order',
    'order',
    '{ found: order(id: "ID") { id customer { id } } }',
    ['found', 'customer'],
  ],
  [
    'product of an order line',
    'order',
    '{ found: order(id: "ID") { id lines { product { id } } } }',
    ['found', 'lines', 0, 'product'],
  ],
  [
    'category of a product',
    'product',
    '{ found: product(id: "ID") { id category { id } } }',
    ['found', 'category'],
  ],
  [
    'product of a row of a report',
    'order',
    `{ found: salesReport(from: "2027-01-01T00:00:00Z", to: "2028-01-01T00:00:00Z", groupBy: PRODUCT) {
        rows { product { id } } } }`,
    ['found', 'rows', 0, 'product'],
  ],
] as const;

const at = (data: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], data);

describe.each(HOPS.map((hop, i) => [...hop, `late-${i}`] as const))('the %s', (_, kind, text, path, id) => {
  const late = `${id}-referred`;
  const document = text.replace('ID', id);
  // The report is of the one order of its year.
  const orderedAt = `${path[1] === 'rows' ? 2027 : 2026}-06-01T00:00:00.000Z`;
  beforeAll(async () => {
    const line = { productId: late, sku: late, name: 'Kettle', quantity: 1, unitPriceMinor: 1, returned: 0 };
    await world.index(
      kind === 'order'
        ? orderEvent(id, { state: { customerId: late, lines: [line], createdAt: orderedAt } })
        : productEvent(id, 1, { state: { categoryId: late } }),
    );
    await world.refresh();
  });

  test.each(['STRONG', 'EVENTUAL'])('is an error with a code while it is late: %s', async (consistency) => {
    const headers = { 'x-consistency-budget-ms': '30', 'x-consistency': consistency };
    const { data, errors } = await ask(query.url, document, {}, headers);
    expect(at(data, path)).toBeNull();
    expect(errors).toMatchObject([
      { path, extensions: { code: 'READ_MODEL_BEHIND', stream: expect.stringContaining(late) } },
    ]);
  });

  test('is waited for', async () => {
    const answer = ask(query.url, document);
    const arriving = { customer: customerEvent, product: productEvent, category: categoryEvent };
    await world.index(arriving[path.at(-1) as keyof typeof arriving](late));
    const { data, errors } = await answer;
    expect(errors).toBeUndefined();
    expect(at(data, path)).toEqual({ id: late });
  });
});

describe('the products that a report puts together by category', () => {
  const report = (orderedIn: number) =>
    `{ salesReport(from: "${orderedIn}-01-01T00:00:00Z", to: "${orderedIn + 1}-01-01T00:00:00Z", groupBy: CATEGORY) {
        rows { key } } }`;
  const order = async (orderedIn: number, productId: string) => {
    const line = { productId, sku: productId, name: 'Kettle', quantity: 1, unitPriceMinor: 1, returned: 0 };
    const createdAt = `${orderedIn}-06-01T00:00:00.000Z`;
    await world.index(
      categoryEvent('sold'),
      orderEvent(`order-of-${productId}`, { state: { lines: [line], createdAt } }),
    );
    await world.refresh();
    await delay(50); // A report that demands nothing may share the snapshot of one that was asked for just before.
  };

  test.each(['STRONG', 'EVENTUAL'])('are an error with a code while one is late: %s', async (consistency) => {
    await order(2028, 'never');
    const headers = { 'x-consistency-budget-ms': '30', 'x-consistency': consistency };
    const { errors } = await ask(query.url, report(2028), {}, headers);
    expect(errors).toMatchObject([{ extensions: { code: 'READ_MODEL_BEHIND', stream: 'product-never' } }]);
  });

  test('are waited for', async () => {
    await order(2029, 'soon');
    const answer = ask(query.url, report(2029));
    await delay(300);
    await world.index(productEvent('soon', 1, { state: { categoryId: 'sold' } }));
    expect(await answer).toEqual({ data: { salesReport: { rows: [{ key: 'sold' }] } } });
  });
});
