import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Client, type estypes } from '@elastic/elasticsearch';
import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsConfig } from '../../config.ts';
import { published } from './audit.ts';
import { expectedStock, type Ledger, shownStatus } from './ledger.ts';

/** How long nothing may get less on the way to rest, once all is well again: longer than hidden messages stay hidden. */
const REST_MS = 60_000;

export interface Judged {
  readonly mysqlUrl: string;
  readonly elasticsearchUrl: string;
  readonly aws: AwsConfig;
  readonly namespace: string;
}

type Row = Record<string, unknown>;

/**
 * Waits until nothing is on its way, and compares what is there with the clients' books and with itself. Shares no code
 * with what is tested: SQL of its own, documents as they are stored. Answers what is wrong.
 */
export async function judge(judged: Judged, ledger: Ledger): Promise<string[]> {
  const pool = createPool({ uri: judged.mysqlUrl, timezone: 'Z' });
  const client = new Client({ node: judged.elasticsearchUrl, maxRetries: 3 });
  const sqs = new SQSClient({ ...judged.aws, useQueueUrlAsEndpoint: judged.aws.endpoint === undefined });
  try {
    const sql = async (text: string): Promise<Row[]> => (await pool.query<RowDataPacket[]>(text))[0];
    return [
      ...(await atRest(judged, pool, sqs)),
      ...(await books(sql, ledger)),
      ...(await unpublished(sql, judged)),
      ...(await documents(sql, client, judged.namespace)),
    ];
  } finally {
    sqs.destroy();
    await client.close();
    await pool.end();
  }
}

async function atRest({ namespace }: Judged, pool: Pool, sqs: SQSClient): Promise<string[]> {
  const depth = async (queue: string): Promise<number> => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: `${namespace}-${queue}` }));
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: hidden } =
      Attributes;
    return (
      Number(visible ?? 0) + Number(hidden ?? 0) + Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0)
    );
  };
  const waiting = async (): Promise<number> => {
    const [[row]] = await pool.query<RowDataPacket[]>('SELECT COUNT(*) AS n FROM outbox');
    return Number(row?.['n']);
  };
  let rest = '';
  let least = Infinity;
  for (let end = performance.now() + REST_MS; performance.now() < end; await sleep(100)) {
    const [outbox, queue] = [await waiting(), await depth('indexer')];
    if (outbox + queue < least) end = performance.now() + REST_MS;
    least = Math.min(least, outbox + queue);
    rest = `${outbox} messages in the outbox and ${queue} in the queue`;
    // Heartbeats come and go; a message that is still hidden keeps the queue from ever being empty.
    if (outbox === 0 && queue === 0) {
      rest = '';
      break;
    }
  }
  const letters = await depth('indexer-dead-letters');
  return [
    ...(rest === '' ? [] : [`for ${REST_MS / 1_000} s there have been ${rest}`]),
    ...(letters === 0 ? [] : [`${letters} messages are among the dead letters`]),
  ];
}

