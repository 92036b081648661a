import type { Change } from '../domain/decision.ts';
import type { Stock } from '../domain/stock.ts';
import { type Connection, insertRows, select, type Statement } from './connect.ts';

interface StockRow {
  id: string;
  sku: string;
  revision: number;
  on_hand: number;
  reserved: number;
}

const SELECT = `SELECT stock.product_id AS id, CONVERT(product.sku USING utf8mb4) AS sku, stock.revision, on_hand, reserved
  FROM stock FORCE INDEX (PRIMARY) STRAIGHT_JOIN product ON product.id = stock.product_id`;

/** The stock of the product with this SKU, locked until the transaction ends. */
export async function lockStock(connection: Connection, sku: string): Promise<Stock | undefined> {
  const rows = await select<StockRow>(
    connection,
    `${SELECT} WHERE stock.product_id = (SELECT id FROM product WHERE sku = ?) FOR UPDATE OF stock`,
    [sku],
  );
  return rows.map(toStock)[0];
}

/** The stock of these products and no other, locked in the order of their ids, so that two orders never wait for each other. */
export async function lockStocks(connection: Connection, productIds: readonly string[]): Promise<Stock[]> {
  if (productIds.length === 0) return [];
  const sql = `${SELECT} WHERE stock.product_id IN (?) ORDER BY stock.product_id FOR UPDATE OF stock`;
  return (await select<StockRow>(connection, sql, [[...productIds].sort()])).map(toStock);
}

/** The rows exist since the product was registered: the insert never adds one, it is how one statement updates many. */
export function saveStocks(changes: readonly Change<'stock'>[]): Statement[] {
  const last = [...new Map(changes.map((change) => [change.id, change])).values()];
  const rows = last.map(({ id, revision, state }) => [id, revision, state.onHand, state.reserved]);
  return [
    ...insertRows('stock', ['product_id', 'revision', 'on_hand', 'reserved'], rows).map(
      ({ sql, values }) => ({
        sql: `${sql} ON DUPLICATE KEY UPDATE revision = VALUES(revision), on_hand = VALUES(on_hand), reserved = VALUES(reserved)`,
        values,
      }),
    ),
    ...insertRows(
      'stock_movement',
      ['product_id', 'revision', 'type', 'on_hand_delta', 'reserved_delta', 'reason', 'order_id'],
      changes.map(toMovement),
    ),
  ];
}

const toStock = ({ id, sku, revision, on_hand, reserved }: StockRow): Stock => ({
  kind: 'stock',
  id,
  revision,
  state: { productId: id, sku, onHand: on_hand, reserved },
});

function toMovement({ id, revision, happening }: Change<'stock'>): unknown[] {
  switch (happening.type) {
    case 'ProductStockUpdated':
      return [id, revision, happening.type, happening.data.delta, 0, happening.data.reason, null];
    case 'StockReserved':
      return [id, revision, happening.type, 0, happening.data.quantity, null, happening.data.orderId];
  }
}
