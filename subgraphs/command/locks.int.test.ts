import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { MAX_LEVELS } from './domain/category.ts';
import { type Answer, openShop, type Shop } from './test/shop.ts';

// A command locks what it decides on before it looks at it. Each of these meets a transaction that has changed that
// row and not committed yet: it must wait, and decide on what it is told then. The keys and ranges of the schema would
// stop most of what a forgotten lock lets through, but as a fault after many tries, and not all of it.

let shop: Shop;
beforeAll(async () => void (shop = await openShop()));
afterAll(() => shop.close());

const price = { amountMinor: 5, currency: 'EUR' };
const id = async (answer: Promise<Answer>): Promise<string> => (await answer).id!;
const define = (name: string, parentId?: string) => id(shop.send('defineCategory', { name, parentId }));
const register = (email: string) =>
  id(shop.send('registerCustomer', { email, name: 'A', address: { city: 'Bonn', country: 'DE' } }));
async function review(sku: string, email: string): Promise<{ reviewId: string; productId: string }> {
  const [customerId, productId] = [await register(email), await shop.sell(sku)];
  return { productId, reviewId: await id(shop.send('submitReview', { customerId, productId, stars: 1 })) };
}

/** What the other transaction has changed, and the command that meets it. */
interface Meeting {
  readonly change: [sql: string, ...values: unknown[]];
  readonly command: () => Promise<Answer>;
}
const meetings: [what: string, prepare: () => Promise<Meeting>, found: object | (() => Promise<void>)][] = [
  ...(['payOrder', 'cancelOrder'] as const).map((name): (typeof meetings)[number] => [
    `${name} the order`,
    async () => {
      await shop.sell(name, 5);
      const orderId = await id(shop.order(name, 1));
      return {
        change: ["UPDATE orders SET status = 'DELIVERED' WHERE id = ?", orderId],
        command: () => shop.send(name, { orderId }),
      };
    },
    { userErrors: [{ code: 'WRONG_STATE', state: 'DELIVERED' }] },
  ]),
  [
    'createOrder the stock',
    async () => ({
      change: ['UPDATE stock SET on_hand = 2 WHERE product_id = ?', await shop.sell('ordered', 5)],
      command: () => shop.order('ordered', 3),
    }),
    { userErrors: [{ code: 'INSUFFICIENT_STOCK', available: 2 }] },
  ],
  [
    'createOrder the product',
    async () => ({
      change: ["UPDATE product SET status = 'UNPUBLISHED' WHERE id = ?", await shop.sell('hidden', 5)],
      command: () => shop.order('hidden', 1),
    }),
    { userErrors: [{ code: 'PRODUCT_NOT_PUBLISHED' }] },
  ],
  [
    'createOrder the customer',
    async () => {
      await shop.sell('moved', 5);
      const customerId = await register('moved@shop.example');
      return {
        change: ["UPDATE customer SET address = JSON_SET(address, '$.city', 'Ulm') WHERE id = ?", customerId],
        command: () => shop.order('moved', 1, { customerId }),
      };
    },
    async () => {
      const [order] = await shop.sql(
        "SELECT shipping_address->>'$.city' AS city FROM orders WHERE customer_id IS NOT NULL",
      );
      expect(order).toEqual({ city: 'Ulm' });
    },
  ],
  [
    'updateProductStock the stock',
    async () => ({
      change: ['UPDATE stock SET reserved = 4 WHERE product_id = ?', await shop.sell('counted', 5)],
      command: () => shop.send('updateProductStock', { sku: 'counted', set: 3 }),
    }),
    { userErrors: [{ code: 'STOCK_BELOW_RESERVED' }] },
  ],
  [
    'changeProductPrice the product',
    async () => {
      const productId = await shop.sell('over');
      return {
        change: ["UPDATE product SET status = 'DISCONTINUED' WHERE id = ?", productId],
        command: () => shop.send('changeProductPrice', { productId, price }),
      };
    },
    { userErrors: [{ code: 'WRONG_STATE', state: 'DISCONTINUED' }] },
  ],
  [
    'renameCategory the category',
    async () => {
      const categoryId = await define('a');
      const expectedRevision = 'category@0.1';
      return {
        change: ['UPDATE category SET revision = 2 WHERE id = ?', categoryId],
        command: () => shop.send('renameCategory', { categoryId, expectedRevision, name: 'b' }),
      };
    },
    { userErrors: [{ code: 'STALE_REVISION', current: 'category@0.2' }] },
  ],
  [
    // Two moves that share no row: each puts its tree below a child of the other's.
    'moveCategory the forest',
    async () => {
      const [a, b] = [await define('a'), await define('b')];
      const [childOfA, childOfB] = [await define('child of a', a), await define('child of b', b)];
      return {
        change: [
          'SELECT one FROM category_forest FOR UPDATE; UPDATE category SET parent_id = ? WHERE id = ?',
          childOfB,
          a,
        ],
        command: () => shop.send('moveCategory', { categoryId: b, parentId: childOfA }),
      };
    },
    { userErrors: [{ code: 'CATEGORY_CYCLE' }] },
  ],
  [
    // The parent is moved to the last level that there is.
    'defineCategory the forest',
    async () => {
      let deepest = await define('root');
      for (let level = 2; level < MAX_LEVELS; level += 1) deepest = await define(`level ${level}`, deepest);
      const parentId = await define('parent');
      return {
        change: [
          'SELECT one FROM category_forest FOR UPDATE; UPDATE category SET parent_id = ? WHERE id = ?',
          deepest,
          parentId,
        ],
        command: () => shop.send('defineCategory', { name: 'too deep', parentId }),
      };
    },
    { userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'parentId'] }] },
  ],
  [
    'changeCustomerAddress the customer',
    async () => {
      const customerId = await register('address@shop.example');
      const input = { customerId, expectedRevision: 'customer@0.1', address: { country: 'FR' } };
      return {
        change: ['UPDATE customer SET revision = 2 WHERE id = ?', customerId],
        command: () => shop.send('changeCustomerAddress', input),
      };
    },
    { userErrors: [{ code: 'STALE_REVISION', current: 'customer@0.2' }] },
  ],
  [
    'moderateReview the review',
    async () => {
      const { reviewId } = await review('judged', 'judged@shop.example');
      return {
        change: ["UPDATE review SET status = 'APPROVED' WHERE id = ?", reviewId],
        command: () => shop.send('moderateReview', { reviewId, decision: 'APPROVE' }),
      };
    },
    { entity: { revision: 'review@0.1' } },
  ],
  [
    'moderateReview the rating',
    async () => {
      const { reviewId, productId } = await review('rated', 'rated@shop.example');
      return {
        change: [
          'UPDATE rating SET stars_5 = 5, review_count = 5, star_sum = 25 WHERE product_id = ?',
          productId,
        ],
        command: () => shop.send('moderateReview', { reviewId, decision: 'APPROVE' }),
      };
    },
    async () => {
      const ratings = await shop.sql('SELECT review_count, star_sum, stars_1, stars_5 FROM rating');
      expect(ratings).toContainEqual({ review_count: 6, star_sum: 26, stars_1: 1, stars_5: 5 });
    },
  ],
];