/** MySQL against what was acknowledged to the clients. */
async function books(sql: (text: string) => Promise<Row[]>, ledger: Ledger): Promise<string[]> {
  const wrong: string[] = [];
  const expect = (what: string, expected: unknown, found: unknown): void => {
    if (JSON.stringify(expected) !== JSON.stringify(found))
      wrong.push(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  };
  for (const row of await sql(
    'SELECT CONVERT(sku USING utf8mb4) AS sku, on_hand, reserved FROM stock JOIN product ON id = product_id',
  )) {
    const { onHand, reserved } = expectedStock(ledger, String(row['sku']));
    expect(`stock of ${String(row['sku'])}`, [onHand, reserved], [row['on_hand'], row['reserved']]);
    if (onHand < 0 || reserved > onHand) wrong.push(`stock of ${String(row['sku'])} is oversold`);
  }
  const stored = new Map(
    (await sql('SELECT id, status FROM orders')).map((row) => [row['id'], row['status']]),
  );
  expect('products', ledger.products, (await sql('SELECT COUNT(*) AS n FROM product'))[0]?.['n']);
  expect('orders, each of a key of its own', ledger.orders.size, stored.size);
  for (const order of ledger.orders.values())
    expect(`status of ${order.id}`, shownStatus(order), stored.get(order.id));
  for (const row of await sql(
    'SELECT kind, id FROM events GROUP BY kind, id HAVING MIN(revision) <> 1 OR MAX(revision) <> COUNT(*)',
  ))
    wrong.push(`the revisions of ${String(row['kind'])}-${String(row['id'])} have gaps`);
  return wrong;
}

/** Each event must have been published, though the next one of its stream would hide that it was not. */
async function unpublished(
  sql: (text: string) => Promise<Row[]>,
  { aws, namespace }: Judged,
): Promise<string[]> {
  const heard = await published(aws, namespace);
  return (await sql("SELECT CONCAT(kind, '-', id, '@', revision) AS event FROM events"))
    .map(({ event }) => String(event))
    .filter((event) => !heard.has(event))
    .map((event) => `${event} was never published`);
}

/** The documents against the tables that they show. */
async function documents(
  sql: (text: string) => Promise<Row[]>,
  client: Client,
  namespace: string,
): Promise<string[]> {
  const wrong: string[] = [];
  const all = async (model: string, section: string) => {
    const index = `${namespace}-${model}`;
    await client.indices.refresh({ index });
    const found = new Map<string, Record<string, Row>>();
    for (let after: estypes.SortResults | undefined; ;) {
      const { hits } = await client.search<Record<string, Row>>({
        index,
        size: 5_000,
        sort: [{ [`${section}.id`]: 'asc' }],
        ...(after !== undefined && { search_after: after }),
      });
      for (const hit of hits.hits) found.set(hit._id!, hit._source ?? {});
      after = hits.hits.at(-1)?.sort;
      if (after === undefined) return found;
    }
  };
  const compare = (
    what: string,
    rows: Row[],
    shown: Map<string, Record<string, Row>>,
    show: (document: Record<string, Row>) => unknown[],
  ) => {
    for (const { id, ...row } of rows) {
      const document = shown.get(String(id));
      const found = document === undefined ? 'nothing' : JSON.stringify(show(document));
      const expected = JSON.stringify(Object.values(row));
      if (found !== expected) wrong.push(`${what} ${String(id)}: expected ${expected}, shown ${found}`);
    }
    if (shown.size !== rows.length) wrong.push(`${shown.size} documents show ${rows.length} of ${what}`);
  };
  compare(
    'product',
    await sql(
      `SELECT p.id, p.revision, CONVERT(sku USING utf8mb4) AS sku, p.status, NULLIF(s.revision, 0) AS stock,
         IF(s.revision = 0, NULL, on_hand) AS on_hand, IF(s.revision = 0, NULL, reserved) AS reserved
       FROM product p JOIN stock s ON s.product_id = p.id`,
    ),
    await all('products', 'product'),
    ({ product, stock }) => [
      ...[product?.['revision'], product?.['sku'], product?.['status']],
      ...[stock?.['revision'], stock?.['onHand'], stock?.['reserved']],
    ],
  );
  compare(
    'order',
    await sql(
      `SELECT o.id, o.revision, status, total_minor, paid_minor, refunded_minor, CAST(SUM(quantity) AS SIGNED) AS units,
         CAST(SUM(returned) AS SIGNED) AS back FROM orders o JOIN order_line l ON l.order_id = o.id GROUP BY o.id`,
    ),
    await all('orders', 'order'),
    ({ order }) => {
      const lines = (order?.['lines'] ?? []) as { quantity: number; returned: number }[];
      return [
        ...[order?.['revision'], order?.['status'], (order?.['total'] as Row)?.['amountMinor']],
        ...[order?.['paidMinor'], order?.['refundedMinor']],
        lines.reduce((sum, { quantity }) => sum + quantity, 0),
        lines.reduce((sum, { returned }) => sum + returned, 0),
      ];
    },
  );
  return wrong;
}
