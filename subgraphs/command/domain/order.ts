import type { HappeningOf } from '../../../schema/events/event.ts';
import type { OrderState } from '../../../schema/events/order.ts';
import type { Money } from '../../../schema/events/product.ts';
import {
  accept,
  type Change,
  type Decision,
  duplicateReference,
  type Entity,
  happen,
  type OnExisting,
  onExisting,
  reject,
} from './decision.ts';
import { MAX_ON_HAND, moveForOrder, type Stock } from './stock.ts';

export type Order = Entity<'order'>;
interface ChangeOrder extends OnExisting {
  readonly orderId: string;
}
export type PayOrder = ChangeOrder & { readonly amount: Money | null };
export type ShipOrder = ChangeOrder & { readonly trackingNumber: string | null };
export type DeliverOrder = ChangeOrder;
export type CancelOrder = ChangeOrder & { readonly reason: string | null };
export interface ReturnOrderItems extends ChangeOrder {
  readonly returnId: string;
  readonly externalReference: string | null;
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
  readonly reason: string | null;
}

/** An order, and the stock of its products by their ids. */
export interface OrderAndStocks {
  readonly order: Order | undefined;
  readonly stocks: ReadonlyMap<string, Stock>;
}

export const payOrder = ({ amount, ...command }: PayOrder, order: Order | undefined): Decision =>
  inState(['PLACED'], command, order, ({ id, state: { total } }) => {
    if (amount !== null && amount.currency !== total.currency) {
      const message = `the order is in ${total.currency}`;
      return reject({ code: 'WRONG_CURRENCY', message, path: ['amount', 'currency'] });
    }
    if (amount !== null && amount.amountMinor !== total.amountMinor) {
      const message = `the order costs ${total.amountMinor} ${total.currency} in minor units`;
      return reject({ code: 'WRONG_AMOUNT', message, path: ['amount', 'amountMinor'] });
    }
    return accept(id, next(order, id, { type: 'OrderPaid', data: { amountMinor: total.amountMinor } }));
  });

export const shipOrder = (
  { trackingNumber, ...command }: ShipOrder,
  { order, stocks }: OrderAndStocks,
): Decision =>
  inState(['PAID'], command, order, ({ id, state }) =>
    accept(
      id,
      next(order, id, { type: 'OrderShipped', data: { trackingNumber } }),
      ...moveStocks(stocks, 'StockShipped', id, state.lines),
    ),
  );

export const deliverOrder = (command: DeliverOrder, order: Order | undefined): Decision =>
  inState(['SHIPPED'], command, order, ({ id }) =>
    accept(id, next(order, id, { type: 'OrderDelivered', data: {} })),
  );

export const cancelOrder = (
  { reason, ...command }: CancelOrder,
  { order, stocks }: OrderAndStocks,
): Decision =>
  inState(['PLACED', 'PAID'], command, order, ({ id, state }) =>
    accept(
      id,
      next(order, id, { type: 'OrderCancelled', data: { reason, refundMinor: state.paidMinor } }),
      ...moveStocks(stocks, 'StockReleased', id, state.lines),
    ),
  );

/** `referencedBy` is the order of the return that has the command's external reference already. */
export function returnOrderItems(
  command: ReturnOrderItems,
  { order, stocks, referencedBy }: OrderAndStocks & { readonly referencedBy: string | undefined },
): Decision {
  if (referencedBy !== undefined) return reject(duplicateReference('return', command, referencedBy));
  return inState(['DELIVERED'], command, order, ({ id, state }) => {
    const items = command.items.map(({ sku, quantity }) => takeBack(state.lines, sku, quantity));
    const missing = items.findIndex((item) => item === undefined);
    if (missing >= 0) {
      const { sku, quantity } = command.items[missing]!;
      const message = `${quantity} units of ${sku} would come back, more than were delivered and are not back yet`;
      return reject({
        code: 'RETURN_EXCEEDS_DELIVERED',
        message,
        path: ['items', String(missing), 'quantity'],
      });
    }
    const returned = items.flatMap((item) => item!);
    const { returnId, externalReference, reason } = command;
    const refundMinor = returned.reduce(
      (sum, { line, quantity }) => sum + quantity * state.lines[line]!.unitPriceMinor,
      0,
    );
    const data = { returnId, externalReference, items: returned, refundMinor, reason };
    const units = returned.map(({ line, quantity }) => ({
      productId: state.lines[line]!.productId,
      quantity,
    }));
    const moved = moveStocks(stocks, 'StockReturned', id, units);
    const over = moved.find(({ state }) => state.onHand > MAX_ON_HAND)?.state.sku;
    if (over !== undefined) {
      const item = command.items.findIndex(({ sku }) => sku === over);
      const message = `at most ${MAX_ON_HAND} units of ${over} can be on hand`;
      return reject({ code: 'INVALID_INPUT', message, path: ['items', String(item), 'quantity'] });
    }
    return accept(id, next(order, id, { type: 'OrderItemsReturned', data }), ...moved);
  });
}

