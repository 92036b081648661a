import type { HappeningOf } from '../../../schema/events/event.ts';
import type { StockState } from '../../../schema/events/stock.ts';
import { accept, type Change, type Decision, type Entity, reject } from './decision.ts';

export type Stock = Entity<'stock'>;

/** More units than this are not kept of one product: quantities are 32-bit in GraphQL. */
export const MAX_ON_HAND = 2_000_000_000;

export interface UpdateProductStock {
  readonly sku: string;
  /** Units to add (negative: take away), or the number counted. */
  readonly update: { readonly delta: number } | { readonly set: number };
  readonly expectedQuantity: number | null;
  readonly reason: string | null;
}

export const available = (stock: StockState): number => stock.onHand - stock.reserved;

export function updateProductStock(command: UpdateProductStock, stock: Stock | undefined): Decision {
  if (stock === undefined) {
    return reject({
      code: 'PRODUCT_NOT_FOUND',
      message: `there is no product with SKU ${command.sku}`,
      path: ['sku'],
    });
  }
  const { onHand, reserved } = stock.state;
  if (command.expectedQuantity !== null && command.expectedQuantity !== onHand) {
    return reject({
      code: 'STALE_QUANTITY',
      message: `${onHand} units are on hand, not ${command.expectedQuantity}`,
      path: ['expectedQuantity'],
    });
  }
  const field = 'delta' in command.update ? 'delta' : 'set';
  const delta = 'delta' in command.update ? command.update.delta : command.update.set - onHand;
  if (onHand + delta > MAX_ON_HAND) {
    return reject({
      code: 'INVALID_INPUT',
      message: `at most ${MAX_ON_HAND} units can be on hand`,
      path: [field],
    });
  }
  if (onHand + delta < reserved) {
    return reject({
      code: 'STOCK_BELOW_RESERVED',
      message: `${onHand + delta} units would be on hand, but orders have reserved ${reserved}`,
      path: [field],
    });
  }
  const data = { delta, reason: command.reason };
  return accept(stock.id, happen(stock, { type: 'ProductStockUpdated', data }));
}

/** Takes units out of what is available. The caller has checked that they are there. */
export const reserve = (stock: Stock, orderId: string, quantity: number): Change<'stock'> =>
  happen(stock, { type: 'StockReserved', data: { orderId, quantity } });

/** Throws RangeError where onHand >= reserved >= 0 would not hold: a decider that lets it come to this is wrong. */
export function evolveStock(state: StockState, happening: HappeningOf<'stock'>): StockState {
  const next = applyMovement(state, happening);
  if (next.reserved < 0 || next.onHand < next.reserved) {
    throw new RangeError(`stock of ${state.sku}: on hand ${next.onHand}, reserved ${next.reserved}`);
  }
  return next;
}

function applyMovement(state: StockState, happening: HappeningOf<'stock'>): StockState {
  switch (happening.type) {
    case 'ProductStockUpdated':
      return { ...state, onHand: state.onHand + happening.data.delta };
    case 'StockReserved':
      return { ...state, reserved: state.reserved + happening.data.quantity };
  }
}

function happen(stock: Stock, happening: HappeningOf<'stock'>): Change<'stock'> {
  return {
    kind: 'stock',
    id: stock.id,
    revision: stock.revision + 1,
    state: evolveStock(stock.state, happening),
    happening,
  };
}
