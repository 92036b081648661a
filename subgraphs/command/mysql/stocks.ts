import type { Change } from '../domain/decision.ts';
import { movement, type Stock } from '../domain/stock.ts';
import type { Connection } from './connect.ts';
import { insertRows, lastOf, selectIn, type Statement, updateRows } from './statements.ts';

interface StockRow {
  id: string;
  sku: string;
  revision: number;
  on_hand: number;
  reserved: number;
}

/**
 * The stock of the products with these SKUs and no other, locked in the order of the SKU index, so that two commands never
 * wait for each other. A product keeps its SKU, and is not locked.
 */
export async function lockStocks(connection: Connection, skus: Iterable<string>): Promise<Stock[]> {
  const rows = await selectIn<StockRow>(
    connection,
    `SELECT stock.product_id AS id, CONVERT(sku USING utf8mb4) AS sku, stock.revision, on_hand, reserved
     FROM product FORCE INDEX (sku) STRAIGHT_JOIN stock FORCE INDEX (PRIMARY) ON stock.product_id = product.id
     WHERE sku IN (?) ORDER BY product.sku FOR UPDATE OF stock`,
    [...skus],
  );
  return rows.map(toStock);
}

/** The products of the movements that have these external references. */
export async function findMovements(
  connection: Connection,
  references: readonly (string | null)[],
): Promise<Map<string, string>> {
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
