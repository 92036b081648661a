import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfig } from '../../ops/config.ts';
import { startCommand } from './main.ts';
import { purgeKeys } from './mysql/idempotency.ts';
import { type Answer, audit, openShop, type Shop } from './test/shop.ts';

let shop: Shop;
beforeAll(async () => void (shop = await openShop()));
afterAll(async () => {
  await audit(shop);
  await shop.close();
});

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const codes = ({ userErrors }: Pick<Answer, 'userErrors'>) => userErrors.map(({ code }) => code);
const done = async (answer: Promise<Answer>): Promise<Answer & { id: string }> => {
  const { id, ...rest } = await answer;
  expect(rest.userErrors).toEqual([]);
  return { ...rest, id: id! };
};
/** How many of many at once were done. */
const winners = async (attempts: readonly Promise<Answer>[]) =>
  (await Promise.all(attempts)).filter(({ userErrors }) => userErrors.length === 0).length;
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

const address = (city: string) => ({ city, country: 'DE' });
const register = (email: string, more: object = {}) =>
  shop.send('registerCustomer', { email, name: 'A', address: address('Bonn'), ...more });

/** An order of this many units, brought to a state. */
async function orderIn(state: 'PLACED' | 'PAID' | 'SHIPPED' | 'DELIVERED', sku: string, quantity: number) {
  const { id: orderId } = await done(shop.order(sku, quantity));
  const steps = ['payOrder', 'shipOrder', 'deliverOrder'] as const;
  for (const step of steps.slice(0, ['PLACED', 'PAID', 'SHIPPED', 'DELIVERED'].indexOf(state))) {
    await done(shop.send(step, { orderId }));
  }
  return orderId;
}

test('a product that has grown as far as it may is priced, published and discontinued', async () => {
  const noise = (length: number) => randomBytes(length).toString('base64url').slice(0, length);
  const attributes = many(10, (i) => ({ name: `a${i}`, value: noise(10_000) }));
  const { id: productId } = await done(shop.send('registerProduct', { sku: 'grown', name: 'x', attributes }));
  const hanzi = (length: number) =>
    String.fromCharCode(...many(length, () => 0x4e00 + Math.random() * 20_000));
  for (let length = 1_900; length >= 4;) {
    const image = { url: `https://shop.example/${noise(length)}`, alt: hanzi(length / 2) };
    const { userErrors } = await shop.send('addProductImage', { productId, image });
    if (userErrors.length === 0) continue;
    expect(userErrors[0]!.message).toContain('too large to be published');
    length = Math.floor(length / 2);
  }
  const traced = {
    traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
  };
  const { id: categoryId } = await done(shop.send('defineCategory', { name: 'large' }));
  await done(shop.send('changeProductPrice', { productId, price: EUR(123_456_789) }, traced));
  await done(shop.send('categorizeProduct', { productId, categoryId }, traced));
  await done(shop.send('publishProduct', { productId }, traced));
  await done(shop.send('discontinueProduct', { productId }, traced));
});

