import type { Address } from '../../../schema/events/customer.ts';
import type { OrderState } from '../../../schema/events/order.ts';
import type { Money, ProductState } from '../../../schema/events/product.ts';
import type { Customer } from './customer.ts';
import {
  accept,
  type Decision,
  duplicateReference,
  noSku,
  notFound,
  type Rejection,
  reject,
} from './decision.ts';
import { moveStocks, placed } from './order.ts';
import { available, type Stock } from './stock.ts';

export interface CreateOrder {
  readonly orderId: string;
  readonly now: string;
  readonly externalReference: string | null;
  readonly customerId: string | null;
  readonly shippingAddress: Address | null;
  readonly placedAt: string | null;
  readonly lines: readonly OrderLine[];
}
export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
  /** Agreed elsewhere; null for the product's own price. */
  readonly unitPrice: Money | null;
}

/** What an order takes of a product. */
export interface Sellable {
  readonly id: string;
  readonly state: Pick<ProductState, 'sku' | 'name' | 'price' | 'status'>;
}

/** What an order meets. */
export interface OrderContext {
  /** The products with the order's SKUs, and their stock. */
  readonly products: ReadonlyMap<string, { readonly product: Sellable; readonly stock: Stock }>;
  readonly customer: Customer | undefined;
  /** The order that has the external reference already. */
  readonly referencedBy: string | undefined;
}

/** Reserves the stock of all lines, or refuses for every reason there is. */
export function createOrder(command: CreateOrder, context: OrderContext): Decision {
  const rejections = [
    ...rejectHead(command, context),
    ...rejectProducts(command.lines, context),
    ...rejectCurrencies(command.lines, context),
    ...rejectDemand(command.lines, context),
  ];
  if (rejections.length > 0) return reject(...rejections);
  const lines = command.lines.map((line) => orderedLine(line, context));
  const amountMinor = lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
  if (!Number.isSafeInteger(amountMinor)) {
    return reject({
      code: 'INVALID_INPUT',
      message: 'the total exceeds 2^53 - 1 minor units',
      path: ['lines'],
    });
  }
  const { orderId, externalReference, customerId } = command;
  const state: OrderState = {
    orderId,
    externalReference,
    customerId,
    shippingAddress: command.shippingAddress ?? context.customer?.state.address ?? null,
    status: 'PLACED',
    lines,
    total: { amountMinor, currency: priceOf(command.lines[0]!, context)!.currency },
    paidMinor: 0,
    refundedMinor: 0,
    trackingNumber: null,
    createdAt: command.placedAt ?? command.now,
  };
  const stocks = new Map([...context.products.values()].map(({ product, stock }) => [product.id, stock]));
  return accept(orderId, placed(state), ...moveStocks(stocks, 'StockReserved', orderId, lines));
}

function rejectHead(command: CreateOrder, context: OrderContext): Rejection[] {
  const rejections: Rejection[] = [];
  if (context.referencedBy !== undefined)
    rejections.push(duplicateReference('order', command, context.referencedBy));
  if (command.customerId !== null && context.customer === undefined) {
    rejections.push(notFound('customer', command.customerId, ['customerId']));
  }
  if (command.placedAt !== null && command.placedAt > command.now) {
    rejections.push({ code: 'INVALID_INPUT', message: 'placedAt is in the future', path: ['placedAt'] });
  }
  return rejections;
}

function rejectProducts(lines: readonly OrderLine[], context: OrderContext): Rejection[] {
  return lines.flatMap(({ sku }, index): Rejection[] => {
    const path = ['lines', String(index), 'sku'];
    const found = context.products.get(sku);
    if (found === undefined) return [noSku(sku, path)];
    if (found.product.state.status === 'PUBLISHED') return [];
    return [{ code: 'PRODUCT_NOT_PUBLISHED', message: `product ${sku} is not published`, path }];
  });
}

/** Every line is in the currency of its product, and all lines are in one. */
function rejectCurrencies(lines: readonly OrderLine[], context: OrderContext): Rejection[] {
  const foreign = lines.flatMap(({ sku, unitPrice }, index): Rejection[] => {
    const currency = context.products.get(sku)?.product.state.price?.currency;
    if (unitPrice === null || currency === undefined || unitPrice.currency === currency) return [];
    const path = ['lines', String(index), 'unitPrice', 'currency'];
    return [{ code: 'WRONG_CURRENCY', message: `product ${sku} is sold in ${currency}`, path }];
  });
  const currencies = new Set(lines.flatMap((line) => priceOf(line, context)?.currency ?? []));
  if (foreign.length > 0 || currencies.size <= 1) return foreign;
  const message = `the lines are in several currencies: ${[...currencies].sort().join(', ')}`;
  return [{ code: 'WRONG_CURRENCY', message, path: ['lines'] }];
}

/**
 * The demand of all lines with a SKU is summed before it is compared with what is available. Of a product that is not sold,
 * which is refused as that, nobody is told how much there is.
 */
function rejectDemand(lines: readonly OrderLine[], context: OrderContext): Rejection[] {
  return [...demandPerSku(lines)].flatMap(([sku, { quantity, line }]): Rejection[] => {
    const found = context.products.get(sku);
    const isSold = found?.product.state.status === 'PUBLISHED';
    const units = isSold ? available(found.stock.state) : Infinity;
    if (quantity <= units) return [];
    return [
      {
        code: 'INSUFFICIENT_STOCK',
        message: `${quantity} units of ${sku} were asked for, ${units} are available`,
        path: ['lines', String(line), 'quantity'],
        sku,
        requested: quantity,
        available: units,
      },
    ];
  });
}

/** Units per SKU over all lines, with the index of the first line that asks for it. */
function demandPerSku(lines: readonly OrderLine[]): Map<string, { quantity: number; line: number }> {
  const demand = new Map<string, { quantity: number; line: number }>();
  lines.forEach(({ sku, quantity }, line) => {
    const before = demand.get(sku);
    demand.set(sku, { quantity: (before?.quantity ?? 0) + quantity, line: before?.line ?? line });
  });
  return demand;
}

function orderedLine(line: OrderLine, context: OrderContext): OrderState['lines'][number] {
  const { product } = context.products.get(line.sku)!;
  const { sku, quantity } = line;
  const unitPriceMinor = priceOf(line, context)!.amountMinor;
  return { productId: product.id, sku, name: product.state.name, quantity, unitPriceMinor, returned: 0 };
}

const priceOf = ({ sku, unitPrice }: OrderLine, context: OrderContext): Money | null | undefined =>
  unitPrice ?? context.products.get(sku)?.product.state.price;
