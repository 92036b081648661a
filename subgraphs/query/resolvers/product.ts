import { encodeRevision } from '../../../schema/revision.ts';
import type { ProductResolvers, ResolversParentTypes } from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import type { Document } from '../indexer/projections/document.ts';
import { readPath, toCategory } from './category.ts';
import { latest } from './latest.ts';
import { readEntity, readReferred } from './reference.ts';
import { findProductReviews } from './reviews.ts';

type Product = ResolversParentTypes['Product'];

/** What the API shows of a product document; undefined until the product itself has arrived. */
export function toProduct({ product, stock, rating }: Document): Product | undefined {
  if (product === undefined) return undefined;
  const { id, sku, name, description, brand, model, eans, status, price, images } = product;
  const { attributes, categoryId } = product;
  const { onHand, reserved, available } = stock ?? { onHand: 0, reserved: 0, available: 0 };
  const { count, average, histogram } = rating ?? { count: 0, average: null, histogram: [0, 0, 0, 0, 0] };
  return {
    ...{ id, sku, name, description, brand, model, status, price },
    eans: [...eans],
    categoryId,
    images: [...images],
    attributes: [...attributes],
    stock: { onHand, reserved, available },
    availability: available > 0 ? 'IN_STOCK' : 'OUT_OF_STOCK',
    rating: { count, average, histogram: [...histogram] },
    revision: encodeRevision({ product, ...(stock && { stock }), ...(rating && { rating }) }),
    updatedAt: latest(product, stock, rating),
  };
}

/** As toProduct, for those who may only see what is published. */
export const toPublishedProduct = (document: Document | undefined): Product | undefined =>
  document?.product?.status === 'PUBLISHED' ? toProduct(document) : undefined;

export const productResolvers: ProductResolvers<QueryContext> = {
  category: async ({ categoryId }, _args, context, info) =>
    categoryId === null
      ? null
      : ((await readPath(categoryId, context, info)).at(-1) ??
        (await readReferred('category', categoryId, context, info, toCategory))),
  categoryPath: async ({ categoryId }, _args, context, info) =>
    categoryId === null ? [] : await readPath(categoryId, context, info),
  reviews: ({ id }, args, context, info) => findProductReviews(id, args, context, info),
  /** Shows an unpublished product too: it is the answer to a command of one's own. */
  __resolveReference: (reference, context, info) =>
    readEntity('Product', ['product', 'stock', 'rating'], reference, context, info, toProduct),
};
