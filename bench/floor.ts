import { createHash, randomUUID } from 'node:crypto';
import { createPool, type Pool } from 'mysql2/promise';
import { v7 as uuidv7 } from 'uuid';
import { migrate } from '../subgraphs/command/mysql/migrate.ts';
import { createDatabase, type Line } from './shop.ts';

// What an order costs when nothing but MySQL is in the way: the statements that the command subgraph sends for
// createOrder, in as many round trips, written by hand without checks, deciders, GraphQL or HTTP.

export interface Floor {
  placeOrder(lines: readonly Line[]): Promise<void>;
  /** New products with so many units each; answers their SKUs. */
  stock(products: number, units: number): Promise<string[]>;
  close(): Promise<void>;
}

/** As many as the command subgraph has. */
const CONNECTIONS = 20;

export async function openFloor(engineUrl: string): Promise<Floor> {
  const { url: mysqlUrl, drop } = await createDatabase(engineUrl);
  await migrate(mysqlUrl);
  const pool = createPool({
    uri: mysqlUrl,
    connectionLimit: CONNECTIONS,
    multipleStatements: true,
    timezone: 'Z',
    charset: 'utf8mb4',
    trace: false,
  });
  pool.on('connection', (connection) => {
    void connection.query(
      "SET SESSION transaction_isolation = 'READ-COMMITTED', sql_mode = 'TRADITIONAL', time_zone = '+00:00'",
    );
  });
  return {
    placeOrder: (lines) => placeOrder(pool, lines),
    stock: (products, units) => stock(pool, products, units),
    close: async () => {
      await pool.end();
      await drop();
    },
  };
}

type Product = { id: string; sku: string; name: string; price_minor: number };
type Stock = { id: string; revision: number; on_hand: number; reserved: number };

/** One line per SKU. */
async function placeOrder(pool: Pool, lines: readonly Line[]): Promise<void> {
  const connection = await pool.getConnection();
  const hash = createHash('sha256').update(randomUUID()).digest();
  const skus = lines.map(({ sku }) => sku);
  const [[, , , products, stocks]] = (await connection.query(
    `START TRANSACTION; INSERT INTO idempotency (hash, fingerprint, attempt) VALUES (?, ?, ?); SELECT epoch FROM epoch;
     SELECT id, CONVERT(sku USING utf8mb4) AS sku, name, price_minor, currency, status FROM product FORCE INDEX (sku)
     WHERE sku IN (?) ORDER BY sku FOR SHARE;
     SELECT stock.product_id AS id, CONVERT(sku USING utf8mb4) AS sku, stock.revision, on_hand, reserved
     FROM product FORCE INDEX (sku) STRAIGHT_JOIN stock FORCE INDEX (PRIMARY) ON stock.product_id = product.id
     WHERE sku IN (?) ORDER BY product.sku FOR UPDATE OF stock`,
    [hash, hash, randomUUID(), skus, skus],
  )) as unknown as [[unknown, unknown, unknown, Product[], Stock[]]];
  await write(connection, hash, toOrder(lines, products, stocks));
  connection.release();
}

interface Written {
  readonly id: string;
  readonly now: Date;
  readonly totalMinor: number;
  readonly lines: readonly (Line & { productId: string; name: string; unitPriceMinor: number })[];
  readonly stocks: readonly {
    id: string;
    sku: string;
    revision: number;
    onHand: number;
    reserved: number;
    quantity: number;
  }[];
}

function toOrder(lines: readonly Line[], products: readonly Product[], stocks: readonly Stock[]): Written {
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const byId = new Map(stocks.map((stock) => [stock.id, stock]));
  const ordered = lines.map(({ sku, quantity }) => {
    const { id: productId, name, price_minor: unitPriceMinor } = bySku.get(sku)!;
    return { sku, quantity, productId, name, unitPriceMinor };
  });
  return {
    id: uuidv7(),
    now: new Date(),
    totalMinor: ordered.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0),
    lines: ordered,
    stocks: ordered.map(({ sku, productId, quantity }) => {
      const { revision, on_hand: onHand, reserved } = byId.get(productId)!;
      return { id: productId, sku, revision: revision + 1, onHand, reserved: reserved + quantity, quantity };
    }),
  };
}

