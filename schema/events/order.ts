import { z } from 'zod';
import { Address } from './customer.ts';
import { Money } from './product.ts';

/** The state of the stream `order-<id>`. Lines keep the name and the price of the moment the order was placed. */
export const OrderState = z.object({
  orderId: z.string(),
  externalReference: z.string().nullable(),
  customerId: z.string().nullable(),
  /** The customer's address of that moment, or the one given with the order. */
  shippingAddress: Address.nullable().default(null),
  status: z.enum(['PLACED', 'PAID', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'RETURNED']),
  lines: z.array(
    z.object({
      productId: z.string(),
      sku: z.string(),
      name: z.string(),
      quantity: z.int(),
      unitPriceMinor: z.int(),
      /** Units of `quantity` that came back. */
      returned: z.int().default(0),
    }),
  ),
  total: Money,
  /** In minor units of the total's currency; refunded <= paid. */
  paidMinor: z.int().default(0),
  refundedMinor: z.int().default(0),
  trackingNumber: z.string().nullable().default(null),
  /** When it was placed, which may be before it was recorded here. */
  createdAt: z.iso.datetime(),
});
export type OrderState = z.infer<typeof OrderState>;

export const orderEvents = {
  /** The state says it all: an order of 2,000 lines must fit a message. */
  OrderCreated: { version: 1, data: z.object({}) },
  OrderPaid: { version: 1, data: z.object({ amountMinor: z.int() }) },
  OrderShipped: { version: 1, data: z.object({ trackingNumber: z.string().nullable() }) },
  OrderDelivered: { version: 1, data: z.object({}) },
  OrderCancelled: { version: 1, data: z.object({ reason: z.string().nullable(), refundMinor: z.int() }) },
  OrderItemsReturned: {
    version: 1,
    data: z.object({
      returnId: z.string(),
      externalReference: z.string().nullable(),
      /** Units by the position of the order line. */
      items: z.array(z.object({ line: z.int(), quantity: z.int() })),
      refundMinor: z.int(),
      reason: z.string().nullable(),
    }),
  },
} as const;