describe('the life of an order, as MySQL has it', () => {
  test('from placed to returned: stock, money and ledger follow', async () => {
    await shop.sell('life', 10);
    const orderId = await orderIn('PLACED', 'life', 4);
    expect(await shop.stockOf('life')).toMatchObject({ onHand: 10, reserved: 4 });
    await done(shop.send('payOrder', { orderId, amount: EUR(4 * 1_999) }));
    await done(shop.send('shipOrder', { orderId, trackingNumber: 'T-1' }));
    expect(await shop.stockOf('life')).toMatchObject({ onHand: 6, reserved: 0 });
    await done(shop.send('deliverOrder', { orderId }));
    const back = (quantity: number) =>
      shop.send('returnOrderItems', { orderId, items: [{ sku: 'life', quantity }] });
    await done(back(3));
    expect(codes(await back(2))).toEqual(['RETURN_EXCEEDS_DELIVERED']);
    await done(back(1));
    expect(await shop.stockOf('life')).toMatchObject({ onHand: 10, reserved: 0 });
    expect(
      await shop.sql('SELECT status, paid_minor, refunded_minor FROM orders WHERE id = ?', [orderId]),
    ).toEqual([{ status: 'RETURNED', paid_minor: 7_996, refunded_minor: 7_996 }]);
  });

  test('a cancelled order gives its stock back once, however many cancel it', async () => {
    await shop.sell('cancelled', 10);
    const orderId = await orderIn('PAID', 'cancelled', 7);
    expect(await winners(many(8, () => shop.send('cancelOrder', { orderId })))).toBe(1);
    expect(await shop.stockOf('cancelled')).toMatchObject({ onHand: 10, reserved: 0 });
  });

  test('one of cancelling and shipping wins', async () => {
    await shop.sell('race', 10);
    const orderId = await orderIn('PAID', 'race', 2);
    const race = [shop.send('cancelOrder', { orderId }), shop.send('shipOrder', { orderId })];
    expect(await winners(race)).toBe(1);
  });

  test('many returns at once take back no more than was delivered', async () => {
    await shop.sell('returned', 10);
    const orderId = await orderIn('DELIVERED', 'returned', 5);
    const back = () => shop.send('returnOrderItems', { orderId, items: [{ sku: 'returned', quantity: 2 }] });
    expect(await winners(many(6, back))).toBe(2);
    expect(await shop.stockOf('returned')).toMatchObject({ onHand: 9, reserved: 0 });
  });

  test('a return and a movement with an external reference happen once, however often they are sent', async () => {
    const id = await shop.sell('referenced', 10);
    const orderId = await orderIn('DELIVERED', 'referenced', 5);
    const back = () =>
      shop.send('returnOrderItems', {
        orderId,
        externalReference: 'C1',
        items: [{ sku: 'referenced', quantity: 1 }],
      });
    expect(await winners(many(4, back))).toBe(1);
    expect((await back()).userErrors).toMatchObject([
      { code: 'DUPLICATE_EXTERNAL_REFERENCE', existingId: orderId },
    ]);
    const move = () =>
      shop.send('updateProductStock', { sku: 'referenced', delta: 1, externalReference: 'M1' });
    expect(await winners(many(4, move))).toBe(1);
    expect((await move()).userErrors).toMatchObject([
      { code: 'DUPLICATE_EXTERNAL_REFERENCE', existingId: id },
    ]);
    expect(await shop.stockOf('referenced')).toMatchObject({ onHand: 7 });
  });

  test('a discontinued product is not ordered any more, and its orders are fulfilled', async () => {
    const productId = await shop.sell('over', 5);
    const orderId = await orderIn('PAID', 'over', 1);
    await done(shop.send('discontinueProduct', { productId }));
    expect(codes(await shop.order('over', 1))).toEqual(['PRODUCT_NOT_PUBLISHED']);
    await done(shop.send('shipOrder', { orderId }));
    await done(shop.send('deliverOrder', { orderId }));
    await done(shop.send('returnOrderItems', { orderId, items: [{ sku: 'over', quantity: 1 }] }));
  });

  test('lines keep the price, and the order the address, of their moment', async () => {
    const productId = await shop.sell('moment', 5);
    const { id: customerId } = await done(register('moment@shop.example'));
    const { id } = await done(shop.order('moment', 1, { customerId }));
    await done(shop.send('changeProductPrice', { productId, price: EUR(1) }));
    await done(shop.send('changeProductDetails', { productId, name: 'renamed' }));
    await done(shop.send('changeCustomerAddress', { customerId, address: address('Ulm') }));
    await done(shop.send('payOrder', { orderId: id }));
    const [event] = await shop.sql<{ state: { shippingAddress: object; lines: object[]; status: string } }>(
      "SELECT state FROM events WHERE kind = 'order' AND id = ? AND revision = 2",
      [id],
    );
    expect(event!.state).toMatchObject({
      status: 'PAID',
      shippingAddress: { city: 'Bonn' },
      lines: [{ name: 'moment', unitPriceMinor: 1_999 }],
    });
  });
});

