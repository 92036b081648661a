import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Answer, Ask } from './tandem.ts';

// What a customer does, through the gateway.

export const CREATE_ORDER = `mutation ($input: CreateOrderInput!) {
  createOrder(input: $input) {
    orderId consistencyToken replayed
    order { id revision status lines { sku quantity } total { amountMinor currency } }
    userErrors { code path ... on InsufficientStock { sku requested available } }
  }
}`;

/** A published product with stock, which the read model shows. Answers with its SKU. */
export async function sell(
  ask: Ask,
  onHand: number,
  sku = randomUUID(),
): Promise<{ sku: string; id: string }> {
  const registered = await ask(
    `mutation ($input: RegisterProductInput!) { registerProduct(input: $input) { productId userErrors { message } } }`,
    { input: { sku, name: `Kettle ${sku}`, price: { amountMinor: 1_999, currency: 'EUR' }, publish: true } },
  );
  expect(registered.data.registerProduct.userErrors).toEqual([]);
  const stocked = await ask(
    `mutation ($input: UpdateProductStockInput!) { updateProductStock(input: $input) { product { stock { onHand } } } }`,
    { input: { sku, set: onHand } },
    { 'x-consistency-budget-ms': '5000' },
  );
  expect(stocked).toEqual({ status: 200, data: { updateProductStock: { product: { stock: { onHand } } } } });
  return { sku, id: registered.data.registerProduct.productId };
}

export const order = (ask: Ask, sku: string, quantity = 1, more: object = {}): Promise<Answer> =>
  ask(CREATE_ORDER, { input: { lines: [{ sku, quantity }], ...more } });
