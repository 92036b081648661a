import type { Client, estypes } from '@elastic/elasticsearch';
import DataLoader from 'dataloader';
import type { PositionVector } from '../../schema/revision.ts';
import { aliasName } from './documents/names.ts';
import { createDocumentLoader, createReadDocuments, type ReadDocuments } from './documents/read.ts';
import { shareRefresh } from './documents/refresh.ts';
import { demandOn, mergeVectors } from './freshness/demand.ts';
import { confirm, expandBatches, readFresh, type Reading } from './freshness/freshness.ts';
import { readToken, TOKEN_HEADER } from './freshness/token.ts';
import { createPlaceholderLoader, createReadPlaceholders, type ReadPlaceholders } from './images/read.ts';
import { createWaiter, type WaitFor } from './freshness/waiter.ts';
import type { Document, DocumentKey } from './indexer/projections/document.ts';
import { skusRequest } from './search/products.ts';

/** How long a request may wait in all for revisions to arrive; contract.md's default. */
const WAIT_BUDGET_MS = 2_000;
/** Least time between two refreshes that readers ask for. */
const REFRESH_GAP_MS = 50;

/** What all requests share. */
export interface Shared {
  readonly read: ReadDocuments;
  readonly waitFor: WaitFor;
  readonly refreshProducts: () => Promise<void>;
  readonly readPlaceholders: ReadPlaceholders;
  readonly searchProducts: (request: estypes.SearchRequest) => Promise<estypes.SearchResponse<Document>>;
}

export function createShared(client: Client, namespace: string): Shared {
  const read = createReadDocuments(client, namespace);
  const index = aliasName(namespace, 'products');
  return {
    read,
    waitFor: createWaiter(read),
    refreshProducts: shareRefresh(async () => {
      const { _shards } = await client.indices.refresh({ index });
      if (_shards !== undefined && _shards.failed > 0) throw new Error(`refresh of ${index} failed`);
    }, REFRESH_GAP_MS),
    readPlaceholders: createReadPlaceholders(client, namespace),
    searchProducts: (request) => client.search<Document>({ ...request, index }),
  };
}

/** What the resolvers of one request read with. */
export interface QueryContext {
  /** The positions demanded by the header and by this argument, the higher of each. Throws BAD_USER_INPUT. */
  demanded(asOf?: string | null): PositionVector;
  /** The document, with all that the vector demands of it. Rejects with READ_MODEL_BEHIND past the budget. */
  read(key: DocumentKey, vector: PositionVector): Promise<Document | undefined>;
  /** After it resolves, a search shows everything that the vector demands. Rejects with READ_MODEL_BEHIND past the budget. */
  makeSearchable(vector: PositionVector): Promise<void>;
  search(request: estypes.SearchRequest): Promise<estypes.SearchResponse<Document>>;
  /** The published product with this SKU; all of one tick are one search. */
  findBySku(sku: string): Promise<Document | undefined>;
  /** The placeholder of the image at this URL, which has thumbnails too; all of one tick are one `_mget`. */
  findPlaceholder(url: string): Promise<string | undefined>;
  /** Where clients reach the thumbnails. */
  readonly imagesUrl: string;
}

export function createContext(
  shared: Shared,
  { token, imagesUrl }: { readonly token: string | undefined; readonly imagesUrl: string },
): QueryContext {
  const reading: Reading = {
    loader: createDocumentLoader(shared.read),
    waitFor: shared.waitFor,
    deadline: performance.now() + WAIT_BUDGET_MS,
  };
  // Not cached: a later field may demand a newer answer than an earlier one.
  const bySku = new DataLoader((skus: readonly string[]) => findBySkus(shared, skus), { cache: false });
  const placeholders = createPlaceholderLoader(shared.readPlaceholders);
  return {
    demanded: (asOf) => mergeVectors(readToken(TOKEN_HEADER, token), readToken('asOf', asOf)),
    async read(key, vector) {
      // No document has this id, and asking for it would spoil the whole request.
      if (key.id === '') return undefined;
      return readFresh(reading, demandOn(key, await expandBatches(reading, vector)));
    },
    async makeSearchable(vector) {
      if (Object.keys(vector).length === 0) return;
      await confirm(reading, await expandBatches(reading, vector));
      await shared.refreshProducts();
    },
    search: shared.searchProducts,
    findBySku: (sku) => bySku.load(sku),
    findPlaceholder: (url) => placeholders.load(url),
    imagesUrl,
  };
}

async function findBySkus(shared: Shared, skus: readonly string[]): Promise<(Document | undefined)[]> {
  const distinct = [...new Set(skus)];
  const { hits } = await shared.searchProducts(skusRequest(distinct));
  const found = new Map(hits.hits.map(({ _source }) => [_source?.product?.sku, _source]));
  return skus.map((sku) => found.get(sku));
}
