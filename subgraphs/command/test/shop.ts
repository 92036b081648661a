import { readFileSync } from 'node:fs';
import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { createPool, type RowDataPacket } from 'mysql2/promise';
import { v7 as uuidv7 } from 'uuid';
import { expect } from 'vitest';
import { createDatabase } from '../../../ops/test/database.ts';
import { lockWaits } from '../../../ops/test/lock-waits.ts';
import type { UserErrorCode } from '../../../schema/generated/command.ts';
import { createTokens } from '../../../schema/token.ts';
import { connect } from '../mysql/connect.ts';
import { migrate } from '../mysql/migrate.ts';
import type { RequestContext } from '../resolvers/mutation.ts';
import { createResolvers } from '../resolvers/resolvers.ts';

const typeDefs = parse(readFileSync(new URL('../../../schema/command.graphql', import.meta.url), 'utf8'));
/** The schema of the commands, to walk through. */
export const commandSchema = buildSubgraphSchema([{ typeDefs }]);

/** What each command answers with; the bulk commands answer with rows and have a `send` of their own. */
const entities = {
  registerProduct: 'product',
  changeProductDetails: 'product',
  changeProductPrice: 'product',
  addProductImage: 'product',
  removeProductImage: 'product',
  categorizeProduct: 'product',
  publishProduct: 'product',
  unpublishProduct: 'product',
  discontinueProduct: 'product',
  updateProductStock: 'product',
  defineCategory: 'category',
  renameCategory: 'category',
  moveCategory: 'category',
  createOrder: 'order',
  payOrder: 'order',
  shipOrder: 'order',
  deliverOrder: 'order',
  cancelOrder: 'order',
  returnOrderItems: 'order',
  registerCustomer: 'customer',
  changeCustomerAddress: 'customer',
  submitReview: 'review',
  moderateReview: 'review',
} as const;
export type CommandName = keyof typeof entities;
type BulkName = 'registerProducts' | 'updateStocks' | 'changePrices';
const ERRORS = `userErrors { code message path ... on InsufficientStock { sku requested available }
  ... on StaleRevision { current } ... on WrongState { state } ... on DuplicateExternalReference { existingId } }`;

export interface BulkAnswer extends Pick<Answer, 'consistencyToken' | 'replayed' | 'userErrors'> {
  readonly rows: readonly { readonly index: number; readonly productId: string | null }[];
}

export interface Answer {
  readonly id: string | null;
  readonly entity: { readonly id: string; readonly revision: string } | null;
  readonly consistencyToken: string | null;
  readonly replayed: boolean;
  readonly userErrors: readonly {
    readonly code: UserErrorCode;
    readonly message: string;
    readonly path: readonly string[];
    readonly sku?: string;
    readonly requested?: number;
    readonly available?: number;
    readonly current?: string;
    readonly state?: string;
    readonly existingId?: string;
  }[];
}

/** Who asks, and how long they wait. */
type Asked = Partial<RequestContext>;

/** The command side on a database of its own: commands go in through its schema, and what is written is looked at with SQL. */
export type Shop = Awaited<ReturnType<typeof openShop>>;