test.each(meetings)('%s: waits for it, and decides on what it is then', async (_, prepare, found) => {
  const { change, command } = await prepare();
  const [sql, ...values] = change;
  const other = await shop.begin();
  await other.query(sql, values);
  const waitedBefore = await shop.waiting();
  let ended = false;
  const answer = command().finally(() => (ended = true));
  await vi.waitFor(
    async () => {
      const waits = (await shop.waiting()).some((id) => !waitedBefore.includes(id));
      expect(waits || ended).toBe(true);
    },
    { timeout: 10_000, interval: 50 },
  );
  await other.commit();
  other.release();
  if (typeof found === 'function') {
    expect(await answer).toMatchObject({ userErrors: [] });
    await found();
  } else expect(await answer).toMatchObject(found);
});

test('a command whose key was used before locks nothing, and waits for nobody', async () => {
  const productId = await shop.sell('again', 5);
  await shop.order('again', 1, { idempotencyKey: 'again' });
  const other = await shop.begin();
  await other.query('SELECT 1 FROM stock WHERE product_id = ? FOR UPDATE', [productId]);
  const answer = await shop.order(
    'again',
    1,
    { idempotencyKey: 'again' },
    { deadline: performance.now() + 2_000 },
  );
  expect(answer).toMatchObject({ replayed: true, userErrors: [] });
  await other.rollback();
  other.release();
});

/** Sees every query of every connection. */
async function spyOnQueries() {
  const connection = await shop.pool.getConnection();
  connection.release();
  return vi.spyOn(Object.getPrototypeOf(Object.getPrototypeOf(connection)) as typeof connection, 'query');
}

test('orders of the same products in opposite order never meet in a deadlock', async () => {
  // To a collation that ignores case these are four, in any order.
  const skus = [0, 1, 2, 3].flatMap((i) => [`crossed ${i}`, `CROSSED ${i}`]);
  for (const sku of skus.toReversed()) await shop.sell(sku, 1_000);
  // InnoDB's own count leaves out those that end whoever closes the circle.
  const query = await spyOnQueries();
  const line = (sku: string) => ({ sku, quantity: 1 });
  await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      shop.send('createOrder', { lines: (i % 2 === 0 ? skus : skus.toReversed()).map(line) }),
    ),
  );
  const results = await Promise.allSettled(query.mock.results.map(({ value }) => value as Promise<unknown>));
  query.mockRestore();
  const failed = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []));
  expect(failed).toEqual([]);
  expect(await shop.stockOf('crossed 0')).toMatchObject({ reserved: 60 });
});

test('what a command loads goes with its key, and what it writes with the COMMIT: an order takes two round trips', async () => {
  await shop.sell('counted twice', 5);
  const customerId = await register('counted@shop.example');
  const query = await spyOnQueries();
  await shop.order('counted twice', 1, { customerId, externalReference: 'counted' });
  expect(query).toHaveBeenCalledTimes(2);
  query.mockRestore();
});
