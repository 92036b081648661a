import { setImmediate } from 'node:timers/promises';
import type {
  ProductConnectionResolvers,
  QueryProductsArgs,
  QueryStockAlertsArgs,
  ResolversParentTypes,
} from '../../../schema/generated/query.ts';
import type { Place } from '../freshness/demanded.ts';
import type { QueryContext } from '../context.ts';
import type { SearchResponse } from '../documents/searches.ts';
import { documentOf } from '../indexer/projections/document.ts';
import type { CategoryTree } from '../search/category-tree.ts';
import { type Facet, type FacetsWanted, readFacets, readFacetsArgs } from '../search/facets.ts';
import { highlight } from '../search/highlight.ts';
import { type DocumentPage, readPage, totalOf } from '../search/page.ts';
import { type ProductsWanted, productsRequest, readProductsArgs } from '../search/products.ts';
import { findDidYouMean } from '../search/spelling.ts';
import { stockAlertsRequest } from '../search/stock-alerts.ts';
import type { SearchedText } from '../search/text.ts';
import type { Searching } from '../searching.ts';
import { toCategory } from './category.ts';
import { readConnection, toConnection } from './connection.ts';
import { toProduct } from './product.ts';

type Connection = ResolversParentTypes['ProductConnection'];

/** What a search gave, and whether by the relaxed match. */
interface Found {
  readonly response: SearchResponse;
  readonly relaxed: boolean;
}

/** The products that the arguments ask for. The fields of the answer share one search, which counts what they ask for. */
export async function findProducts(
  args: QueryProductsArgs,
  context: QueryContext,
  place: Place,
): Promise<Connection> {
  const wanted = readProductsArgs(args);
  const { tree: loadTree, searchSnapshot } = await context.makeSearchable(
    'products',
    context.demanded(place, args),
  );
  const tree = await loadTree();
  let facets: FacetsWanted | undefined;
  const found = onceThisTick(() => search(wanted, facets, tree, searchSnapshot));
  return {
    async page() {
      const { response, relaxed } = await found();
      return {
        ...withHighlights(readPage(wanted.paging, response, relaxed), wanted.text),
        didYouMean: () =>
          findDidYouMean(wanted.text, response, (request) => searchSnapshot(request, response.pit_id)),
      };
    },
    facets(facetArgs) {
      readFacetsArgs(facetArgs, []);
      const read = async (facet: Facet) => {
        const own = readFacetsArgs(facetArgs, [facet]);
        facets = mergeFacets(facets, own);
        return readFacets(own, tree, (await found()).response.aggregations);
      };
      return {
        categories: async () => await loadCategories((await read('categories')).categories(), context),
        brands: async () => (await read('brands')).brands(),
        availability: async () => (await read('availability')).availability(),
        ratings: async () => (await read('ratings')).ratings(),
        prices: async () => (await read('prices')).prices(),
        attributes: async () => (await read('attributes')).attributes(),
        attributeNames: async () => (await read('attributeNames')).attributeNames(),
      };
    },
  };
}

/** Products with every word; when there is none, those with some, from the first page on and to the last. */
async function search(
  wanted: ProductsWanted,
  facets: FacetsWanted | undefined,
  tree: CategoryTree,
  searchSnapshot: Searching['searchSnapshot'],
): Promise<Found> {
  const { text, paging } = wanted;
  const relaxed = paging.cursor?.relaxed ?? false;
  const snapshot = paging.cursor?.snapshot;
  const response = await searchSnapshot(productsRequest(wanted, tree, facets), snapshot);
  const isEmpty = totalOf(response.hits.total) === 0 && paging.cursor === undefined;
  if (!isEmpty || text === undefined || relaxed) return { response, relaxed };
  return {
    response: await searchSnapshot(productsRequest(wanted, tree, facets, true), response.pit_id),
    relaxed: true,
  };
}

/** Runs when everybody who asks in this tick has asked, and once. */
function onceThisTick<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= Promise.resolve().then(run));
}

/** Two facets fields of one list are counted by one search. Throws BAD_USER_INPUT when that would be too many. */
const mergeFacets = (a: FacetsWanted | undefined, b: FacetsWanted): FacetsWanted =>
  readFacetsArgs(
    { first: Math.max(a?.size ?? 1, b.size), attributes: [...(a?.attributes ?? []), ...b.attributes] },
    [...new Set([...(a?.facets ?? []), ...b.facets])],
  );

async function loadCategories(
  counts: readonly { readonly id: string; readonly count: number }[],
  context: QueryContext,
): Promise<ResolversParentTypes['CategoryCount'][]> {
  const documents = await Promise.all(counts.map(({ id }) => context.load(documentOf('category', id))));
  return documents.flatMap((document, i) => {
    const category = document && toCategory(document);
    return category === undefined ? [] : [{ category, count: counts[i]?.count ?? 0 }];
  });
}

function withHighlights(page: DocumentPage, text: SearchedText | undefined) {
  const inTurn = takeTurns();
  const connection = toConnection(page, toProduct);
  return {
    ...connection,
    edges: connection.edges.map((edge) => ({
      ...edge,
      highlights: () => (text === undefined ? [] : inTurn(() => toHighlights(edge.node, text))),
    })),
  };
}

/** Runs one piece of work in each turn of the event loop: a page of long texts takes a tenth of a second, and others wait. */
function takeTurns(): <T>(work: () => T) => Promise<T> {
  let last = Promise.resolve();
  return async (work) => {
    last = last.then(() => setImmediate());
    await last;
    return work();
  };
}

const toHighlights = (
  { name, description }: { name: string; description?: string | null },
  text: SearchedText,
) =>
  Object.entries({ name, description }).flatMap(([field, value]) => {
    const fragments = value ? highlight(value, text) : undefined;
    return fragments === undefined ? [] : [{ field, fragments }];
  });

/** The published products that are running out. */
export async function findStockAlerts(args: QueryStockAlertsArgs, context: QueryContext, place: Place) {
  const wanted = stockAlertsRequest(args);
  return readConnection('products', wanted, context, context.demanded(place, args), toProduct);
}

export const productConnectionResolvers: ProductConnectionResolvers<QueryContext> = {
  edges: async ({ page }) => (await page()).edges,
  pageInfo: async ({ page }) => (await page()).pageInfo,
  totalCount: async ({ page }) => (await page()).totalCount,
  didYouMean: async ({ page }) => (await page()).didYouMean(),
  facets: ({ facets }, args) => facets(args),
};
