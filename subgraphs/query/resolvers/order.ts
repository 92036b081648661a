import type { Order, OrderResolvers } from '../../../schema/generated/query.ts';
import { encodeRevision } from '../../../schema/revision.ts';
import type { QueryContext } from '../context.ts';
import type { Document } from '../indexer/projections/document.ts';
import { latest } from './latest.ts';
import { readEntity } from './reference.ts';

/** What the API shows of an order document; undefined until the order has arrived. */
export function toOrder({ order }: Document): Order | undefined {
  if (order === undefined) return undefined;
  const { id, status, externalReference, customerId, shippingAddress, total } = order;
  const money = (amountMinor: number) => ({ amountMinor, currency: total.currency });
  return {
    ...{ id, status, externalReference, customerId, shippingAddress, total },
    lines: order.lines.map(({ unitPriceMinor, totalMinor, ...line }) => ({
      ...line,
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
  __resolveReference: (reference, context) => readEntity('Order', ['order'], reference, context, toOrder),
};
