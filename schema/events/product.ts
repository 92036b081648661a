import { z } from 'zod';

export const Money = z.object({ amountMinor: z.int(), currency: z.string().length(3) });
export type Money = z.infer<typeof Money>;

const Image = z.object({ url: z.string(), alt: z.string().nullable() });
const Attribute = z.object({ name: z.string(), value: z.string() });

/** What a page says of a product. */
const Details = z.object({
  name: z.string(),
  description: z.string().nullable(),
  brand: z.string().nullable(),
  model: z.string().nullable().default(null),
  eans: z.array(z.string()).default([]),
  attributes: z.array(Attribute),
});

/** Everything there is to know of a product except its stock and its rating: the state of the stream `product-<id>`. */
export const ProductState = Details.extend({
  productId: z.string(),
  sku: z.string(),
  price: Money.nullable(),
  images: z.array(Image),
  categoryId: z.string().nullable().default(null),
  status: z.enum(['DRAFT', 'PUBLISHED', 'UNPUBLISHED', 'DISCONTINUED']),
  registeredAt: z.iso.datetime(),
});
export type ProductState = z.infer<typeof ProductState>;

export const productEvents = {
  ProductRegistered: { version: 1, data: ProductState },
  ProductDetailsChanged: { version: 1, data: Details },
  ProductPriceChanged: { version: 1, data: z.object({ price: Money, previousPrice: Money.nullable() }) },
  ProductImageAdded: { version: 1, data: z.object({ image: Image }) },
  ProductImageRemoved: { version: 1, data: z.object({ url: z.string() }) },
  ProductCategorized: {
    version: 1,
    data: z.object({ categoryId: z.string().nullable(), previousCategoryId: z.string().nullable() }),
  },
  ProductPublished: { version: 1, data: z.object({}) },
  ProductUnpublished: { version: 1, data: z.object({}) },
  /** Final: the product is never sold again. Orders that have it are still fulfilled. */
  ProductDiscontinued: { version: 1, data: z.object({}) },
} as const;
