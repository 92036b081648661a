import type { estypes } from '@elastic/elasticsearch';
import type { ProductSort, QueryProductsArgs } from '../../../schema/generated/query.ts';
import type { CategoryTree } from './category-tree.ts';
import { listName } from './cursor.ts';
import { type FacetsWanted, facetsRequest } from './facets.ts';
import { conditionsOf, type Filter, published, readFilter } from './filter.ts';
import { relaxedMatch, strictMatch } from './match.ts';
import { pageRequest, type Paging, readPaging, type SortKey } from './page.ts';
import { spellingsRequest } from './spelling.ts';
import { readText, type SearchedText } from './text.ts';

/** The arguments of `products`, checked. */
export interface ProductsWanted {
  readonly text: SearchedText | undefined;
  readonly filter: Filter;
  readonly paging: Paging;
}

/** More than any price, and a number that JSON and the engine read alike. */
const LAST = Number.MAX_SAFE_INTEGER;
const id: SortKey = { field: 'product.id', order: 'asc', kind: 'text' };
const price = { field: 'product.price.amountMinor', kind: 'integer' } as const;

const sortKeys: Record<ProductSort, readonly SortKey[]> = {
  RELEVANCE: [{ field: '_score', order: 'desc', kind: 'number' }, id],
  PRICE_ASC: [{ ...price, order: 'asc', missing: LAST }, id],
  PRICE_DESC: [{ ...price, order: 'desc', missing: -1 }, id],
  RATING: [
    { field: 'rating.average', order: 'desc', kind: 'number', missing: -1 },
    { field: 'rating.count', order: 'desc', kind: 'integer', missing: 0 },
    id,
  ],
  NEWEST: [{ field: 'product.registeredAt', order: 'desc', kind: 'integer' }, id],
  POPULARITY: [{ field: 'popularity.units', order: 'desc', kind: 'integer', missing: 0 }, id],
};

/** Checks the arguments. Throws BAD_USER_INPUT, which names the one at fault. */
export function readProductsArgs(args: Partial<QueryProductsArgs>): ProductsWanted {
  const text = readText('query', args.query);
  const wanted = args.sort ?? 'RELEVANCE';
  const sort = text === undefined && wanted === 'RELEVANCE' ? 'NEWEST' : wanted;
  // Judged before it is named: the name is made of a copy of all of it.
  const filter = readFilter(args.filter);
  const keys = sortKeys[sort];
  const list = listName('products', text?.terms, text?.unfinished?.beginning, args.filter ?? null, keys);
  return {
    ...{ text, filter },
    paging: readPaging(args, list, keys),
  };
}

/** The search request for a page; `relaxed` when the strict match found nothing. */
export function productsRequest(
  { text, filter, paging }: ProductsWanted,
  tree: CategoryTree,
  facets: FacetsWanted | undefined,
  relaxed = paging.cursor?.relaxed ?? false,
): estypes.SearchRequest {
  const match = relaxed ? relaxedMatch : strictMatch;
  const conditions = conditionsOf(filter, tree);
  const all = [...conditions.values()];
  // A facet must see what its own condition hides, so with facets the conditions come after the match.
  const [before, after] = facets === undefined ? [all, []] : [[], all];
  return {
    query: {
      bool: {
        filter: [published, ...before],
        ...(text && { must: [match(text, tree.named)] }),
      },
    },
    ...(after.length > 0 && { post_filter: { bool: { filter: after } } }),
    ...(facets && { aggs: facetsRequest(facets, conditions) }),
    ...(relaxed && text && { suggest: spellingsRequest(text) }),
    ...pageRequest(paging),
  };
}

/** The search request for the published products with these SKUs, of which each belongs to one product at most. */
export const skusRequest = (skus: readonly string[]): estypes.SearchRequest => ({
  query: { bool: { filter: [published, { terms: { 'product.sku': [...skus] } }] } },
  size: skus.length,
  allow_partial_search_results: false,
});
