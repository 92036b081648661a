import type { HappeningOf } from '../../../schema/events/event.ts';
import type { StockState } from '../../../schema/events/stock.ts';
import {
  accept,
  type Change,
  type Decision,
  duplicateReference,
  type Entity,
  happen,
  noSku,
  reject,
  type Rejection,
  stale,
} from './decision.ts';

export type Stock = Entity<'stock'>;

/** More units than this are not kept of one product: quantities are 32-bit in GraphQL. */
export const MAX_ON_HAND = 2_000_000_000;

export interface UpdateProductStock {
  readonly sku: string;
  /** Units to add (negative: take away), or the number counted. */
  readonly update: { readonly delta: number } | { readonly set: number };
  readonly expectedQuantity: number | null;
  readonly expectedRevision: number | undefined;
  readonly reason: string | null;
  readonly externalReference: string | null;
}

export const available = (stock: StockState): number => stock.onHand - stock.reserved;

/** `referencedBy` is the product of the movement that has the command's external reference already. */
export function updateProductStock(
  command: UpdateProductStock,
  { stock, referencedBy }: { stock: Stock | undefined; referencedBy: string | undefined },
): Decision {
  if (stock === undefined) {
    return reject(noSku(command.sku, ['sku']));
  }
  if (referencedBy !== undefined) return reject(duplicateReference('movement', command, referencedBy));
  if (command.expectedRevision !== undefined && command.expectedRevision !== stock.revision)
    return reject(stale(stock));
  const { onHand } = stock.state;
  const delta = 'delta' in command.update ? command.update.delta : command.update.set - onHand;
  const rejection = rejectQuantity(command, stock.state, onHand + delta);
  if (rejection !== undefined) return reject(rejection);
  const { reason, externalReference } = command;
  return accept(
    stock.id,
    next(stock, { type: 'ProductStockUpdated', data: { delta, reason, externalReference } }),
  );
}

function rejectQuantity(
  command: UpdateProductStock,
  { onHand, reserved }: StockState,
  after: number,
): Rejection | undefined {
  if (command.expectedQuantity !== null && command.expectedQuantity !== onHand) {
    const message = `${onHand} units are on hand, not ${command.expectedQuantity}`;
    return { code: 'STALE_QUANTITY', message, path: ['expectedQuantity'] };
  }
  const path = ['delta' in command.update ? 'delta' : 'set'];
  if (after > MAX_ON_HAND)
    return { code: 'INVALID_INPUT', message: `at most ${MAX_ON_HAND} units can be on hand`, path };
  if (after >= reserved) return undefined;
  const message = `${after} units would be on hand, but orders have reserved ${reserved}`;
  return { code: 'STOCK_BELOW_RESERVED', message, path };
}

/** What an order does to the stock of a product; the order's decider has checked that it may. */
export const moveForOrder = (
  stock: Stock,
  type: 'StockReserved' | 'StockReleased' | 'StockShipped' | 'StockReturned',
  orderId: string,
  quantity: number,
): Change<'stock'> => next(stock, { type, data: { orderId, quantity } });

/** Throws RangeError where onHand >= reserved >= 0 would not hold: a decider that lets it come to this is wrong. */
export function evolveStock(state: StockState | undefined, happening: HappeningOf<'stock'>): StockState {
  if (state === undefined) throw new Error(`${happening.type} before the product was registered`);
  const { onHand, reserved } = movement(happening);
  const after = { ...state, onHand: state.onHand + onHand, reserved: state.reserved + reserved };
  if (after.reserved < 0 || after.onHand < after.reserved) {
    throw new RangeError(`stock of ${state.sku}: on hand ${after.onHand}, reserved ${after.reserved}`);
  }
  return after;
}

/** The change of both quantities: a row of the ledger. */
export function movement(happening: HappeningOf<'stock'>): {
  readonly onHand: number;
  readonly reserved: number;
} {
  switch (happening.type) {
    case 'ProductStockUpdated':
      return { onHand: happening.data.delta, reserved: 0 };
    case 'StockReserved':
      return { onHand: 0, reserved: happening.data.quantity };
    case 'StockReleased':
      return { onHand: 0, reserved: -happening.data.quantity };
    case 'StockShipped':
      return { onHand: -happening.data.quantity, reserved: -happening.data.quantity };
    case 'StockReturned':
      return { onHand: happening.data.quantity, reserved: 0 };
  }
}

const next = (stock: Stock, happening: HappeningOf<'stock'>): Change<'stock'> =>
  happen('stock', stock, stock.id, happening, evolveStock);
