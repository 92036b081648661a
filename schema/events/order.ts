import { z } from 'zod';
import { Money } from './product.ts';

/** The state of the stream `order-<id>`. Lines keep the name and the price of the moment the order was placed. */
export const OrderState = z.object({
  orderId: z.string(),
  externalReference: z.string().nullable(),
  customerId: z.string().nullable(),
  status: z.enum(['PLACED']),
  lines: z.array(
    z.object({
      productId: z.string(),
      sku: z.string(),
      name: z.string(),
      quantity: z.int(),
      unitPriceMinor: z.int(),
    }),
  ),
  total: Money,
  createdAt: z.iso.datetime(),
});
export type OrderState = z.infer<typeof OrderState>;

export const orderEvents = {
  OrderCreated: { version: 1, data: z.object({}) },
} as const;