/** `through` may put something between the shop and its database. */
export async function openShop(through: (url: string) => Promise<string> | string = (url) => url) {
  const database = await createDatabase();
  await migrate(database.url);
  const pool = connect(await through(database.url));
  const direct = createPool({ uri: database.url, timezone: 'Z', multipleStatements: true });
  let wakes = 0;
  const tokens = createTokens(['the secret of this shop']);
  const resolvers = createResolvers(
    { pool, wakeRelay: () => void wakes++, tokens, commands: new Set() },
    { clock: Date.now, newId: uuidv7 },
  ) as GraphQLResolverMap<unknown>;
  const schema = buildSubgraphSchema([{ typeDefs, resolvers }]);

  async function run<A>(name: string, selection: string, input: object, asked: Asked): Promise<A> {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    const { data, errors } = await graphql({
      schema,
      source: `mutation ($input: ${type}!) {
        answer: ${name}(input: $input) { ${selection} consistencyToken replayed ${ERRORS} }
      }`,
      variableValues: { input },
      contextValue: {
        caller: 'tester',
        checkFreshness: () => {},
        traceparent: undefined,
        deadline: Infinity,
        over: new AbortController().signal,
        written: [],
        ...asked,
      },
    });
    if (errors?.[0] !== undefined) throw errors[0].originalError ?? errors[0];
    return data?.['answer'] as A;
  }

  const send = (name: CommandName, input: object, asked: Asked = {}): Promise<Answer> =>
    run(name, `id: ${entities[name]}Id entity: ${entities[name]} { id revision }`, input, asked);
  const sendMany = (name: BulkName, input: object, asked: Asked = {}): Promise<BulkAnswer> =>
    run(name, 'rows { index productId }', input, asked);

  async function sql<Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
    const [rows] = await direct.query<RowDataPacket[]>(text, values);
    return rows as Row[];
  }

  return {
    tokens,
    url: database.url,
    pool,
    direct,
    send,
    sendMany,
    sql,
    wakes: () => wakes,
    order: (sku: string, quantity: number, more: object = {}, asked: Asked = {}) =>
      send('createOrder', { lines: [{ sku, quantity }], ...more }, asked),
    /** A published product with this much stock. Answers with its id. */
    async sell(sku: string, onHand = 0, more: object = {}): Promise<string> {
      const price = { amountMinor: 1_999, currency: 'EUR' };
      const { id, userErrors } = await send('registerProduct', {
        sku,
        name: sku,
        price,
        publish: true,
        ...more,
      });
      expect(userErrors).toEqual([]);
      if (onHand > 0) await send('updateProductStock', { sku, set: onHand });
      return id!;
    },
    async count(table: string): Promise<number> {
      const [row] = await sql<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`);
      return row!.n;
    },
    async stockOf(sku: string) {
      const [row] = await sql<{ onHand: number; reserved: number; revision: number }>(
        `SELECT on_hand AS onHand, reserved, stock.revision FROM stock JOIN product ON product_id = id WHERE sku = ?`,
        [sku],
      );
      return row;
    },
    /** Everything that is stored. */
    async everything(): Promise<Record<string, unknown[]>> {
      const tables = await sql<{ name: string }>(
        'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1',
      );
      return Object.fromEntries(
        await Promise.all(
          tables.map(async ({ name }) => [name, await sql(`SELECT * FROM ${name}`)] as const),
        ),
      );
    },
    /** A transaction from outside, which a test holds open. */
    async begin() {
      const connection = await direct.getConnection();
      await connection.beginTransaction();
      return connection;
    },
    /** The transactions that wait for a lock of this shop. */
    waiting: (): Promise<number[]> => lockWaits(direct),
    async close() {
      await pool.end();
      await direct.end();
      await database.drop();
    },
  };
}

/** What must hold of the write side at any moment, whatever happened to it. */
export async function audit({ sql }: Pick<Shop, 'sql'>): Promise<void> {
  const violations = {
    'stock is the sum of its movements': `
      SELECT s.product_id FROM stock s LEFT JOIN stock_movement m USING (product_id) GROUP BY s.product_id
      HAVING MAX(s.on_hand) <> COALESCE(SUM(m.on_hand_delta), 0) OR MAX(s.reserved) <> COALESCE(SUM(m.reserved_delta), 0)`,
    'what is reserved is what orders have': `
      SELECT s.product_id FROM stock s LEFT JOIN (SELECT product_id, quantity FROM order_line
        JOIN orders ON orders.id = order_id WHERE status IN ('PLACED', 'PAID')) l USING (product_id) GROUP BY s.product_id
      HAVING MAX(s.reserved) <> COALESCE(SUM(l.quantity), 0)`,
    'nobody gets back more than was delivered, or refunded more than was paid': `
      SELECT o.id FROM orders o LEFT JOIN order_line l ON l.order_id = o.id GROUP BY o.id
      HAVING MAX(o.refunded_minor) > MAX(o.paid_minor) OR SUM(l.returned > l.quantity) > 0`,
    'what came back of an order is what its returns say': `
      SELECT l.order_id FROM order_line l LEFT JOIN (SELECT order_id, position, SUM(quantity) AS back
        FROM order_return_item GROUP BY order_id, position) r USING (order_id, position)
      WHERE l.returned <> COALESCE(r.back, 0)`,
    'a rating is the sum of the approved reviews': `
      SELECT r.product_id FROM rating r LEFT JOIN review v ON v.product_id = r.product_id AND v.status = 'APPROVED'
      GROUP BY r.product_id HAVING MAX(r.review_count) <> COUNT(v.id) OR MAX(r.star_sum) <> COALESCE(SUM(v.stars), 0)
        OR MAX(r.stars_1) <> COUNT(IF(v.stars = 1, 1, NULL)) OR MAX(r.stars_2) <> COUNT(IF(v.stars = 2, 1, NULL))
        OR MAX(r.stars_3) <> COUNT(IF(v.stars = 3, 1, NULL)) OR MAX(r.stars_4) <> COUNT(IF(v.stars = 4, 1, NULL))
        OR MAX(r.stars_5) <> COUNT(IF(v.stars = 5, 1, NULL))`,
    'an order costs the sum of its lines': `
      SELECT o.id FROM orders o LEFT JOIN order_line l ON l.order_id = o.id GROUP BY o.id
      HAVING MAX(o.total_minor) <> SUM(l.quantity * l.unit_price_minor)`,
    'no category stands below itself': `
      WITH RECURSIVE up (id, parent_id, depth) AS (SELECT id, parent_id, 1 FROM category
        UNION ALL SELECT up.id, c.parent_id, depth + 1 FROM up JOIN category c ON c.id = up.parent_id WHERE depth < 60)
      SELECT id FROM up WHERE depth = 60`,
    'the revisions of a stream rise from 1 by one': `
      SELECT kind, id FROM events GROUP BY kind, id HAVING MIN(revision) <> 1 OR MAX(revision) <> COUNT(*)`,
    'each event has one message in the outbox': `
      SELECT stream, revision FROM (SELECT CONCAT(kind, '-', id) AS stream, revision FROM events
        UNION ALL SELECT CONVERT(stream USING utf8mb4), revision FROM outbox) both_sides
      GROUP BY stream, revision HAVING COUNT(*) <> 2`,
    'the last event of a stock carries its state': `
      SELECT s.product_id FROM stock s JOIN product p ON p.id = s.product_id
      LEFT JOIN events e ON e.kind = 'stock' AND e.id = s.product_id AND e.revision = s.revision
      WHERE s.revision > 0 AND (e.state IS NULL OR e.state->'$.onHand' <> s.on_hand OR e.state->'$.reserved' <> s.reserved
        OR e.state->>'$.sku' <> CONVERT(p.sku USING utf8mb4))`,
    'the last event of a product carries its state': `
      SELECT p.id FROM product p LEFT JOIN events e ON e.kind = 'product' AND e.id = p.id AND e.revision = p.revision
      WHERE e.state IS NULL OR e.state->>'$.name' <> p.name OR e.state->>'$.status' <> CONVERT(p.status USING utf8mb4)
        OR e.state->'$.price.amountMinor' <> p.price_minor
        OR JSON_LENGTH(e.state->'$.attributes') <> (SELECT COUNT(*) FROM product_attribute a WHERE a.product_id = p.id)
        OR JSON_LENGTH(e.state->'$.images') <> (SELECT COUNT(*) FROM product_image i WHERE i.product_id = p.id)`,
    'the event of an order carries its state': `
      SELECT o.id FROM orders o LEFT JOIN events e ON e.kind = 'order' AND e.id = o.id AND e.revision = o.revision
      WHERE e.state IS NULL OR e.state->'$.total.amountMinor' <> o.total_minor
        OR JSON_LENGTH(e.state->'$.lines') <> (SELECT COUNT(*) FROM order_line l WHERE l.order_id = o.id)`,
    'a remembered command has its answer': 'SELECT HEX(hash) FROM idempotency WHERE answer IS NULL',
  };
  const found = await Promise.all(
    Object.entries(violations).map(async ([rule, query]) => [rule, await sql(query)] as const),
  );
  expect(found.filter(([, rows]) => rows.length > 0)).toEqual([]);
}
