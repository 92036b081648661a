import { z } from 'zod';

/** The state of the stream `stock-<productId>`: onHand >= reserved >= 0. */
export const StockState = z.object({
  productId: z.string(),
  sku: z.string(),
  onHand: z.int(),
  reserved: z.int(),
});
export type StockState = z.infer<typeof StockState>;

const ofOrder = z.object({ orderId: z.string(), quantity: z.int() });

export const stockEvents = {
  /** Units came, went or were counted; `delta` is the change of `onHand`. */
  ProductStockUpdated: {
    version: 1,
    data: z.object({
      delta: z.int(),
      reason: z.string().nullable(),
      externalReference: z.string().nullable().default(null),
    }),
  },
  /** An order took `quantity` units out of what is available. */
  StockReserved: { version: 1, data: ofOrder },
  /** A cancelled order gave its reserved units back. */
  StockReleased: { version: 1, data: ofOrder },
  /** Reserved units left the house. */
  StockShipped: { version: 1, data: ofOrder },
  /** Delivered units came back into the house. */
  StockReturned: { version: 1, data: ofOrder },
} as const;