test('a million units at a price beyond 32 bits are sold, paid, and given back to the penny', async () => {
  const price = { amountMinor: 5_000_000_001, currency: 'JPY' };
  await shop.sell('million', 1_000_000, { price });
  const orderId = await orderIn('DELIVERED', 'million', 1_000_000);
  const total = '5000000001000000';
  const rows = () =>
    shop.sql(
      `SELECT CAST(total_minor AS CHAR) AS total, CAST(paid_minor AS CHAR) AS paid, CAST(refunded_minor AS CHAR) AS refunded,
       currency FROM orders WHERE id = ?`,
      [orderId],
    );
  expect(await rows()).toEqual([{ total, paid: total, refunded: '0', currency: 'JPY' }]);
  await done(shop.send('returnOrderItems', { orderId, items: [{ sku: 'million', quantity: 1_000_000 }] }));
  expect(await rows()).toEqual([{ total, paid: total, refunded: total, currency: 'JPY' }]);
  expect(await shop.stockOf('million')).toMatchObject({ onHand: 1_000_000, reserved: 0 });
});

describe('customers and reviews', () => {
  test('an e-mail address is one customer, in any case of its letters and however many register at once', async () => {
    expect(await winners(many(8, (i) => register(i % 2 ? 'Ann@Shop.example' : 'ann@shop.EXAMPLE')))).toBe(1);
    expect(codes(await register('ANN@SHOP.EXAMPLE'))).toEqual(['DUPLICATE_EMAIL']);
  });

  test('a product is reviewed once by a customer, and its rating counts what is approved', async () => {
    const productId = await shop.sell('reviewed');
    const reviewers = await Promise.all(many(6, (i) => done(register(`r${i}@shop.example`))));
    const submit = (customerId: string, stars: number) =>
      shop.send('submitReview', { customerId, productId, stars });
    expect(await winners(many(5, () => submit(reviewers[0]!.id, 5)))).toBe(1);
    const reviews = await Promise.all(reviewers.slice(1).map(({ id }, i) => done(submit(id, i + 1))));
    await Promise.all(
      reviews.map(({ id }) => done(shop.send('moderateReview', { reviewId: id, decision: 'APPROVE' }))),
    );
    await done(shop.send('moderateReview', { reviewId: reviews[0]!.id, decision: 'REJECT' }));
    const [rating] = await shop.sql(
      'SELECT review_count, star_sum, stars_1, stars_5 FROM rating WHERE product_id = ?',
      [productId],
    );
    expect(rating).toEqual({ review_count: 4, star_sum: 14, stars_1: 0, stars_5: 1 });
  });
});

describe('categories', () => {
  const define = async (name: string, parentId?: string) =>
    (await done(shop.send('defineCategory', { name, parentId }))).id;

  test('never make a cycle, though two moves at once would', async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = [await define('a'), await define('b')];
      const moves = [
        shop.send('moveCategory', { categoryId: a, parentId: b }),
        shop.send('moveCategory', { categoryId: b, parentId: a }),
      ];
      expect(await winners(moves)).toBe(1);
    }
    const child = await define('child', await define('root'));
    expect(codes(await shop.send('moveCategory', { categoryId: child, parentId: child }))).toEqual([
      'CATEGORY_CYCLE',
    ]);
  });

  test('stand at most 50 levels deep, with all that moves along', async () => {
    const chain = async (levels: number) => {
      const ids = [await define('root')];
      while (ids.length < levels) ids.push(await define(`level ${ids.length + 1}`, ids.at(-1)));
      return ids;
    };
    const [upper, lower] = [await chain(26), await chain(25)];
    const under = (parentId: string) => shop.send('moveCategory', { categoryId: lower[0], parentId });
    expect(codes(await under(upper.at(-1)!))).toEqual(['INVALID_INPUT']);
    await done(under(upper.at(-2)!));
    expect(codes(await shop.send('defineCategory', { name: 'x', parentId: lower.at(-1) }))).toEqual([
      'INVALID_INPUT',
    ]);
    expect(codes(await shop.send('moveCategory', { categoryId: upper[0], parentId: lower.at(-1) }))).toEqual([
      'CATEGORY_CYCLE',
    ]);
  });

  test('take products in, and let them go', async () => {
    const [productId, categoryId] = [await shop.sell('categorized'), await define('Bikes')];
    await done(shop.send('categorizeProduct', { productId, categoryId }));
    expect(codes(await shop.send('categorizeProduct', { productId, categoryId: 'none' }))).toEqual([
      'CATEGORY_NOT_FOUND',
    ]);
    await done(shop.send('categorizeProduct', { productId, categoryId: null }));
  });
});

