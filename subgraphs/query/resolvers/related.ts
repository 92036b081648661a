import type { QueryRelatedProductsArgs, ResolversParentTypes } from '../../../schema/generated/query.ts';
import type { Place } from '../freshness/demanded.ts';
import type { QueryContext } from '../context.ts';
import { documentOf } from '../indexer/projections/document.ts';
import { readCount } from '../search/page.ts';
import { similarRequest } from '../search/related.ts';
import { toPublishedProduct } from './product.ts';

/** What to show beside a product. Three requests to the engine, whatever there is. */
export async function findRelated(
  { id, first: wanted, ...freshness }: QueryRelatedProductsArgs,
  context: QueryContext,
  place: Place,
): Promise<ResolversParentTypes['RelatedProducts'] | null> {
  const first = readCount('first', wanted, 6, 1, 20);
  const demanded = context.demanded(place, freshness);
  const [document, insights] = await Promise.all([
    context.read(documentOf('product', id), demanded),
    context.load(documentOf('insight', id)),
  ]);
  if (document?.product?.status !== 'PUBLISHED') return null;
  const { search } = await context.makeSearchable('products', demanded);
  const together = insights?.insight?.boughtTogether ?? [];
  const [similar, others] = await Promise.all([
    search(similarRequest(document.product, first)),
    Promise.all(together.map((other) => context.load(documentOf('product', other)))),
  ]);
  return {
    similar: similar.hits.hits.flatMap(({ _source }) => toPublishedProduct(_source) ?? []),
    boughtTogether: others.flatMap((other) => toPublishedProduct(other) ?? []).slice(0, first),
  };
}
