import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openShop, type Shop } from '../test/shop.ts';

// What the schema itself refuses, whatever the code does. MySQL before 8.0.16 ignores CHECK: none of this relies on it.

let shop: Shop;
let productId: string;
let orderId: string;
beforeAll(async () => {
  shop = await openShop();
  productId = await shop.sell('KETTLE', 10);
  await shop.send('updateProductStock', { sku: 'KETTLE', delta: 0, externalReference: 'M-1' });
  orderId = (await shop.order('KETTLE', 4, { externalReference: 'PO-1' })).id!;
  await shop.sql("INSERT INTO order_return VALUES (UUID(), ?, 'C-1', 0, NULL, NOW())", [orderId]);
});
afterAll(() => shop.close());

/** With the settings of the command side's sessions. */
const run = (sql: string) => shop.pool.query(sql, { productId, orderId });

describe('stock', () => {
  test.each([
    ['fall below what is reserved', 'on_hand = 3'],
    ['be reserved beyond what is on hand', 'reserved = 11'],
    ['be negative', 'on_hand = on_hand - 11'],
    ['have a negative reservation', 'reserved = reserved - 5'],
    ['exceed its column', 'on_hand = 4294967296'],
  ])('cannot %s', async (_, change) => {
    await expect(run(`UPDATE stock SET ${change}`)).rejects.toThrow(/[Oo]ut of range/);
    expect(await shop.stockOf('KETTLE')).toMatchObject({ onHand: 10, reserved: 4 });
  });

  test('exists of registered products only', async () => {
    await expect(
      run("INSERT INTO stock (product_id, revision, on_hand, reserved) VALUES ('nobody', 0, 0, 0)"),
    ).rejects.toThrow('foreign key');
  });
});

const sql = {
  product: (sku: string) =>
    `INSERT INTO product (id, revision, sku, name, status, registered_at) VALUES (UUID(), 1, '${sku}', 'x', 'DRAFT', NOW())`,
  event: (id: string, revision: number) =>
    `INSERT INTO events (kind, id, epoch, revision, type, version, occurred_at, data, state)
     VALUES ('stock', '${id}', 1, ${revision}, 'x', 1, NOW(), '{}', '{}')`,
};

test.each([
  ['a SKU', () => sql.product('KETTLE')],
  [
    'an external reference',
    () => `INSERT INTO orders (id, revision, external_reference, status, total_minor, currency, paid_minor, refunded_minor, created_at)
           VALUES (UUID(), 1, 'PO-1', 'PLACED', 1, 'EUR', 0, 0, NOW())`,
  ],
  ['a revision of a stream, in any epoch', () => sql.event(productId, 1)],
  ['a movement', () => `INSERT INTO stock_movement SELECT * FROM stock_movement LIMIT 1`],
  [
    'a command',
    () =>
      `INSERT INTO idempotency (hash, fingerprint, attempt) SELECT hash, fingerprint, attempt FROM idempotency LIMIT 1`,
  ],
  [
    'an external reference of a movement',
    () =>
      `INSERT INTO stock_movement (product_id, revision, type, on_hand_delta, reserved_delta, external_reference)
       SELECT product_id, revision + 7, type, 0, 0, external_reference FROM stock_movement WHERE external_reference = 'M-1'`,
  ],
  [
    'an external reference of a return',
    () =>
      `INSERT INTO order_return (id, order_id, external_reference, refund_minor, returned_at)
       SELECT UUID(), order_id, external_reference, 0, NOW() FROM order_return WHERE external_reference = 'C-1'`,
  ],
  ['the epoch', () => 'INSERT INTO epoch (epoch) VALUES (1)'],
])('%s exists once', async (_, statement) => {
  await expect(run(statement())).rejects.toThrow('Duplicate entry');
});

test.each(['kettle', 'KETTLE '])('%j is another SKU than KETTLE', async (sku) => {
  await run(sql.product(sku));
});

test.each([
  [
    'an order line of an unknown product',
    "INSERT INTO order_line (order_id, position, product_id, name, quantity, unit_price_minor) VALUES (:o, 9, 'nobody', 'x', 1, 1)",
  ],
  [
    'an order line of an unknown order',
    "INSERT INTO order_line (order_id, position, product_id, name, quantity, unit_price_minor) VALUES ('nobody', 0, :p, 'x', 1, 1)",
  ],
  [
    'a movement of an unknown order',
    "INSERT INTO stock_movement VALUES (:p, 9, 'x', 1, 0, NULL, 'nobody', NULL)",
  ],
  ['a product that was ordered, deleted', 'DELETE FROM product WHERE id = :p'],
  ['an order with lines, deleted', 'DELETE FROM orders WHERE id = :o'],
])('there cannot be %s', async (_, statement) => {
  const text = statement.replace(':p', `'${productId}'`).replace(':o', `'${orderId}'`);
  await expect(run(text)).rejects.toThrow('foreign key');
});

test('what does not fit is refused, not cut', async () => {
  await expect(run(sql.product('x'.repeat(401)))).rejects.toThrow('too long');
  for (const negative of [
    'orders SET total_minor',
    'product SET price_minor',
    'order_line SET unit_price_minor',
  ])
    await expect(run(`UPDATE ${negative} = -1`)).rejects.toThrow(/[Oo]ut of range/);
});

test.each([
  ['more refunded than paid', 'UPDATE orders SET refunded_minor = paid_minor + 1'],
  ['more returned than ordered', 'UPDATE order_line SET returned = quantity + 1'],
])('an order cannot have %s', async (_, statement) => {
  await expect(run(statement)).rejects.toThrow(/[Oo]ut of range/);
});
