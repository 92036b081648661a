import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateOrderDocument,
  type CreateOrderMutation,
  GetProductDocument,
  GetReadModelDocument,
  ListAllProductsDocument,
  UpdateProductStockDocument,
} from '../../schema/generated/operations.ts';
import type { GraphqlClient } from '../client.ts';
import { duration } from '../progress.ts';

/** How long each part of the way is waited for, in milliseconds. */
const LIMIT_MS = 10_000;
/** A read model that stays behind by more still has to take in what was written before this start. */
const BACKLOG_MS = 5_000;

/**
 * Proves the whole way on real input: places one order, reads it from the read model, and measures from just before
 * its commit until it could be read by id, and until a search showed the reserved stock. Answers with what to print;
 * throws when the order is refused or cannot be read. A backlog is no fault, and neither is a shop that shows no product:
 * then it places none, and tells of that. Nor is a search that does not show it in time: all else serves, and it is told.
 */
export async function placeOrder(client: GraphqlClient): Promise<string> {
  const behindMs = await catchUp(client);
  if (behindMs > BACKLOG_MS)
    return `no order was placed to prove the way: the read model ${
      behindMs === Infinity
        ? 'does not tell how old it is'
        : `is ${duration(behindMs / 1_000)} behind what was written before`
    }`;
  const sku = await orderableSku(client);
  if (sku === undefined) return 'no order was placed to prove the way: the shop shows no published product';
  const reservedBefore = await reserved(client, sku);
  // The first request of a process plans and compiles; one that is refused does so without being an order.
  await client(CreateOrderDocument, { input: { lines: [] } });
  const { createOrder } = await client(CreateOrderDocument, { input: { lines: [{ sku, quantity: 1 }] } });
  const { order, userErrors } = createOrder;
  if (!order)
    throw new Error(`the order was refused: ${userErrors.map(({ message }) => message).join(', ')}`);
  const sinceCommitMs = () => Date.now() - Date.parse(order.createdAt);
  const readableMs = sinceCommitMs();
  while ((await reserved(client, sku)) <= reservedBefore) {
    if (sinceCommitMs() > LIMIT_MS)
      return describe(order, readableMs, `not searchable after ${LIMIT_MS} ms: docs/runbook.md`);
    await sleep(5);
  }
  return describe(order, readableMs, `searchable after ${sinceCommitMs()} ms`);
}

/** Waits for what an earlier start has left on its way. Answers how far behind the read model is then, in milliseconds; Infinity where it does not tell. */
async function catchUp(client: GraphqlClient): Promise<number> {
  for (const end = Date.now() + LIMIT_MS; ; await sleep(100)) {
    const { readModel } = await client(GetReadModelDocument, {});
    const behindMs = readModel.behindMs ?? Infinity;
    if (behindMs <= BACKLOG_MS || Date.now() > end) return behindMs;
  }
}

/** A product of the shop with a unit to sell, received where there is none; undefined in a shop without products. */
async function orderableSku(client: GraphqlClient): Promise<string | undefined> {
  const { products } = await client(ListAllProductsDocument, { first: 100 });
  const nodes = products.edges.map(({ node }) => node);
  const sku = (nodes.find(({ stock }) => stock.available > 0) ?? nodes[0])?.sku;
  if (sku === undefined || nodes.some((node) => node.sku === sku && node.stock.available > 0)) return sku;
  await client(UpdateProductStockDocument, {
    input: { sku, delta: 10, reason: 'for the order at the start' },
  });
  return sku;
}

/** By SKU, and so by search: not before the search shows it. */
async function reserved(client: GraphqlClient, sku: string): Promise<number> {
  const { product } = await client(GetProductDocument, { sku });
  return product?.stock.reserved ?? 0;
}

type Order = NonNullable<CreateOrderMutation['createOrder']['order']>;

function describe(order: Order, readableMs: number, searchable: string): string {
  const lines = order.lines.map(
    ({ quantity, sku, name, unitPrice, total }) =>
      `  ${quantity} x ${sku} ${name} at ${money(unitPrice)} = ${money(total)}`,
  );
  return `order ${order.id} as the read model shows it: ${order.status}, ${order.createdAt}
${lines.join('\n')}
  total ${money(order.total)}
  readable by id ${readableMs} ms after the commit, ${searchable}`;
}

function money({ amountMinor, currency }: Order['total']): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
