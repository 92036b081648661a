import { afterEach, expect, test, vi } from 'vitest';
import type { GraphqlClient } from '../client.ts';
import { placeOrder } from './order.ts';

const zero = { amountMinor: 0, currency: 'EUR' };
const order = { id: 'o-1', status: 'PLACED', createdAt: new Date().toISOString(), lines: [], total: zero };
const product = { sku: 'BELL', stock: { available: 1, reserved: 0 } };

afterEach(() => vi.useRealTimers());

test('an order that no search shows in time ends no start: it is told', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const shop: GraphqlClient = async () => {
    vi.setSystemTime(Date.now() + 1_000);
    return {
      readModel: { behindMs: 0 },
      products: { edges: [{ node: product }] },
      createOrder: { order, userErrors: [] },
      product,
    } as never;
  };
  expect(await placeOrder(shop)).toMatch(
    /readable by id \d+ ms after the commit, not searchable after 10000 ms/,
  );
});

test('where nobody tells how old the read model is, it is told that no order was placed, and why', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const shop: GraphqlClient = async () => {
    vi.setSystemTime(Date.now() + 10_001);
    return { readModel: { behindMs: null } } as never;
  };
  expect(await placeOrder(shop)).toBe(
    'no order was placed to prove the way: the read model does not tell how old it is',
  );
});
