import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  available,
  evolveStock,
  MAX_ON_HAND,
  moveForOrder,
  type Stock,
  type UpdateProductStock,
  updateProductStock,
} from './stock.ts';
import { accepted, rejections, stock } from './test/given.ts';

const update = (
  found: Stock | undefined,
  change: UpdateProductStock['update'],
  expectedQuantity: number | null = null,
  given: { expectedRevision?: number; referencedBy?: string } = {},
) =>
  updateProductStock(
    {
      sku: 'KETTLE',
      update: change,
      expectedQuantity,
      expectedRevision: given.expectedRevision,
      reason: 'counted',
      externalReference: null,
    },
    { stock: found, referencedBy: given.referencedBy },
  );
const reserve = (from: Stock, orderId: string, quantity: number) =>
  moveForOrder(from, 'StockReserved', orderId, quantity);

describe('updateProductStock', () => {
  test.each([
    ['adds', { delta: 5 }, 15, 5],
    ['takes away', { delta: -6 }, 4, -6],
    ['counts', { set: 4 }, 4, -6],
    ['may count the same', { set: 10 }, 10, 0],
  ])('%s', (_, change, onHand, delta) => {
    expect(accepted(update(stock(10, 4), change))).toEqual([
      {
        kind: 'stock',
        id: 'p1',
        revision: 8,
        state: { productId: 'p1', sku: 'KETTLE', onHand, reserved: 4 },
        happening: {
          type: 'ProductStockUpdated',
          data: { delta, reason: 'counted', externalReference: null },
        },
      },
    ]);
  });

  test('refuses an unknown SKU', () => {
    expect(rejections(update(undefined, { delta: 1 }))).toMatchObject([
      { code: 'PRODUCT_NOT_FOUND', path: ['sku'] },
    ]);
  });

  test.each([
    [{ delta: -7 }, 'delta'],
    [{ set: 3 }, 'set'],
  ])('refuses to fall below what is reserved: %j', (change, field) => {
    expect(rejections(update(stock(10, 4), change))).toMatchObject([
      { code: 'STOCK_BELOW_RESERVED', path: [field] },
    ]);
  });

  test('refuses to take more than there is, reserved or not', () => {
    expect(rejections(update(stock(3), { delta: -4 }))).toMatchObject([{ code: 'STOCK_BELOW_RESERVED' }]);
  });

  test.each([
    [{ delta: 1 }, 'delta'],
    [{ set: MAX_ON_HAND + 1 }, 'set'],
  ])('refuses more than fits: %j', (change, field) => {
    expect(rejections(update(stock(MAX_ON_HAND), change))).toMatchObject([
      { code: 'INVALID_INPUT', path: [field] },
    ]);
  });

  test('refuses where another quantity was expected, 0 included', () => {
    expect(rejections(update(stock(10), { delta: 1 }, 0))).toMatchObject([
      { code: 'STALE_QUANTITY', path: ['expectedQuantity'] },
    ]);
    expect(accepted(update(stock(0), { delta: 1 }, 0))).toHaveLength(1);
  });
});

describe('updateProductStock tells', () => {
  test('a movement that was recorded before', () => {
    expect(rejections(update(stock(10), { delta: 1 }, null, { referencedBy: 'p2' }))).toMatchObject([
      { code: 'DUPLICATE_EXTERNAL_REFERENCE', path: ['externalReference'], existingId: 'p2' },
    ]);
  });
  test('a stock that has moved since', () => {
    expect(rejections(update(stock(10), { delta: 1 }, null, { expectedRevision: 6 }))).toMatchObject([
      { code: 'STALE_REVISION', kind: 'stock', currentRevision: 7 },
    ]);
    expect(accepted(update(stock(10), { delta: 1 }, null, { expectedRevision: 7 }))).toHaveLength(1);
  });
});

test('reserving takes from what is available and not from what is on hand', () => {
  const { state, revision, happening } = reserve(stock(10, 4), 'o1', 6);
  expect(state).toMatchObject({ onHand: 10, reserved: 10 });
  expect(available(state)).toBe(0);
  expect([revision, happening]).toEqual([8, { type: 'StockReserved', data: { orderId: 'o1', quantity: 6 } }]);
});

test('a decider that would reserve too much is stopped', () => {
  expect(() => reserve(stock(10, 4), 'o1', 7)).toThrow(RangeError);
  expect(() =>
    evolveStock(stock(1).state, {
      type: 'ProductStockUpdated',
      data: { delta: -2, reason: null, externalReference: null },
    }),
  ).toThrow(RangeError);
});

test('however stock is updated and reserved, onHand >= reserved >= 0, and each change raises the revision by one', () => {
  const quantity = fc.oneof(
    fc.integer({ min: -20, max: 20 }),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  );
  const command = fc.oneof(
    fc.record({ delta: quantity }),
    fc.record({ set: quantity.map(Math.abs) }),
    fc.record({ reserve: quantity.map(Math.abs) }),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      let now = stock(0, 0, 'KETTLE', 'p1', 0);
      for (const given of commands) {
        if ('reserve' in given) {
          if (given.reserve > available(now.state)) continue;
          now = reserve(now, 'o1', given.reserve);
        } else {
          const decision = update(now, given);
          if (!decision.accepted) continue;
          const [change] = accepted(decision) as unknown as [Stock];
          expect(change.revision).toBe(now.revision + 1);
          now = change;
        }
        const { onHand, reserved } = now.state;
        expect(reserved).toBeGreaterThanOrEqual(0);
        expect(onHand).toBeGreaterThanOrEqual(reserved);
        expect(onHand).toBeLessThanOrEqual(MAX_ON_HAND);
      }
    }),
  );
});
