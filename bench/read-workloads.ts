import { createSearch } from '../subgraphs/query/documents/searches.ts';
import { createReadDocuments } from '../subgraphs/query/documents/read.ts';
import { createSnapshots, SNAPSHOT_KEEP_ALIVE } from '../subgraphs/query/documents/snapshots.ts';
import { aliasName } from '../subgraphs/query/documents/names.ts';
import { documentOf } from '../subgraphs/query/indexer/projections/document.ts';
import { buildCategoryTree } from '../subgraphs/query/search/category-tree.ts';
import { readFacetsArgs } from '../subgraphs/query/search/facets.ts';
import { productsRequest, readProductsArgs } from '../subgraphs/query/search/products.ts';
import { findDidYouMean } from '../subgraphs/query/search/spelling.ts';
import { suggestRequest } from '../subgraphs/query/search/suggest.ts';
import { readText } from '../subgraphs/query/search/text.ts';
import type { ElectronicsShop } from './with-electronics.ts';

/** One kind of read: as a client asks the API, and as the same requests go straight to Elasticsearch. */
export interface Workload {
  readonly name: string;
  readonly query: string;
  readonly variables: (n: number) => Record<string, unknown>;
  readonly straight: (n: number) => Promise<void>;
  /** The least part of the straight rate that the query subgraph must keep. */
  readonly floor: number | undefined;
}

const CARD =
  'id revision sku name brand price { amountMinor currency } availability rating { count average }';
const FACETS = `facets(attributes: ["product_colour"]) { brands { value count } availability { value count }
  prices { currency min max histogram { from to count } } ratings { minRating count } attributes { name values { value count } } }`;

const FACETS_COUNTED = ['brands', 'availability', 'prices', 'ratings', 'attributes'] as const;

/** Searches by words that people use, each of which finds something. */
export function readWorkloads(shop: ElectronicsShop, texts: readonly string[]): Workload[] {
  const { client, config, skus } = shop;
  const read = createReadDocuments(client, config.namespace);
  const search = createSearch(client);
  const snapshot = createSnapshots(client, config.namespace, 'products');
  const tree = buildCategoryTree([]);
  const sku = (n: number) => skus[(n * 7_919) % skus.length] ?? '';
  const text = (n: number) => texts[n % texts.length] ?? '';
  const prefix = (n: number) => text(n).slice(0, 3 + (n % 4));
  const page = async (wanted: Parameters<typeof readProductsArgs>[0], facets: boolean) => {
    const request = productsRequest(
      readProductsArgs(wanted),
      tree,
      facets ? readFacetsArgs({ attributes: ['product_colour'] }, FACETS_COUNTED) : undefined,
    );
    await search({ ...request, pit: { id: await snapshot(false), keep_alive: SNAPSHOT_KEEP_ALIVE } });
  };
  return [
    {
      name: 'product by id',
      query: `query ($id: ID!) { product(id: $id) { ${CARD} description images { url } stock { available } updatedAt } }`,
      variables: (n) => ({ id: sku(n) }),
      straight: async (n) => void (await read([documentOf('product', sku(n))])),
      floor: 0.5,
    },
    {
      name: 'list of 20',
      query: `{ products(first: 20) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { ${CARD} } } } }`,
      variables: () => ({}),
      straight: () => page({ first: 20 }, false),
      floor: undefined,
    },
    {
      name: 'faceted search',
      query: `query ($q: String) { products(query: $q, first: 20) { totalCount ${FACETS} pageInfo { hasNextPage endCursor } edges { cursor node { ${CARD} } } } }`,
      variables: (n) => ({ q: text(n) }),
      straight: (n) => page({ query: text(n), first: 20 }, true),
      floor: 0.8,
    },
    {
      name: 'suggest',
      query: 'query ($p: String!) { suggest(prefix: $p) { products { id name } brands didYouMean } }',
      variables: (n) => ({ p: prefix(n) }),
      straight: async (n) => {
        const wanted = readText('prefix', prefix(n));
        if (wanted === undefined) throw new Error('nothing to suggest for');
        const index = aliasName(config.namespace, 'products');
        const response = await search({ ...suggestRequest(wanted, 5), index });
        await findDidYouMean(wanted, response, (request) => search({ ...request, index }));
      },
      floor: undefined,
    },
  ];
}
