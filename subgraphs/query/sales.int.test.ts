import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../ops/role.ts';
import type { Query, SalesFigures } from '../../schema/generated/query.ts';
import { createTokens } from '../../schema/token.ts';
import { createContext, createShared } from './context.ts';
import { aliasName } from './documents/names.ts';
import type { Document } from './indexer/projections/document.ts';
import { recomputeInsights } from './indexer/insights/recompute.ts';
import { startQuery } from './main.ts';
import type { Write } from './indexer/sink.ts';
import { reportSales } from './resolvers/sales.ts';
import { categoryEvent, customerEvent, orderEvent, productEvent, vectorFor } from './test/events.ts';
import { createLanes, createWriteEverywhere } from './indexer/lanes.ts';
import { ask, createWorld, signToken, type World } from './test/world.ts';

/** What the queries below ask for. */
type Shown = { readonly [F in keyof Query]-?: NonNullable<Query[F]> };
type OrderState = ReturnType<typeof orderEvent>['state'];

const line = (productId: string, quantity: number, unitPriceMinor: number, returned = 0) => ({
  ...{ productId, sku: `SKU-${productId}`, name: `then ${productId}`, quantity, unitPriceMinor, returned },
});
const address = (country: string) => ({
  recipient: null,
  street: null,
  postalCode: null,
  city: null,
  country,
});
const order = (id: string, day: string, lines: OrderState['lines'], state: Partial<OrderState> = {}) => {
  const amountMinor = lines.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0);
  return orderEvent(id, {
    state: {
      createdAt: `2026-${day}T10:00:00.000Z`,
      total: { amountMinor, currency: 'GBP' },
      lines,
      ...state,
    },
  });
};
const orders = [
  order('o1', '03-01', [line('tea', 2, 150), line('mug', 1, 899)], { shippingAddress: address('France') }),
  order('o2', '03-01', [line('tea', 10, 149), line('tea', 1, 150)], {
    customerId: 'c2',
    shippingAddress: address('France'),
  }),
  order('o3', '03-02', [line('mug', 3, 899, 1), line('tea', 1, 150)], { status: 'DELIVERED' }),
  order('o4', '03-03', [line('pot', 1, 2 ** 52)], { status: 'CANCELLED', shippingAddress: address('Spain') }),
  order('o5', '03-04', [line('pot', 1, 500)], { total: { amountMinor: 500, currency: 'EUR' } }),
];

