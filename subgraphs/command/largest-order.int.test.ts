import { afterAll, beforeAll, expect, test } from 'vitest';
import { openShop, type Shop } from './test/shop.ts';

let shop: Shop;
beforeAll(async () => void (shop = await openShop()));
afterAll(() => shop.close());

test('the largest order there is, 2,000 products, is one transaction and one answer', async () => {
  await shop.sql(`
    SET SESSION cte_max_recursion_depth = 2000;
    INSERT INTO product (id, revision, sku, name, price_minor, currency, status, registered_at)
      WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
      SELECT CONCAT('019b0000-0000-7000-8000-', LPAD(i, 12, '0')), 1, CONCAT('bulk-', i), 'x', 100, 'EUR', 'PUBLISHED', NOW() FROM n;
    INSERT INTO stock (product_id, revision, on_hand, reserved) SELECT id, 0, 1, 0 FROM product`);
  const lines = Array.from({ length: 2_000 }, (_, i) => ({ sku: `bulk-${i + 1}`, quantity: 1 }));
  expect(await shop.send('createOrder', { lines })).toMatchObject({ userErrors: [] });
  expect(await shop.sql('SELECT COUNT(*) AS n FROM stock WHERE reserved = 1')).toEqual([{ n: 2_000 }]);
  // The order, its batch, and each stock.
  expect(await shop.count('outbox')).toBe(2_002);
});

test('the largest order that is taken is cancelled, or paid, shipped, delivered and returned in parts', async () => {
  await shop.sql(`
    SET SESSION cte_max_recursion_depth = 2000;
    INSERT INTO product (id, revision, sku, name, price_minor, currency, status, registered_at)
      WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
      SELECT UUID(), 1, CONCAT('long-', i), CONCAT(SHA2(i, 512), SHA2(i, 256)), 100, 'EUR', 'PUBLISHED', NOW() FROM n;
    INSERT INTO stock (product_id, revision, on_hand, reserved)
      SELECT id, 0, 2000000000, 0 FROM product WHERE sku LIKE 'long-%'`);
  const units = (i: number) => 2 + ((i * 7_368_787) % 999_983);
  const lines = Array.from({ length: 2_000 }, (_, i) => ({ sku: `long-${i + 1}`, quantity: units(i) }));
  let taken = 0;
  for (let step = 1_024; step >= 1; step /= 2) {
    const { userErrors } = await shop.send('createOrder', { lines: lines.slice(0, taken + step) });
    if (userErrors.length === 0) taken += step;
    else expect(userErrors[0]!.message).toContain('too large to be published');
  }
  expect(taken).toBeGreaterThan(1_000);
  const place = async () => (await shop.send('createOrder', { lines: lines.slice(0, taken) })).id!;
  const traceparent = `00-${'0123456789abcdef'.repeat(2)}-0123456789abcdef-01`;
  const reason = Array.from({ length: 500 }, (_, i) => String.fromCharCode(0x4e00 + units(i) / 50)).join('');

  const cancelled = await shop.send('cancelOrder', { orderId: await place(), reason }, { traceparent });
  expect(cancelled.userErrors).toEqual([]);
  const orderId = await place();
  for (const step of ['payOrder', 'shipOrder', 'deliverOrder'] as const)
    expect((await shop.send(step, { orderId }, { traceparent })).userErrors).toEqual([]);
  const first = lines
    .slice(0, taken)
    .map(({ sku }, i) => ({ sku, quantity: 1 + (units(i * 31) % (units(i) - 1)) }));
  const second = first.map(({ sku, quantity }, i) => ({ sku, quantity: units(i) - quantity }));
  for (const items of [first, second]) {
    const returned = await shop.send('returnOrderItems', { orderId, items, reason }, { traceparent });
    expect(returned.userErrors).toEqual([]);
  }
}, 60_000);
