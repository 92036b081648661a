import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../ops/role.ts';
import { startQuery } from './main.ts';
import { productEvent, stockEvent, vectorFor } from './test/events.ts';
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

test('a search can be old too', async () => {
  const answer = await ask(
    query.url,
    'query ($t: String) { products(asOf: $t, consistency: EVENTUAL, budgetMs: 0) { totalCount } readModel { isOld } }',
    { t: late },
  );
  expect(answer).toMatchObject({ data: { readModel: { isOld: true } } });
  expect(answer.errors).toBeUndefined();
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
