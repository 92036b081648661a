import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Role } from '../../ops/role.ts';
import { startQuery } from './main.ts';
import {
  categoryEvent,
  customerEvent,
  heartbeatEvent,
  orderEvent,
  productEvent,
  reviewEvent,
  stockEvent,
  vectorFor,
} from './test/events.ts';
import { ask, createWorld, signToken, type World } from './test/world.ts';

let world: World;
let query: Role;
beforeAll(async () => {
  world = await createWorld();
  await world.ensureIndices();
  query = await startQuery(world.config, world.log);
  await world.index(productEvent('p'), stockEvent('p', 1));
});
afterAll(async () => {
  await query.stop();
  await world.destroy();
});

const late = signToken(vectorFor(stockEvent('p', 2)));
const FIELDS = 'product(id: "p", asOf: $t, consistency: $c, budgetMs: $b) { stock { onHand } }';
const read = (variables: object, headers: Record<string, string> = {}, more = 'readModel { isOld }') =>
  ask(
    query.url,
    `query ($t: String, $c: Consistency, $b: Int) { ${more} ${FIELDS} }`,
    { ...variables },
    headers,
  );

test.each([
  ['an argument', { t: late, c: 'EVENTUAL', b: 50 }, {}],
  ['a header', { t: late }, { 'x-consistency': 'eventual', 'x-consistency-budget-ms': '50' }],
])(
  'EVENTUAL as %s takes the old answer when the budget is spent, and tells that it is old',
  async (_, variables, headers) => {
    const started = performance.now();
    expect(await read(variables, headers)).toEqual({
      data: { product: { stock: { onHand: 11 } }, readModel: { isOld: true } },
    });
    expect(performance.now() - started).toBeLessThan(1_500);
  },
);

test('EVENTUAL waits all the same, and what arrives in time is not old', async () => {
  const token = signToken(vectorFor(stockEvent('q', 2)));
  await world.index(productEvent('q'), stockEvent('q', 1));
  const answer = ask(
    query.url,
    `{ readModel { isOld } product(id: "q", asOf: "${token}", consistency: EVENTUAL) { stock { onHand } } }`,
  );
  await delay(50);
  await world.index(stockEvent('q', 2));
  expect(await answer).toEqual({ data: { product: { stock: { onHand: 12 } }, readModel: { isOld: false } } });
});

test('EVENTUAL takes the answer as old as it is after the wait, not before it', async () => {
  const token = signToken(vectorFor(productEvent('r'), stockEvent('r', 1)));
  const answer = ask(
    query.url,
    `{ readModel { isOld } product(id: "r", asOf: "${token}", consistency: EVENTUAL, budgetMs: 500) { id } }`,
  );
  await delay(50);
  await world.index(productEvent('r'));
  expect(await answer).toEqual({ data: { product: { id: 'r' }, readModel: { isOld: true } } });
});

test('a search can be old too', async () => {
  const answer = await ask(
    query.url,
    'query ($t: String) { products(asOf: $t, consistency: EVENTUAL, budgetMs: 0) { totalCount } readModel { isOld } }',
    { t: late },
  );
  expect(answer).toMatchObject({ data: { readModel: { isOld: true } } });
  expect(answer.errors).toBeUndefined();
});

/** Each query, of something that the token says is newer than it is. */
const everyQuery: Readonly<Record<string, string>> = {
  product: '(id: "p", …) { id }',
  products: '(…) { totalCount }',
  suggest: '(prefix: "p", …) { brands }',
  relatedProducts: '(id: "p", …) { similar { id } }',
  stockAlerts: '(below: 5, …) { totalCount }',
  category: '(id: "c", …) { name }',
  rootCategories: '(…) { name }',
  order: '(id: "o", …) { status }',
  orders: '(…) { totalCount }',
  customer: '(id: "u", …) { name }',
  review: '(id: "r", …) { stars }',
  reviews: '(…) { totalCount }',
  salesReport: '(from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", groupBy: COUNTRY, …) { rowCount }',
};
const lateAll = signToken(
  vectorFor(
    ...[stockEvent('p', 2), categoryEvent('c', 'C'), orderEvent('o'), customerEvent('u'), reviewEvent('r')],
  ),
);

interface Schema {
  readonly queryType: { readonly fields: { name: string; args: { name: string }[] }[] };
}

test('no query is without a token, and none is forgotten here', async () => {
  const { data } = await ask(query.url, '{ __schema { queryType { fields { name args { name } } } } }');
  const fields = (data?.['__schema'] as Schema | undefined)?.queryType.fields ?? [];
  const waiting = fields.filter(({ args }) =>
    ['asOf', 'consistency', 'budgetMs'].every((name) => args.some((arg) => arg.name === name)),
  );
  expect(waiting.map(({ name }) => name).toSorted()).toEqual(Object.keys(everyQuery).toSorted());
  const others = fields.filter((field) => !waiting.includes(field)).map(({ name }) => name);
  expect(others.toSorted()).toEqual(['_entities', '_service', 'readModel']);
});

