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