describe('orders and reports', () => {
  let world: World;
  let query: Role;
  beforeAll(async () => {
    world = await createWorld();
    await world.ensureIndices();
    await world.index(
      ...orders,
      customerEvent('c1'),
      customerEvent('c2'),
      categoryEvent('kitchen', 'Kitchen'),
      productEvent('tea', 1, { state: { name: 'Tea', categoryId: 'kitchen' } }),
      productEvent('mug', 1, { state: { name: 'Mug', categoryId: 'kitchen' } }),
      productEvent('pot', 1, { state: { name: 'Pot', status: 'DISCONTINUED' } }),
    );
    await world.refresh();
    query = await startQuery(world.config, world.log);
  });
  afterAll(async () => {
    await query.stop();
    await world.destroy();
  });

  const write: Write = (patches) =>
    createWriteEverywhere(createLanes(world.client, world.namespace))(patches);
  const recompute = (at: string, by = write, stop?: AbortSignal) =>
    recomputeInsights(world.client, world.namespace, new Date(at), by, stop);
  const answer = async (fields: string): Promise<Shown> => {
    const { data, errors } = await ask(query.url, `{ ${fields} }`);
    expect(errors).toBeUndefined();
    return data as Shown;
  };

  it.each([
    ['', ['o5', 'o4', 'o3', 'o1', 'o2']],
    ['sort: OLDEST', ['o1', 'o2', 'o3', 'o4', 'o5']],
    ['sort: TOTAL_DESC', ['o4', 'o3', 'o2', 'o1', 'o5']],
    ['filter: { customerId: "c2" }', ['o2']],
    ['filter: { statuses: [CANCELLED, DELIVERED] }', ['o4', 'o3']],
    ['filter: { productId: "mug" }', ['o3', 'o1']],
    ['filter: { from: "2026-03-02T10:00:00.000Z", to: "2026-03-04T10:00:00.000Z" }', ['o4', 'o3']],
    ['filter: { from: "2026-03-02T12:00:00+02:00", to: "2026-03-02T12:00:00.001+02:00" }', ['o3']],
    ['first: 2', ['o5', 'o4']],
    ['last: 2', ['o1', 'o2']],
  ])('lists orders: %s', async (args, ids) => {
    const { orders: found } = await answer(`orders${args && `(${args})`} { edges { node { id } } }`);
    expect(found.edges.map(({ node }) => node.id)).toEqual(ids);
  });

  it('shows what was ordered as it was then, and the product as it is now, sold or not', async () => {
    const { order: shown } = await answer(
      'order(id: "o4") { customer { name } lines { name product { name status } } }',
    );
    expect(shown).toEqual({
      customer: { name: 'Customer c1' },
      lines: [{ name: 'then pot', product: { name: 'Pot', status: 'DISCONTINUED' } }],
    });
  });

  it('pages through the orders of a customer', async () => {
    const { customer } = await answer(
      'customer(id: "c1") { email orders(first: 1) { totalCount edges { node { id } } pageInfo { endCursor } } }',
    );
    expect(customer).toMatchObject({
      email: 'c1@example.org',
      orders: { totalCount: 4, edges: [{ node: { id: 'o5' } }] },
    });
    const { customer: next } = await answer(
      `customer(id: "c1") { orders(first: 1, after: "${customer.orders.pageInfo.endCursor}") { edges { node { id } } } }`,
    );
    expect(next.orders.edges).toEqual([{ node: { id: 'o4' } }]);
  });

  it('shows an order at once with its token', async () => {
    const event = order('late', '01-01', [line('tea', 1, 1)], { customerId: 'c9' });
    await world.index(event);
    const { orders: found } = await answer(
      `orders(filter: { customerId: "c9" }, asOf: "${signToken(vectorFor(event))}") { totalCount }`,
    );
    expect(found.totalCount).toBe(1);
  });

  const report = async (groupBy: string, more = '') =>
    (
      await answer(`salesReport(from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z", groupBy: ${groupBy} ${more}) { rowCount
        totals { ...f } rows { key label figures { ...f } } } } fragment f on SalesFigures {
        orders units cancellations cancelledUnits revenue { amountMinor currency } cancelledRevenue { amountMinor }`)
    ).salesReport;
  const flat = (figures: SalesFigures) => [
    ...[figures.orders, figures.units, figures.revenue.amountMinor, figures.revenue.currency],
    ...[figures.cancellations, figures.cancelledUnits, figures.cancelledRevenue.amountMinor],
  ];
  const rows = async (groupBy: string, more?: string) =>
    (await report(groupBy, more)).rows.map((row) => [row.key, row.label, ...flat(row.figures)]);

  it('reports totals for each currency, to the last minor unit', async () => {
    const { totals } = await report('DAY');
    expect(totals.map(flat)).toEqual([
      [1, 1, 500, 'EUR', 0, 0, 0],
      [4, 19, 1_199 + 1_640 + 2_847 + 2 ** 52, 'GBP', 1, 2, 899 + 2 ** 52],
    ]);
  });

  it('reports by day, country, product and category', async () => {
    expect(await rows('DAY')).toEqual([
      ['2026-03-01', '2026-03-01', 2, 14, 2_839, 'GBP', 0, 0, 0],
      ['2026-03-02', '2026-03-02', 1, 4, 2_847, 'GBP', 0, 1, 899],
      ['2026-03-03', '2026-03-03', 1, 1, 2 ** 52, 'GBP', 1, 1, 2 ** 52],
      ['2026-03-04', '2026-03-04', 1, 1, 500, 'EUR', 0, 0, 0],
    ]);
    expect(await rows('COUNTRY')).toEqual([
      ['Spain', 'Spain', 1, 1, 2 ** 52, 'GBP', 1, 1, 2 ** 52],
      [null, null, 1, 4, 2_847, 'GBP', 0, 1, 899],
      ['France', 'France', 2, 14, 2_839, 'GBP', 0, 0, 0],
      [null, null, 1, 1, 500, 'EUR', 0, 0, 0],
    ]);
    expect(await rows('PRODUCT')).toEqual([
      ['pot', 'Pot', 1, 1, 2 ** 52, 'GBP', 1, 1, 2 ** 52],
      ['mug', 'Mug', 2, 4, 3_596, 'GBP', 0, 1, 899],
      ['tea', 'Tea', 3, 14, 2_090, 'GBP', 0, 0, 0],
      ['pot', 'Pot', 1, 1, 500, 'EUR', 0, 0, 0],
    ]);
    // An order of tea and a mug is one order of the kitchen.
    expect(await rows('CATEGORY')).toEqual([
      [null, null, 1, 1, 2 ** 52, 'GBP', 1, 1, 2 ** 52],
      ['kitchen', 'Kitchen', 3, 18, 5_686, 'GBP', 0, 1, 899],
      [null, null, 1, 1, 500, 'EUR', 0, 0, 0],
    ]);
  });

  it('cuts off after the top, and tells how many there are', async () => {
    const { rowCount, rows: top } = await report('PRODUCT', 'top: 1');
    expect([rowCount, top.length, top[0]?.key]).toEqual([4, 1, 'pot']);
  });

  it('reports one moment, whatever is ordered meanwhile', async () => {
    const soup = (id: string) => order(id, '01-20', [line('soup', 1, 100)]);
    await world.index(soup('soup1'), productEvent('soup', 1, { state: { status: 'DRAFT' } }));
    await world.refresh();
    const context = createContext(createShared(world.client, world.namespace, createTokens(['secret'])), {
      ...{ freshness: {}, patienceMs: Infinity, over: new AbortController().signal, imagesUrl: '' },
    });
    // The products are looked up between the searches for their sales and for the orders of their category.
    const readCategoryIds: typeof context.readCategoryIds = async (ids) => {
      await world.index(soup('soup2'));
      await world.refresh();
      return await context.readCategoryIds(ids);
    };
    const args = { from: '2026-01-20T00:00:00Z', to: '2026-01-21T00:00:00Z', groupBy: 'CATEGORY' } as const;
    const place = { path: { prev: undefined, key: 'salesReport', typename: 'Query' } };
    const { rows: told } = await reportSales(args, { ...context, readCategoryIds }, place);
    expect(told.map(({ figures }) => figures)).toMatchObject([{ orders: 1, units: 1 }]);
  });

  it('refuses to tell a sum beyond 2^53 - 1 rather than rounding it', async () => {
    const huge = ['h1', 'h2', 'h3'].map((id) => order(id, '05-01', [line('pot', 1, 2 ** 52)]));
    await world.index(...huge);
    await world.refresh();
    const { errors } = await ask(
      query.url,
      '{ salesReport(from: "2026-05-01T00:00:00Z", to: "2026-06-01T00:00:00Z", groupBy: DAY) { rowCount } }',
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'to' });
  });

  it('has not worked out what the engine did not take', async () => {
    const cause = new Error('overloaded');
    const fail: Write = async (patches) => patches.map(() => ({ kind: 'later', cause }));
    await expect(recompute('2026-07-01T00:00:00Z', fail)).rejects.toThrow('overloaded');
  });

  it('works out from the orders what is popular and bought together, and again the same', async () => {
    expect(await recompute('2026-07-01T00:00:00Z')).toBeGreaterThan(0);
    expect(await recompute('2026-07-01T00:00:00.001Z')).toBe(0);
    await world.refresh();
    const { products, relatedProducts } = await answer(
      'products(sort: POPULARITY) { edges { node { id } } } relatedProducts(id: "tea") { boughtTogether { id } similar { id } }',
    );
    expect(products.edges.map(({ node }) => node.id)).toEqual(['tea', 'mug']);
    expect(relatedProducts.boughtTogether).toEqual([{ id: 'mug' }]);
    const { relatedProducts: unsold } = await answer('relatedProducts(id: "pot") { similar { id } }');
    expect(unsold).toBeNull();
  });

  it('shows nothing as bought together that is not sold any more', async () => {
    const bought = async () =>
      (await answer('relatedProducts(id: "tea") { boughtTogether { id } }')).relatedProducts.boughtTogether;
    expect(await bought()).toEqual([{ id: 'mug' }]);
    const mug = { name: 'Mug', categoryId: 'kitchen' };
    await world.index(productEvent('mug', 2, { state: { ...mug, status: 'UNPUBLISHED' } }));
    expect(await bought()).toEqual([]);
    await world.index(productEvent('mug', 3, { state: mug }));
  });

  it('works out what was bought together from orders, not from their lines', async () => {
    await world.index(order('twice', '05-02', [line('cup', 1, 100), line('lid', 1, 10), line('lid', 2, 5)]));
    await world.refresh();
    await recompute('2026-07-02T00:00:00Z');
    const cup = { index: aliasName(world.namespace, 'insights'), id: 'cup' };
    const stored = await world.client.get<Document>(cup);
    expect(stored._source?.insight?.boughtTogether).toEqual([]);
  });

  it('corrects what an indexer wrote whose clock was ahead', async () => {
    const now = '2026-07-01T00:00:00Z';
    const tea = { index: aliasName(world.namespace, 'insights'), id: 'tea' };
    const stored = async () => (await world.client.get<Document>(tea))._source?.insight;
    await recompute(now);
    const right = await stored();
    const revision = Date.parse(now) + 3_600_000;
    await world.client.update({ ...tea, doc: { insight: { units: 99, revision } } });
    expect(await recompute(now)).toBe(1);
    expect(await stored()).toEqual({ ...right, revision: revision + 1 });
  });

  it('takes what is not sold any more for no more popular than what never was', async () => {
    await world.index(order('winter', '12-01', [line('pot', 1, 500)]), productEvent('new'));
    await world.refresh();
    await recompute('2026-12-02T00:00:00Z');
    await world.refresh();
    const { products } = await answer('products(sort: POPULARITY) { edges { node { id } } }');
    expect(products.edges.map(({ node }) => node.id)).toEqual(['mug', 'new', 'tea']);
  });

  it('stops between two writes of what it worked out', async () => {
    // What was sold once and is not any more is written too.
    const sold = Array.from({ length: 501 }, (_, i) => `once${i}`);
    await world.client.bulk({
      index: aliasName(world.namespace, 'insights'),
      operations: sold.flatMap((id) => [{ index: { _id: id } }, { insight: { id } }]),
      refresh: true,
    });
    const stop = new AbortController();
    let writes = 0;
    const once = () => {
      writes++;
      stop.abort();
      return Promise.resolve([]);
    };
    await expect(recompute('2026-07-03T00:00:00Z', once, stop.signal)).rejects.toThrow('aborted');
    expect(writes).toBe(1);
  });

  it.each([
    [
      'from',
      'salesReport(from: "2026-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z", groupBy: DAY) { rowCount }',
    ],
    [
      'to',
      'salesReport(from: "1000-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z", groupBy: DAY) { rowCount }',
    ],
    ['from', 'salesReport(from: "yesterday", to: "2026-01-01T00:00:00Z", groupBy: DAY) { rowCount }'],
    [
      'top',
      'salesReport(from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", groupBy: DAY, top: 0) { rowCount }',
    ],
    ['filter.from', 'orders(filter: { from: "nonsense" }) { totalCount }'],
    ['filter.from', 'orders(filter: { from: { a: 1 } }) { totalCount }'],
    [
      'filter.from',
      'orders(filter: { from: "2026-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }) { totalCount }',
    ],
    ['filter.customerId', `orders(filter: { customerId: "${'x'.repeat(40_000)}" }) { totalCount }`],
    ['filter.productId', `orders(filter: { productId: "${'x'.repeat(40_000)}" }) { totalCount }`],
    ['first', 'orders(first: 101) { totalCount }'],
    ['after', 'orders(after: "nonsense") { totalCount }'],
  ])('names %s when it is wrong (%#)', async (argument, fields) => {
    const { errors } = await ask(query.url, `{ ${fields} }`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  });
});