test.each(Object.entries(everyQuery))(
  '%s is no older than its token, or says that it is',
  async (name, of) => {
    const field = (more: string) => `${name}${of.replace('…', `asOf: "${lateAll}", budgetMs: 0${more}`)}`;
    expect((await ask(query.url, `{ ${field('')} }`)).errors).toMatchObject([
      { extensions: { code: 'READ_MODEL_BEHIND' } },
    ]);
    const { errors, data } = await ask(
      query.url,
      `{ ${field(', consistency: EVENTUAL')} readModel { isOld } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ readModel: { isOld: true } });
    const headers = { 'x-consistency-token': lateAll, 'x-consistency-budget-ms': '0' };
    const plain = `${name}${of.replace('(…)', '').replace(', …', '')}`;
    expect((await ask(query.url, `{ ${plain} }`, {}, headers)).errors).toMatchObject([
      { extensions: { code: 'READ_MODEL_BEHIND' } },
    ]);
  },
);

/** What is read below a field: the query, what it must be as new as, and what is old. */
const below = [
  ['order(id: "n-o"ARGS) { lines { product { stock { onHand } } } }', stockEvent('n-p', 2)],
  ['order(id: "n-o"ARGS) { customer { name } }', { ...customerEvent('n-u'), revision: 2 }],
  ['product(id: "n-p"ARGS) { category { name } }', categoryEvent('n-c', 'C', null, 2)],
  ['product(id: "n-p"ARGS) { categoryPath { name } }', categoryEvent('n-root', 'R', null, 2)],
  ['category(id: "n-c"ARGS) { path { name } }', categoryEvent('n-root', 'R', null, 2)],
  ['category(id: "n-root"ARGS) { children { name } }', categoryEvent('n-c', 'C', null, 2)],
  [
    'customer(id: "n-u"ARGS) { orders { edges { node { lines { product { stock { onHand } } } } } } }',
    stockEvent('n-p', 2),
  ],
  ['product(id: "n-p"ARGS) { reviews { totalCount } }', reviewEvent('n-r', 2)],
  ['products(first: 1ARGS) { edges { node { reviews { totalCount } } } }', reviewEvent('n-r', 2)],
  ['order(id: "n-o"ARGS) { lines { product { reviews { totalCount } } } }', reviewEvent('n-r', 2)],
] as const;

describe.each(below)('what is demanded holds below too: %s', (text, event) => {
  const token = signToken(vectorFor(event));
  const args = (more: string) => text.replace('ARGS', more);
  beforeAll(async () => {
    const line = {
      productId: 'n-p',
      sku: 'n-p',
      name: 'Kettle',
      quantity: 1,
      unitPriceMinor: 1,
      returned: 0,
    };
    await world.index(
      categoryEvent('n-root', 'Root'),
      categoryEvent('n-c', 'Child', 'n-root'),
      customerEvent('n-u'),
      productEvent('n-p', 1, { state: { categoryId: 'n-c' } }),
      stockEvent('n-p', 1),
      reviewEvent('n-r', 1, { productId: 'n-p' }),
      orderEvent('n-o', { state: { customerId: 'n-u', lines: [line] } }),
    );
    await world.refresh();
  });
  const behind = [{ extensions: { code: 'READ_MODEL_BEHIND' } }];

  test('as an argument', async () => {
    const strong = await ask(query.url, `{ ${args(`, asOf: "${token}", budgetMs: 0`)} }`);
    expect(strong.errors).toMatchObject(behind);
    const eventual = `, asOf: "${token}", budgetMs: 0, consistency: EVENTUAL`;
    const { errors, data } = await ask(query.url, `{ ${args(eventual)} readModel { isOld } }`);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ readModel: { isOld: true } });
  });

  test('as a header', async () => {
    const headers = { 'x-consistency-token': token, 'x-consistency-budget-ms': '0' };
    expect((await ask(query.url, `{ ${args('')} }`, {}, headers)).errors).toMatchObject(behind);
  });
});

test('STRONG is the default: behind is an error, which the budget makes come sooner', async () => {
  const started = performance.now();
  const { data, errors } = await read({ t: late, b: 20 });
  expect(errors).toMatchObject([{ extensions: { code: 'READ_MODEL_BEHIND', stream: 'stock-p' } }]);
  expect(data).toMatchObject({ product: null, readModel: { isOld: false } });
  expect(performance.now() - started).toBeLessThan(1_500);
});

test('an argument counts more than a header', async () => {
  const { errors } = await read({ t: late, c: 'STRONG', b: 20 }, { 'x-consistency': 'EVENTUAL' });
  expect(errors).toHaveLength(1);
});

test('tokens may be joined', async () => {
  const both = `${signToken(vectorFor(productEvent('p')))},${late}`;
  expect((await read({ t: both, b: 0 })).errors).toMatchObject([{ extensions: { stream: 'stock-p' } }]);
});

test.each([
  ['budgetMs', { b: 5_001 }, {}],
  ['budgetMs', { b: -1 }, {}],
  ['x-consistency-budget-ms', {}, { 'x-consistency-budget-ms': 'soon' }],
  ['x-consistency', {}, { 'x-consistency': 'PERHAPS' }],
])('%s out of bounds is refused by name', async (argument, variables, headers) => {
  const { errors } = await read(variables, headers, '__typename');
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
});

const readModel = async () => {
  const { data } = await ask(query.url, '{ readModel { currentThrough behindMs } }');
  return data!['readModel'] as unknown as { currentThrough: string | null; behindMs: number | null };
};

test('the read model tells how old it is once the first heartbeat has arrived', async () => {
  expect(await readModel()).toEqual({ currentThrough: null, behindMs: null });
  const time = Date.now() - 5_000;
  await world.index(heartbeatEvent(time));
  const { currentThrough, behindMs } = await readModel();
  expect(currentThrough).toBe(new Date(time).toISOString());
  expect(behindMs).toBeGreaterThanOrEqual(5_000);
});

test.each([3_600_000, -3_600_000])('and so it does though its clock is %d ms off', async (offset) => {
  await world.index(heartbeatEvent(Date.now() - 5_000));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offset });
  onTestFinished(() => void vi.useRealTimers());
  const { behindMs } = await readModel();
  expect(behindMs).toBeGreaterThanOrEqual(4_900);
  expect(behindMs).toBeLessThan(600_000);
});
