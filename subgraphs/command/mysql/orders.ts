import { Address } from '../../../schema/events/customer.ts';
import type { OrderState } from '../../../schema/events/order.ts';
import type { Change } from '../domain/decision.ts';
import type { Order } from '../domain/order.ts';
import type { Connection, Pool } from './connect.ts';
import {
  insertRows,
  lastOf,
  saveRows,
  select,
  selectByIds,
  type Statement,
  updateRows,
} from './statements.ts';
import { look } from './lend.ts';

interface OrderRow {
  id: string;
  revision: number;
  external_reference: string | null;
  customer_id: string | null;
  shipping_address: Address | null;
  status: OrderState['status'];
  total_minor: number;
  currency: string;
  paid_minor: number;
  refunded_minor: number;
  tracking_number: string | null;
  created_at: Date;
}

/** The order with its lines, locked until the transaction ends. */
export async function lockOrder(connection: Connection, id: string): Promise<Order | undefined> {
  const [[row], lines] = await Promise.all([
    selectByIds<OrderRow>(
      connection,
      `SELECT id, revision, CONVERT(external_reference USING utf8mb4) AS external_reference, customer_id,
         shipping_address, status, total_minor, currency, paid_minor, refunded_minor, tracking_number, created_at
       FROM orders WHERE id IN (?) FOR UPDATE`,
      [id],
    ),
    selectByIds<OrderState['lines'][number]>(
      connection,
      `SELECT product_id AS productId, CONVERT(product.sku USING utf8mb4) AS sku, order_line.name, quantity,
         unit_price_minor AS unitPriceMinor, returned
       FROM order_line JOIN product ON product.id = product_id WHERE order_id IN (?) ORDER BY position`,
      [id],
    ),
  ]);
  return row && toOrder(row, lines);
}

/** The customer who ordered; undefined when there is no such order, or nobody's. An order never changes hands. */
export async function findCustomerOfOrder(
  pool: Pool,
  id: string,
  deadline: number,
): Promise<string | undefined> {
  const sql = 'SELECT customer_id AS id FROM orders WHERE id IN (?)';
  const find = (connection: Connection) => selectByIds<{ id: string | null }>(connection, sql, [id]);
  const rows = await look(pool, find, deadline);
  return rows[0]?.id ?? undefined;
}

/** The order that has this external reference. */
export const findOrder = (connection: Connection, reference: string | null): Promise<string | undefined> =>
  findByReference(connection, 'SELECT id FROM orders WHERE external_reference = ?', reference);

/** The order of the return that has this external reference. */
export const findReturn = (connection: Connection, reference: string | null): Promise<string | undefined> =>
  findByReference(
    connection,
    'SELECT order_id AS id FROM order_return WHERE external_reference = ?',
    reference,
  );

async function findByReference(connection: Connection, sql: string, reference: string | null) {
  if (reference === null) return undefined;
  const [row] = await select<{ id: string }>(connection, sql, [reference]);
  return row?.id;
}

export function saveOrders(changes: readonly Change<'order'>[]): Statement[] {
  const of = (type: Change<'order'>['happening']['type']) =>
    changes.filter(({ happening }) => happening.type === type);
  const returned = lastOf(of('OrderItemsReturned'));
  return [
    ...saveRows('orders', { fixed: FIXED, changeable: CHANGEABLE }, changes, toRow),
    ...insertRows('order_line', LINE_COLUMNS, of('OrderCreated').flatMap(toLineRows)),
    ...updateRows('order_line', LINE_COLUMNS, ['returned'], returned.flatMap(toLineRows)),
    ...changes.flatMap(insertReturn),
  ];
}

const FIXED = [
  ...['id', 'external_reference', 'customer_id', 'shipping_address'],
  ...['total_minor', 'currency', 'created_at'],
];
const CHANGEABLE = ['revision', 'status', 'paid_minor', 'refunded_minor', 'tracking_number'];
const LINE_COLUMNS = [
  'order_id',
  'position',
  'product_id',
  'name',
  'quantity',
  'unit_price_minor',
  'returned',
];

function toRow({ id, revision, state }: Order): unknown[] {
  const { externalReference, customerId, shippingAddress, total, createdAt } = state;
  const address = shippingAddress === null ? null : JSON.stringify(shippingAddress);
  const fixed = [
    id,
    externalReference,
    customerId,
    address,
    total.amountMinor,
    total.currency,
    new Date(createdAt),
  ];
  return [...fixed, revision, state.status, state.paidMinor, state.refundedMinor, state.trackingNumber];
}

const toLineRows = ({ id, state }: Order): unknown[][] =>
  state.lines.map(({ productId, name, quantity, unitPriceMinor, returned }, position) => [
    id,
    position,
    productId,
    name,
    quantity,
    unitPriceMinor,
    returned,
  ]);

function insertReturn({ id, happening }: Change<'order'>): Statement[] {
  if (happening.type !== 'OrderItemsReturned') return [];
  const { returnId, externalReference, refundMinor, reason, items } = happening.data;
  return [
    {
      sql: `INSERT INTO order_return (id, order_id, external_reference, refund_minor, reason, returned_at)
            VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))`,
      values: [returnId, id, externalReference, refundMinor, reason],
    },
    ...insertRows(
      'order_return_item',
      ['return_id', 'order_id', 'position', 'quantity'],
      items.map(({ line, quantity }) => [returnId, id, line, quantity]),
    ),
  ];
}

function toOrder(row: OrderRow, lines: OrderState['lines']): Order {
  const { id, revision, status, currency } = row;
  const state: OrderState = {
    orderId: id,
    externalReference: row.external_reference,
    customerId: row.customer_id,
    shippingAddress: Address.nullable().parse(row.shipping_address),
    status,
    lines: lines.map((line) => ({ ...line })),
    total: { amountMinor: row.total_minor, currency },
    paidMinor: row.paid_minor,
    refundedMinor: row.refunded_minor,
    trackingNumber: row.tracking_number,
    createdAt: row.created_at.toISOString(),
  };
  return { kind: 'order', id, revision, state };
}