/** Spreads a return over the lines with this SKU, from the first on; undefined when they do not have so many. */
function takeBack(
  lines: OrderState['lines'],
  sku: string,
  quantity: number,
): { line: number; quantity: number }[] | undefined {
  let missing = quantity;
  const items = lines.flatMap((ordered, line) => {
    const taken = ordered.sku === sku ? Math.min(missing, ordered.quantity - ordered.returned) : 0;
    missing -= taken;
    return taken > 0 ? [{ line, quantity: taken }] : [];
  });
  return missing === 0 ? items : undefined;
}

export function evolveOrder(state: OrderState | undefined, happening: HappeningOf<'order'>): OrderState {
  if (state === undefined) throw new Error(`${happening.type} before the order was placed`);
  switch (happening.type) {
    case 'OrderCreated':
      return state;
    case 'OrderPaid':
      return { ...state, status: 'PAID', paidMinor: happening.data.amountMinor };
    case 'OrderShipped':
      return { ...state, status: 'SHIPPED', trackingNumber: happening.data.trackingNumber };
    case 'OrderDelivered':
      return { ...state, status: 'DELIVERED' };
    case 'OrderCancelled':
      return { ...state, status: 'CANCELLED', refundedMinor: happening.data.refundMinor };
    case 'OrderItemsReturned':
      return evolveReturn(state, happening.data);
  }
}

function evolveReturn(
  state: OrderState,
  data: Extract<HappeningOf<'order'>, { type: 'OrderItemsReturned' }>['data'],
): OrderState {
  const back = new Map<number, number>();
  for (const { line, quantity } of data.items) back.set(line, (back.get(line) ?? 0) + quantity);
  const lines = state.lines.map((line, index) => ({
    ...line,
    returned: line.returned + (back.get(index) ?? 0),
  }));
  const refundedMinor = state.refundedMinor + data.refundMinor;
  if (lines.some(({ quantity, returned }) => returned > quantity) || refundedMinor > state.paidMinor) {
    throw new RangeError(`order ${state.orderId}: more returned than delivered, or refunded than paid`);
  }
  const whole = lines.every(({ quantity, returned }) => returned === quantity);
  return { ...state, status: whole ? 'RETURNED' : state.status, lines, refundedMinor };
}

/** The state machine: refuses a step that does not begin in one of these states. */
const inState = (
  states: readonly OrderState['status'][],
  command: ChangeOrder,
  order: Order | undefined,
  decide: (order: Order) => Decision,
): Decision =>
  onExisting('order', command, order, (found) => {
    const { status } = found.state;
    if (states.includes(status)) return decide(found);
    const message = `the order is ${status}, not ${states.join(' or ')}`;
    return reject({ code: 'WRONG_STATE', message, path: ['orderId'], state: status });
  });

/** One movement per product, however many lines have it. */
export function moveStocks(
  stocks: ReadonlyMap<string, Stock>,
  type: Parameters<typeof moveForOrder>[1],
  orderId: string,
  units: readonly { readonly productId: string; readonly quantity: number }[],
): Change<'stock'>[] {
  const sums = new Map<string, number>();
  for (const { productId, quantity } of units) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  return [...sums].map(([productId, quantity]) =>
    moveForOrder(stocks.get(productId)!, type, orderId, quantity),
  );
}

/** The first event of an order; the state after it says what was ordered. */
export const placed = (state: OrderState): Change<'order'> => ({
  kind: 'order',
  id: state.orderId,
  revision: 1,
  state,
  happening: { type: 'OrderCreated', data: {} },
});

const next = (order: Order | undefined, id: string, happening: HappeningOf<'order'>): Change<'order'> =>
  happen('order', order, id, happening, evolveOrder);
