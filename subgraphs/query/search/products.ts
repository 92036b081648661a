import type { estypes } from '@elastic/elasticsearch';
import type { QueryProductsArgs } from '../../../schema/generated/query.ts';
import { badUserInput } from '../errors.ts';
import type { Document } from '../indexer/projections/document.ts';
import { decodeCursor, encodeCursor, type Order, type SortPosition } from './cursor.ts';

const DEFAULT_FIRST = 20;
/** The most products of one page. */
const MAX_FIRST = 100;
const MAX_QUERY_CHARACTERS = 1_000;
/** Characters that are searched for. Each may be a word of its own, hence a clause in each field, and the engine takes 1,024 clauses or more. */
const MAX_MATCHED_CHARACTERS = 300;

/** The arguments of `products`, checked. */
export interface ProductsPage {
  readonly text: string | undefined;
  readonly first: number;
  readonly after: SortPosition | undefined;
  readonly order: Order;
}

/** Checks the arguments. Throws BAD_USER_INPUT, which names the one at fault. */
export function readProductsArgs({ query, first, after, asOf }: QueryProductsArgs): ProductsPage {
  const count = first ?? DEFAULT_FIRST;
  if (count < 0 || count > MAX_FIRST) throw badUserInput('first', `must be 0 to ${MAX_FIRST}`);
  if (query != null && query.length > MAX_QUERY_CHARACTERS)
    throw badUserInput('query', `must be at most ${MAX_QUERY_CHARACTERS} characters`);
  if (after != null && asOf != null)
    throw badUserInput('after', 'cannot go with asOf: a page that follows shows what came after its cursor');
  const text = query?.trim() || undefined;
  const order: Order = text === undefined ? 'newest' : 'relevance';
  return { text, first: count, after: after == null ? undefined : decodeCursor(order, after), order };
}

/** The search request for a page, one product more than asked for, to see whether more follows. */
export function productsRequest(page: ProductsPage): estypes.SearchRequest {
  const main: estypes.SortCombinations =
    page.order === 'newest' ? { 'product.registeredAt': 'desc' } : { _score: { order: 'desc' } };
  return {
    query: { bool: { filter: [published], ...(page.text !== undefined && { must: [matches(page.text)] }) } },
    sort: [main, { 'product.id': 'asc' }],
    size: page.first + 1,
    ...(page.after && { search_after: [...page.after] }),
    track_total_hits: true,
    allow_partial_search_results: false,
  };
}

/** The search request for the published products with these SKUs, of which each belongs to one product at most. */
export const skusRequest = (skus: readonly string[]): estypes.SearchRequest => ({
  query: { bool: { filter: [published, { terms: { 'product.sku': [...skus] } }] } },
  size: skus.length,
  allow_partial_search_results: false,
});

const published: estypes.QueryDslQueryContainer = { term: { 'product.status': 'PUBLISHED' } };

/** The name counts most; a SKU is found only whole, and then before everything else. */
function matches(text: string): estypes.QueryDslQueryContainer {
  const query = text.slice(0, MAX_MATCHED_CHARACTERS).toWellFormed();
  const fields = ['product.name^3', 'product.brand', 'product.description'];
  return {
    bool: {
      should: [{ multi_match: { query, fields } }, { term: { 'product.sku': { value: text, boost: 100 } } }],
    },
  };
}

/** A page of documents, before they are turned into products. */
export interface DocumentPage {
  readonly edges: readonly { readonly cursor: string; readonly document: Document }[];
  readonly hasNextPage: boolean;
  readonly totalCount: number;
}

/** Reads the response to productsRequest of the same page. */
export function readProductsPage(
  page: ProductsPage,
  response: estypes.SearchResponse<Document>,
): DocumentPage {
  const { hits, total } = response.hits;
  return {
    edges: hits.slice(0, page.first).map((hit) => ({
      cursor: encodeCursor(page.order, (hit.sort ?? []) as unknown as SortPosition),
      document: hit._source ?? {},
    })),
    hasNextPage: hits.length > page.first,
    totalCount: typeof total === 'number' ? total : (total?.value ?? 0),
  };
}
