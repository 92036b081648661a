import type {
  OrderLineResolvers,
  OrderResolvers,
  ResolversParentTypes,
} from '../../../schema/generated/query.ts';
import { encodeRevision } from '../../../schema/revision.ts';
import type { QueryContext } from '../context.ts';
import type { Document } from '../indexer/projections/document.ts';
import { latest } from './latest.ts';
import { toProduct } from './product.ts';
import { readEntity, readReferred } from './reference.ts';
import { toCustomer } from './to-customer.ts';

/** What the API shows of an order document; undefined until the order has arrived. */
export function toOrder({ order }: Document): ResolversParentTypes['Order'] | undefined {
  if (order === undefined) return undefined;
  const { id, status, externalReference, customerId, shippingAddress, total } = order;
  const money = (amountMinor: number) => ({ amountMinor, currency: total.currency });
  return {
    ...{ id, status, externalReference, customerId, shippingAddress, total },
    lines: order.lines.map(({ productId, sku, name, quantity, returned, unitPriceMinor, totalMinor }) => ({
      ...{ productId, sku, name, quantity, returned },
      unitPrice: money(unitPriceMinor),
      total: money(totalMinor),
    })),
    paid: money(order.paidMinor),
    refunded: money(order.refundedMinor),
    trackingNumber: order.trackingNumber,
    createdAt: order.createdAt,
    revision: encodeRevision({ order }),
    updatedAt: latest(order),
  };
}

export const orderResolvers: OrderResolvers<QueryContext> = {
  customer: ({ customerId }, _args, context, info) =>
    readReferred('customer', customerId, context, info, toCustomer),
  __resolveReference: (reference, context, info) =>
    readEntity('Order', ['order'], reference, context, info, toOrder),
};

export const orderLineResolvers: OrderLineResolvers<QueryContext> = {
  /** Whatever its status: an order keeps showing what was ordered. */
  product: ({ productId }, _args, context, info) =>
    readReferred('product', productId, context, info, toProduct),
};
