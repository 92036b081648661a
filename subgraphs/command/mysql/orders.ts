import type { Change } from '../domain/decision.ts';
import { type Connection, insertRows, select, type Statement } from './connect.ts';

/** Whether an order has this external reference already. */
export async function isReferenceTaken(connection: Connection, reference: string | null): Promise<boolean> {
  if (reference === null) return false;
  const rows = await select(connection, 'SELECT 1 FROM orders WHERE external_reference = ?', [reference]);
  return rows.length > 0;
}

export function saveOrders(changes: readonly Change<'order'>[]): Statement[] {
  return changes.flatMap(({ id, revision, state }) => [
    ...insertRows(
      'orders',
      [
        'id',
        'revision',
        'external_reference',
        'customer_id',
        'status',
        'total_minor',
        'currency',
        'created_at',
      ],
      [
        [
          id,
          revision,
          state.externalReference,
          state.customerId,
          state.status,
          state.total.amountMinor,
          state.total.currency,
          new Date(state.createdAt),
        ],
      ],
    ),
    ...insertRows(
      'order_line',
      ['order_id', 'position', 'product_id', 'name', 'quantity', 'unit_price_minor'],
      state.lines.map((line, position) => [
        id,
        position,
        line.productId,
        line.name,
        line.quantity,
        line.unitPriceMinor,
      ]),
    ),
  ]);
}
