import type { QuerySuggestArgs, ResolversParentTypes } from '../../../schema/generated/query.ts';
import type { Place } from '../freshness/demanded.ts';
import type { QueryContext } from '../context.ts';
import { documentOf } from '../indexer/projections/document.ts';
import { readCount } from '../search/page.ts';
import { findDidYouMean } from '../search/spelling.ts';
import { brandsLike, readBrands, suggestRequest } from '../search/suggest.ts';
import { readText } from '../search/text.ts';
import { toCategory } from './category.ts';
import { toProduct } from './product.ts';

const nothing = { products: [], categories: [], brands: [], didYouMean: () => Promise.resolve(null) };

/** What somebody may be about to type. */
export async function suggest(
  { prefix, first: wanted, ...freshness }: QuerySuggestArgs,
  context: QueryContext,
  place: Place,
): Promise<ResolversParentTypes['Suggestions']> {
  const first = readCount('first', wanted, 5, 1, 20);
  const text = readText('prefix', prefix);
  const demanded = context.demanded(place, freshness);
  const { search, tree: loadTree } = await context.makeSearchable('products', demanded);
  if (text === undefined || text.terms.length === 0) return nothing;
  const loadCategories = async () => {
    const ids = (await loadTree()).like(text.text).slice(0, first);
    return Promise.all(ids.map((id) => context.load(documentOf('category', id))));
  };
  const [response, categories] = await Promise.all([search(suggestRequest(text, first)), loadCategories()]);
  return {
    products: response.hits.hits.flatMap(({ _source }) => (_source && toProduct(_source)) ?? []),
    categories: categories.flatMap((document) => (document && toCategory(document)) ?? []),
    brands: brandsLike(text.text, readBrands(response.aggregations)).slice(0, first),
    didYouMean: () => findDidYouMean(text, response, search),
  };
}