test('a key is remembered for a day, and forgotten after it', async () => {
  await shop.sell('day', 10);
  const order = () => shop.order('day', 1, { idempotencyKey: 'daily' });
  const first = await done(order());
  const age = (hours: number) =>
    shop.sql(
      'UPDATE idempotency SET created_at = NOW(3) - INTERVAL ? HOUR WHERE answer->>"$.subjects[0].id" = ?',
      [hours, first.id],
    );
  await age(23);
  expect(await purgeKeys(shop.pool)).toBe(0);
  expect(await order()).toMatchObject({ id: first.id, replayed: true });
  await age(25);
  expect(await purgeKeys(shop.pool)).toBe(1);
  expect((await done(order())).id).not.toBe(first.id);
});

test('old keys are forgotten by the role itself, however many there are', async () => {
  await shop.sql(
    `INSERT INTO idempotency (hash, fingerprint, attempt, answer, created_at)
     WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
     SELECT UNHEX(SHA2(CONCAT(i, ?), 256)), UNHEX(SHA2('', 256)), UUID(), '{}', NOW(3) - INTERVAL 25 HOUR FROM n;`.repeat(
      3,
    ),
    ['a', 'b', 'c'],
  );
  const commandUrl = 'http://127.0.0.1:0/graphql';
  const config = { ...readConfig({}), mysqlUrl: shop.url, commandUrl };
  const role = await startCommand(config, pino({ level: 'silent' }));
  const old = 'SELECT 1 FROM idempotency WHERE created_at < NOW(3) - INTERVAL 24 HOUR';
  await vi.waitFor(async () => expect(await shop.sql(old)).toEqual([]), { timeout: 10_000 });
  await role.stop();
});

describe('ids that name nothing', () => {
  const odd = ['💥', 'none', "' OR 1=1 --", '01a20c5f-27d3-75ac-98b9-77797d7d24a3', 'é '];
  test.each(odd)('%j is an error that says so', async (id) => {
    const productId = await shop.sell(`odd${odd.indexOf(id)}`);
    const one = {
      name: 'x',
      address: address('Bonn'),
      price: EUR(1),
      url: 'x',
      image: { url: 'https://x.example/' },
    };
    const unknown: [Parameters<Shop['send']>[0], object, string][] = [
      ['publishProduct', { productId: id }, 'PRODUCT_NOT_FOUND'],
      ['changeProductPrice', { productId: id, price: one.price }, 'PRODUCT_NOT_FOUND'],
      ['categorizeProduct', { productId, categoryId: id }, 'CATEGORY_NOT_FOUND'],
      ['renameCategory', { categoryId: id, name: 'x' }, 'CATEGORY_NOT_FOUND'],
      ['defineCategory', { parentId: id, name: 'x' }, 'CATEGORY_NOT_FOUND'],
      ['payOrder', { orderId: id }, 'ORDER_NOT_FOUND'],
      ['cancelOrder', { orderId: id }, 'ORDER_NOT_FOUND'],
      ['changeCustomerAddress', { customerId: id, address: one.address }, 'CUSTOMER_NOT_FOUND'],
      ['submitReview', { customerId: id, productId, stars: 1 }, 'CUSTOMER_NOT_FOUND'],
      ['moderateReview', { reviewId: id, decision: 'APPROVE' }, 'REVIEW_NOT_FOUND'],
    ];
    for (const [name, input, code] of unknown) expect(codes(await shop.send(name, input))).toEqual([code]);
  });
});
