import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { Pool } from 'undici';
import { percentile } from '../load.ts';
import { connect } from '../../subgraphs/command/mysql/connect.ts';
import { select } from '../../subgraphs/command/mysql/statements.ts';
import type { SyncOptions } from './options.ts';

const ORDERS_PER_SECOND = 100;
/** One order in so many is looked for by search. */
const SEARCHED = 20;
/** Looking for it costs what searching costs; it makes the figure higher, never lower. */
const POLL_MS = 20;
/**
 * So long orders are placed, and looked for, that are not measured: the roles' compiler takes a fifth of a core for 75 to
 * 90 s, then for four after 10,500 orders, and next to nothing after that; and an index that begins to be searched has all
 * to refresh that it holds.
 */
const WARM_UP_SECONDS = 130;
const ORDER = `mutation ($sku: String!) {
  createOrder(input: { lines: [{ sku: $sku, quantity: 1 }] }) { orderId order { createdAt } userErrors { message } } }`;

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/**
 * Places orders at a fixed rate, however late the answers are. Readable: from when MySQL writes the order's event, in the
 * round trip that ends with the COMMIT, until the mutation has answered with the order as the read model has it.
 * Searchable: until a search finds it.
 */
export async function measureLatency(
  { url, mysqlUrl, namespace }: { url: string; mysqlUrl: string; namespace: string },
  { elasticsearchUrl, seconds }: SyncOptions,
): Promise<{ readable: Percentiles; searchable: Percentiles; placed: number; failed: number }> {
  const mysql = connect(mysqlUrl, 2);
  await mysql.query(
    'ALTER TABLE events ADD COLUMN written_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)',
  );
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

  const readableAt = new Map<string, number>();
  const searchableAt = new Map<string, number>();
  let failed = 0;
  const index = `${namespace}-orders`;
  const warmUp = WARM_UP_SECONDS * ORDERS_PER_SECOND;
  async function place(i: number): Promise<void> {
    const answer = await send(ORDER, { sku: skus[i % skus.length] });
    const { orderId, order } = answer.data?.createOrder ?? {};
    if (!order) return void failed++;
    if (i >= warmUp) readableAt.set(orderId, Date.now());
    if (i % SEARCHED !== 0) return;
    while ((await client.count({ index, query: { term: { 'order.id': orderId } } })).count === 0)
      await sleep(POLL_MS);
    if (i >= warmUp) searchableAt.set(orderId, Date.now());
  }
  const started = performance.now();
  const placing: Promise<void>[] = [];
  const total = warmUp + seconds * ORDERS_PER_SECOND;
  for (let i = 0; i < total; i++) {
    const wait = started + (i * 1_000) / ORDERS_PER_SECOND - performance.now();
    if (wait > 0) await sleep(wait);
    placing.push(place(i));
  }
  await Promise.all(placing);
  const events = await select<{ id: string; at: Date }>(
    mysql,
    "SELECT id, written_at AS at FROM events WHERE kind = 'order' AND revision = 1",
    [],
  );
  await mysql.end();
  await pool.close();
  await client.close();
  const writtenAt = new Map(events.map(({ id, at }) => [id, at.getTime()]));
  const since = (times: ReadonlyMap<string, number>) =>
    percentiles([...times].map(([id, at]) => at - writtenAt.get(id)!));
  return { readable: since(readableAt), searchable: since(searchableAt), placed: total, failed };
}

function percentiles(values: readonly number[]): Percentiles {
  const measured = { done: values.length, seconds: 0, latenciesMs: values.toSorted((a, b) => a - b) };
  return { p50: percentile(measured, 0.5), p99: percentile(measured, 0.99) };
}
