import type { Change } from '../domain/decision.ts';
import { movement, type Stock } from '../domain/stock.ts';
import { type Connection, insertRows, lastOf, selectIn, type Statement, updateRows } from './connect.ts';

interface StockRow {
  id: string;
  sku: string;
  revision: number;
  on_hand: number;
  reserved: number;
}

const SELECT = `SELECT stock.product_id AS id, CONVERT(product.sku USING utf8mb4) AS sku, stock.revision, on_hand, reserved
  FROM stock FORCE INDEX (PRIMARY) STRAIGHT_JOIN product ON product.id = stock.product_id`;

/** The stock of these products and no other, locked in the order of their ids, so that two commands never wait for each other. */
export async function lockStocks(connection: Connection, productIds: readonly string[]): Promise<Stock[]> {
  const sql = `${SELECT} WHERE stock.product_id IN (?) ORDER BY stock.product_id FOR UPDATE OF stock`;
  return (await selectIn<StockRow>(connection, sql, [...productIds].sort())).map(toStock);
}

/** The same by SKU. A product's id never changes, so it may be looked up before the lock. */
export async function lockStocksBySku(connection: Connection, skus: readonly string[]): Promise<Stock[]> {
  const rows = await selectIn<{ id: string }>(connection, 'SELECT id FROM product WHERE sku IN (?)', skus);
  return lockStocks(
    connection,
    rows.map(({ id }) => id),
  );
}

/** The products of the movements that have these external references. */
export async function findMovements(
  connection: Connection,
  references: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await selectIn<{ reference: string; id: string }>(
    connection,
    `SELECT CONVERT(external_reference USING utf8mb4) AS reference, product_id AS id FROM stock_movement
     WHERE external_reference IN (?)`,
    references.filter((reference) => reference !== null),
  );
  return new Map(rows.map(({ reference, id }) => [reference, id]));
}

/** The rows are there since the product was registered. */
export const saveStocks = (changes: readonly Change<'stock'>[]): Statement[] => [
  ...updateRows(
    'stock',
    ['product_id', 'revision', 'on_hand', 'reserved'],
    ['revision', 'on_hand', 'reserved'],
    lastOf(changes).map(({ id, revision, state }) => [id, revision, state.onHand, state.reserved]),
  ),
  ...insertRows(
    'stock_movement',
    [
      'product_id',
      'revision',
      'type',
      'on_hand_delta',
      'reserved_delta',
      'reason',
      'order_id',
      'external_reference',
    ],
    changes.map(toMovement),
  ),
];

const toStock = ({ id, sku, revision, on_hand, reserved }: StockRow): Stock => ({
  kind: 'stock',
  id,
  revision,
  state: { productId: id, sku, onHand: on_hand, reserved },
});

function toMovement({ id, revision, happening }: Change<'stock'>): unknown[] {
  const { onHand, reserved } = movement(happening);
  const [reason, orderId, reference] =
    happening.type === 'ProductStockUpdated'
      ? [happening.data.reason, null, happening.data.externalReference]
      : [null, happening.data.orderId, null];
  return [id, revision, happening.type, onHand, reserved, reason, orderId, reference];
}
