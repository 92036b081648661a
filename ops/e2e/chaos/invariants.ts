import { isDeepStrictEqual } from 'node:util';
import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';
import type { AwsConfig } from '../../config.ts';
import type { Audit } from './audit.ts';
import { compareDocuments, latestEvents, superfluousGenerations } from './documents.ts';
import { type Books, expectedStock, type Ledger, shownStatus } from './ledger.ts';
import { readEveryToken, readEveryWay, readReport } from './reread.ts';
import { queuesAtRest, readModelIsCurrent } from './rest.ts';
import type { Latest } from './sections.ts';
import { latestStates, oversold, sightings } from './streams.ts';
import { returns, tablesAgainstEvents } from './tables.ts';
import { watchSome } from './watch.ts';

/** Where what is judged is reached. */
export interface Judged {
  readonly mysqlUrl: string;
  readonly elasticsearchUrl: string;
  readonly aws: AwsConfig;
  readonly namespace: string;
  /** How long nothing may get less on the way to rest. */
  readonly restMs: number;
}

type Row = Record<string, unknown>;
type Sql = (text: string) => Promise<Row[]>;

/**
 * Waits until nothing is on its way, and compares what is there with the clients' books and with itself. Shares no code
 * with what is tested: SQL of its own, documents as they are stored. Answers what is wrong.
 */
export async function judge(
  judged: Judged,
  audit: Audit,
  gatewayUrl: string,
  ledger: Ledger,
): Promise<string[]> {
  const stuck = await atRest(judged);
  // What is stuck makes it old, and it says so.
  const current = stuck.length > 0 ? [] : await readModelIsCurrent(gatewayUrl);
  const quiet = stuck.length + current.length === 0;
  return await withSql(judged, async (sql) => {
    const latest = await latestEvents(sql);
    return [
      ...stuck,
      ...current,
      ...(await books(sql, ledger.books)),
      ...(await ledgers(sql)),
      ...known(latest, ledger.books),
      ...(await latestStates(sql, latest, ledger.books)),
      ...(await tablesAgainstEvents(sql, latest)),
      ...(await returns(sql)),
      ...(await oversold(sql)),
      ...(await sightings(sql, ledger.books)),
      ...(quiet ? await readEveryToken(gatewayUrl, ledger.books, batchesIn(latest)) : []),
      ...(quiet ? await readEveryWay(gatewayUrl, ledger.books) : []),
      ...(quiet ? await readReport(gatewayUrl, ledger.books) : []),
      ...(quiet ? await watchSome(gatewayUrl, ledger.books) : []),
      ...(await ratings(sql, latest)),
      ...(await unpublished(sql, audit)),
      ...(await compareWith(latest, judged, sql)),
      ...(await superfluousGenerations(judged.elasticsearchUrl, judged.namespace)),
    ];
  });
}

/** The streams that a token means by a batch. */
const batchesIn = (latest: readonly Latest[]): Map<string, string[]> =>
  new Map(
    latest
      .filter(({ kind }) => kind === 'batch')
      .map(({ id, state }) => [`batch-${id}`, Object.keys(state.positions as Row)]),
  );

/** Every document against a fresh projection of its events, whatever is still on its way. */
export const wrongDocuments = (judged: Judged): Promise<string[]> =>
  withSql(judged, async (sql) => compareWith(await latestEvents(sql), judged, sql));

async function compareWith(latest: readonly Latest[], judged: Judged, sql: Sql): Promise<string[]> {
  const [row] = await sql('SELECT epoch FROM epoch');
  return compareDocuments(latest, Number(row?.['epoch']), judged.elasticsearchUrl, judged.namespace);
}

/** Waits until outbox and queue are empty. Answers what stays in them, and what is among the dead letters. */
export const atRest = (judged: Judged): Promise<string[]> =>
  withSql(judged, (sql) =>
    queuesAtRest(judged, async () => Number((await sql('SELECT COUNT(*) AS n FROM outbox'))[0]?.['n'])),
  );

async function withSql<T>({ mysqlUrl }: Judged, use: (sql: Sql) => Promise<T>): Promise<T> {
  const pool: Pool = createPool({ uri: mysqlUrl, timezone: 'Z' });
  try {
    return await use(async (text) => (await pool.query<RowDataPacket[]>(text))[0]);
  } finally {
    await pool.end();
  }
}

