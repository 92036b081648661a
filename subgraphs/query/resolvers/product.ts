import { encodeRevision } from '../../../schema/revision.ts';
import type { Product, ProductResolvers } from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { mergeVectors, vectorOf } from '../freshness/demand.ts';
import { readRevision } from '../freshness/token.ts';
import { type Document, documentOf } from '../indexer/projections/document.ts';
import { latest } from './latest.ts';

/** What the API shows of a product document; undefined until the product itself has arrived. */
export function toProduct({ product, stock }: Document): Product | undefined {
  if (product === undefined) return undefined;
  const { id, sku, name, description, brand, price, images, attributes } = product;
  const { onHand, reserved, available } = stock ?? { onHand: 0, reserved: 0, available: 0 };
  return {
    ...{ id, sku, name, description, brand, price },
    images: images.map(({ url, alt }) => ({ url, alt, thumbnailUrl: null, placeholder: null })),
    attributes: [...attributes],
    stock: { onHand, reserved, available },
    rating: { count: 0, average: null },
    revision: encodeRevision({ product, ...(stock && { stock }) }),
    updatedAt: latest(product, stock),
  };
}

/** As toProduct, for those who may only see what is published. */
export const toPublishedProduct = (document: Document | undefined): Product | undefined =>
  document?.product?.status === 'PUBLISHED' ? toProduct(document) : undefined;

export const productResolvers: ProductResolvers<QueryContext> = {
  /** Never null, which a router would drop without a word. Shows an unpublished product too: it is the answer to a command of one's own. */
  async __resolveReference({ id, revision }, context) {
    const demanded = vectorOf(id, readRevision(revision, ['product', 'stock']));
    const document = await context.read(
      documentOf('product', id),
      mergeVectors(context.demanded(), demanded),
    );
    const product = document && toProduct(document);
    if (product === undefined) throw notFound('Product', id);
    return product;
  },
};
