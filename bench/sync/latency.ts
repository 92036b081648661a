import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { Pool } from 'undici';
import { percentile } from '../load.ts';
import type { SyncOptions } from './options.ts';

const ORDERS_PER_SECOND = 100;
/** One order in so many is looked for by search. */
const SEARCHED = 20;
/** Looking for it costs what searching costs; it makes the figure higher, never lower. */
const POLL_MS = 10;
/** Orders that plan, compile and connect, and are not measured. */
const WARM_UP = 500;
const ORDER = `mutation ($sku: String!) {
  createOrder(input: { lines: [{ sku: $sku, quantity: 1 }] }) { orderId order { createdAt } userErrors { message } } }`;

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/**
 * Places orders at a fixed rate, however late the answers are. Readable: from just before the commit (`createdAt`) until
 * the mutation has answered with the order as the read model has it. Searchable: until a search finds it.
 */
export async function measureLatency(
  { url, namespace }: { url: string; namespace: string },
  { elasticsearchUrl, seconds }: SyncOptions,
): Promise<{ readable: Percentiles; searchable: Percentiles; placed: number; failed: number }> {
  const pool = new Pool(new URL(url).origin, { connections: 64 });
  const client = new Client({ node: elasticsearchUrl });
  const send = async (query: string, variables: object) => {
    const response = await pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    // oxlint-disable-next-line typescript/no-explicit-any -- whoever asks knows the shape
    return (await response.body.json()) as { data?: any; errors?: unknown };
  };
  const { data } = await send('{ products(first: 20) { edges { node { sku } } } }', {});
  const skus = (data.products.edges as { node: { sku: string } }[]).map(({ node }) => node.sku);
  for (const sku of skus)
    await send(
      'mutation ($sku: String!) { updateProductStock(input: { sku: $sku, delta: 100000 }) { productId } }',
      { sku },
    );

  const readable: number[] = [];
  const searchable: number[] = [];
  let failed = 0;
  const index = `${namespace}-orders`;
  async function place(i: number): Promise<void> {
    const answer = await send(ORDER, { sku: skus[i % skus.length] });
    const { orderId, order } = answer.data?.createOrder ?? {};
    if (!order) return void failed++;
    const createdAt = Date.parse(order.createdAt);
    if (i < WARM_UP) return;
    readable.push(Date.now() - createdAt);
    if (i % SEARCHED !== 0) return;
    while ((await client.count({ index, query: { term: { 'order.id': orderId } } })).count === 0)
      await sleep(POLL_MS);
    searchable.push(Date.now() - createdAt);
  }
  const started = performance.now();
  const placing: Promise<void>[] = [];
  const total = WARM_UP + seconds * ORDERS_PER_SECOND;
  for (let i = 0; i < total; i++) {
    const wait = started + (i * 1_000) / ORDERS_PER_SECOND - performance.now();
    if (wait > 0) await sleep(wait);
    placing.push(place(i));
  }
  await Promise.all(placing);
  await pool.close();
  await client.close();
  return { readable: percentiles(readable), searchable: percentiles(searchable), placed: total, failed };
}

function percentiles(values: readonly number[]): Percentiles {
  const measured = { done: values.length, seconds: 0, latenciesMs: values.toSorted((a, b) => a - b) };
  return { p50: percentile(measured, 0.5), p99: percentile(measured, 0.99) };
}