/** MySQL against what was acknowledged to the clients. */
async function books(sql: Sql, { orders, products, commands, ...rest }: Books): Promise<string[]> {
  const wrong: string[] = [];
  const expect = (what: string, expected: unknown, found: unknown): void => {
    if (!isDeepStrictEqual(expected, found))
      wrong.push(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  };
  const stockOf = expectedStock({ orders, products, commands, ...rest });
  for (const row of await sql(
    'SELECT CONVERT(sku USING utf8mb4) AS sku, on_hand, reserved FROM stock JOIN product ON id = product_id',
  )) {
    const sku = String(row['sku']);
    const [onHand, reserved] = stockOf(sku);
    expect(`stock of ${sku}`, [onHand, reserved], [row['on_hand'], row['reserved']]);
    if (onHand < 0 || reserved > onHand) wrong.push(`stock of ${sku} is oversold`);
  }
  const stored = new Map(
    (await sql('SELECT id, status FROM orders')).map((row) => [row['id'], row['status']]),
  );
  const countOf = async (table: string) => (await sql(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.['n'];
  expect('products', products, await countOf('product'));
  expect('commands done, each under a key of its own', commands, await countOf('idempotency'));
  expect('orders, each of a key of its own', orders.size, stored.size);
  for (const order of orders.values())
    expect(`status of ${order.id}`, shownStatus(order), stored.get(order.id));
  return wrong;
}

/** MySQL against itself: the movements make the stock, and every stream's revisions follow each other. */
async function ledgers(sql: Sql): Promise<string[]> {
  const unequal = await sql(
    `SELECT s.product_id AS id FROM stock s LEFT JOIN stock_movement m USING (product_id) GROUP BY s.product_id
     HAVING MAX(s.on_hand) <> COALESCE(SUM(m.on_hand_delta), 0) OR MAX(s.reserved) <> COALESCE(SUM(m.reserved_delta), 0)`,
  );
  const gaps = await sql(
    `SELECT CONCAT(kind, '-', id) AS stream FROM events GROUP BY kind, id
     HAVING MIN(revision) <> 1 OR MAX(revision) <> COUNT(*)`,
  );
  return [
    ...unequal.map(({ id }) => `the movements of ${String(id)} do not make its stock`),
    ...gaps.map(({ stream }) => `the revisions of ${String(stream)} have gaps`),
  ];
}

/** The states in MySQL against what every acknowledged command has made of them. */
function known(latest: readonly Latest[], { known: all }: Books): string[] {
  const states = new Map(latest.map(({ kind, id, state }) => [`${kind}-${id}`, state as Row]));
  return [...all].flatMap(([stream, fields]) =>
    Object.entries(fields)
      .filter(([field, value]) => !isDeepStrictEqual(value, states.get(stream)?.[field]))
      .map(
        ([field, value]) =>
          `${stream}.${field}: acknowledged was ${JSON.stringify(value)}, MySQL has ${JSON.stringify(states.get(stream)?.[field])}`,
      ),
  );
}

/** The ratings against the sums of the approved reviews. */
async function ratings(sql: Sql, latest: readonly Latest[]): Promise<string[]> {
  const stars = new Map<string, number[]>();
  for (const row of await sql("SELECT product_id AS id, stars FROM review WHERE status = 'APPROVED'")) {
    const histogram = stars.get(String(row['id'])) ?? [0, 0, 0, 0, 0];
    histogram[Number(row['stars']) - 1]!++;
    stars.set(String(row['id']), histogram);
  }
  const told = new Map(latest.filter(({ kind }) => kind === 'rating').map(({ id, state }) => [id, state]));
  return [...new Set([...stars.keys(), ...told.keys()])].flatMap((id) => {
    const histogram = stars.get(id) ?? [0, 0, 0, 0, 0];
    const count = histogram.reduce((total, n) => total + n, 0);
    const sum = histogram.reduce((total, n, i) => total + n * (i + 1), 0);
    const {
      count: c,
      sum: s,
      histogram: h,
    } = told.get(id) ?? { count: 0, sum: 0, histogram: [0, 0, 0, 0, 0] };
    return isDeepStrictEqual([count, sum, histogram], [c, s, h])
      ? []
      : [
          `rating-${id}: the reviews make ${JSON.stringify([count, sum, histogram])}, it says ${JSON.stringify([c, s, h])}`,
        ];
  });
}

/** Each event must have been published, though the next one of its stream would hide that it was not. */
async function unpublished(sql: Sql, audit: Audit): Promise<string[]> {
  const heard = await audit();
  return (await sql("SELECT CONCAT(kind, '-', id, '@', epoch, '.', revision) AS event FROM events"))
    .map(({ event }) => String(event))
    .filter((event) => !heard.has(event))
    .map((event) => `${event} was never published`);
}
