import { z } from 'zod';

/** The state of the stream `stock-<productId>`: onHand >= reserved >= 0. */
export const StockState = z.object({
  productId: z.string(),
  sku: z.string(),
  onHand: z.int(),
  reserved: z.int(),
});
export type StockState = z.infer<typeof StockState>;

export const stockEvents = {
  /** Units came, went or were counted; `delta` is the change of `onHand`. */
  ProductStockUpdated: { version: 1, data: z.object({ delta: z.int(), reason: z.string().nullable() }) },
  /** An order took `quantity` units out of what is available. */
  StockReserved: { version: 1, data: z.object({ orderId: z.string(), quantity: z.int() }) },
} as const;
