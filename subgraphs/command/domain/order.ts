import type { OrderState } from '../../../schema/events/order.ts';
import { accept, type Change, type Decision, type Entity, type Rejection, reject } from './decision.ts';
import type { Product } from './product.ts';
import { available, reserve, type Stock } from './stock.ts';

export type Order = Entity<'order'>;

export interface CreateOrder {
  readonly orderId: string;
  readonly now: string;
  readonly externalReference: string | null;
  readonly customerId: string | null;
  readonly lines: readonly OrderLine[];
}
export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
}

/** What an order meets: the products of its SKUs with their stock, and whether its external reference is taken. */
export interface OrderContext {
  readonly products: ReadonlyMap<string, { readonly product: Product; readonly stock: Stock }>;
  readonly externalReferenceTaken: boolean;
}

export function createOrder(command: CreateOrder, context: OrderContext): Decision {
  const rejections = [
    ...rejectReference(command, context),
    ...rejectLines(command.lines, context),
    ...rejectCurrencies(command.lines, context),
    ...rejectDemand(command.lines, context),
  ];
  if (rejections.length > 0) return reject(...rejections);
  const lines = command.lines.map((line) => priceLine(line, context));
  const amountMinor = lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
  if (!Number.isSafeInteger(amountMinor)) {
    return reject({
      code: 'INVALID_INPUT',
      message: 'the total exceeds 2^53 - 1 minor units',
      path: ['lines'],
    });
  }
  const state: OrderState = {
    orderId: command.orderId,
    externalReference: command.externalReference,
    customerId: command.customerId,
    status: 'PLACED',
    lines,
    total: { amountMinor, currency: currencyOf(command.lines[0]!.sku, context)! },
    createdAt: command.now,
  };
  const placed: Change<'order'> = {
    kind: 'order',
    id: command.orderId,
    revision: 1,
    state,
    happening: { type: 'OrderCreated', data: {} },
  };
  const reservations = [...demandPerSku(command.lines)].map(([sku, { quantity }]) =>
    reserve(context.products.get(sku)!.stock, command.orderId, quantity),
  );
  return accept(command.orderId, placed, ...reservations);
}

/** Units per SKU over all lines, with the index of the first line that asks for it. */
export function demandPerSku(lines: readonly OrderLine[]): Map<string, { quantity: number; line: number }> {
  const demand = new Map<string, { quantity: number; line: number }>();
  lines.forEach(({ sku, quantity }, line) => {
    const before = demand.get(sku);
    demand.set(sku, { quantity: (before?.quantity ?? 0) + quantity, line: before?.line ?? line });
  });
  return demand;
}

function rejectReference(command: CreateOrder, context: OrderContext): Rejection[] {
  if (!context.externalReferenceTaken) return [];
  return [
    {
      code: 'DUPLICATE_EXTERNAL_REFERENCE',
      message: `another order has the external reference ${command.externalReference}`,
      path: ['externalReference'],
    },
  ];
}

function rejectLines(lines: readonly OrderLine[], context: OrderContext): Rejection[] {
  return lines.flatMap(({ sku }, index): Rejection[] => {
    const path = ['lines', String(index), 'sku'];
    const found = context.products.get(sku);
    if (found === undefined) {
      return [{ code: 'PRODUCT_NOT_FOUND', message: `there is no product with SKU ${sku}`, path }];
    }
    if (found.product.state.status === 'PUBLISHED') return [];
    return [{ code: 'PRODUCT_NOT_PUBLISHED', message: `product ${sku} is not published`, path }];
  });
}

function rejectCurrencies(lines: readonly OrderLine[], context: OrderContext): Rejection[] {
  const currencies = new Set(lines.map(({ sku }) => currencyOf(sku, context)).filter((c) => c !== undefined));
  if (currencies.size <= 1) return [];
  const message = `the lines are in several currencies: ${[...currencies].sort().join(', ')}`;
  return [{ code: 'MIXED_CURRENCIES', message, path: ['lines'] }];
}

function rejectDemand(lines: readonly OrderLine[], context: OrderContext): Rejection[] {
  return [...demandPerSku(lines)].flatMap(([sku, { quantity, line }]): Rejection[] => {
    const found = context.products.get(sku);
    if (found === undefined) return [];
    const units = available(found.stock.state);
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

function priceLine({ sku, quantity }: OrderLine, context: OrderContext): OrderState['lines'][number] {
  const { product } = context.products.get(sku)!;
  const unitPriceMinor = product.state.price!.amountMinor;
  return { productId: product.id, sku, name: product.state.name, quantity, unitPriceMinor };
}

const currencyOf = (sku: string, context: OrderContext) =>
  context.products.get(sku)?.product.state.price?.currency;
