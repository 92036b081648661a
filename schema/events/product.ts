import { z } from 'zod';

export const Money = z.object({ amountMinor: z.int(), currency: z.string().length(3) });
export type Money = z.infer<typeof Money>;

/** Everything there is to know of a product except its stock: the state of the stream `product-<id>`. */
export const ProductState = z.object({
  productId: z.string(),
  sku: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  brand: z.string().nullable(),
  price: Money.nullable(),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })),
  images: z.array(z.object({ url: z.string(), alt: z.string().nullable() })),
  status: z.enum(['DRAFT', 'PUBLISHED']),
  registeredAt: z.iso.datetime(),
});
export type ProductState = z.infer<typeof ProductState>;

export const productEvents = {
  ProductRegistered: { version: 1, data: ProductState },
  ProductPublished: { version: 1, data: z.object({}) },
} as const;