async function write(connection: { query: Pool['query'] }, hash: Buffer, order: Written): Promise<void> {
  const { id, now, totalMinor, lines, stocks } = order;
  const state = { orderId: id, status: 'PLACED', lines, total: { amountMinor: totalMinor, currency: 'EUR' } };
  const events: Event[] = [
    { kind: 'order', id, revision: 1, type: 'OrderCreated', data: {}, state },
    ...stocks.map((stock) => ({
      kind: 'stock',
      id: stock.id,
      revision: stock.revision,
      type: 'StockReserved',
      data: { orderId: id, quantity: stock.quantity },
      state: { productId: stock.id, sku: stock.sku, onHand: stock.onHand, reserved: stock.reserved },
    })),
  ];
  await connection.query(
    `INSERT INTO orders (id, total_minor, currency, created_at, revision, status, paid_minor, refunded_minor) VALUES ?;
     INSERT INTO order_line (order_id, position, product_id, name, quantity, unit_price_minor, returned) VALUES ?;
     INSERT INTO stock (product_id, revision, on_hand, reserved) VALUES ?
       ON DUPLICATE KEY UPDATE revision = VALUES(revision), on_hand = VALUES(on_hand), reserved = VALUES(reserved);
     INSERT INTO stock_movement (product_id, revision, type, on_hand_delta, reserved_delta, order_id) VALUES ?;
     INSERT INTO events (kind, id, epoch, revision, type, version, occurred_at, data, state) VALUES ?;
     INSERT INTO outbox (stream, revision, message) VALUES ?;
     UPDATE idempotency SET answer = ? WHERE hash = ?;
     COMMIT`,
    [
      [[id, totalMinor, 'EUR', now, 1, 'PLACED', 0, 0]],
      lines.map((line, position) => [
        id,
        position,
        line.productId,
        line.name,
        line.quantity,
        line.unitPriceMinor,
        0,
      ]),
      stocks.map((stock) => [stock.id, stock.revision, stock.onHand, stock.reserved]),
      stocks.map((stock) => [stock.id, stock.revision, 'StockReserved', 0, stock.quantity, id]),
      events.map((e) => [
        e.kind,
        e.id,
        0,
        e.revision,
        e.type,
        1,
        now,
        JSON.stringify(e.data),
        JSON.stringify(e.state),
      ]),
      events.map((e) => [`${e.kind}-${e.id}`, e.revision, JSON.stringify(e)]),
      JSON.stringify({
        subjects: [{ id, revision: 'order@0.1' }],
        consistencyToken: 'x'.repeat(100),
        skipped: [],
      }),
      hash,
    ],
  );
}

interface Event {
  readonly kind: string;
  readonly id: string;
  readonly revision: number;
  readonly type: string;
  readonly data: unknown;
  readonly state: unknown;
}

async function stock(pool: Pool, count: number, units: number): Promise<string[]> {
  const products = Array.from({ length: count }, (_, index) => ({
    id: uuidv7(),
    sku: `${randomUUID()}-${index}`,
  }));
  await pool.query(
    `INSERT INTO product (id, revision, sku, name, price_minor, currency, status, registered_at) VALUES ?;
     INSERT INTO stock (product_id, revision, on_hand, reserved) VALUES ?`,
    [
      products.map(({ id, sku }) => [id, 1, sku, `Product ${sku}`, 1_999, 'EUR', 'PUBLISHED', new Date()]),
      products.map(({ id }) => [id, 1, units, 0]),
    ],
  );
  return products.map(({ sku }) => sku);
}
