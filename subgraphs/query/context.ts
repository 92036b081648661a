import type { Client } from '@elastic/elasticsearch';
import DataLoader from 'dataloader';
import type { PositionVector } from '../../schema/revision.ts';
import { createCategoryTree, type LoadCategoryTree } from './documents/categories.ts';
import { aliasName, everyGeneration } from './documents/names.ts';
import { createDocumentLoader, createReadDocuments, type ReadDocuments } from './documents/read.ts';
import { shareRefresh } from './documents/refresh.ts';
import {
  createSearch,
  isSnapshotGone,
  type Search,
  type SearchRequest,
  type SearchResponse,
} from './documents/searches.ts';
import { createSnapshots, type OpenSnapshot, SNAPSHOT_KEEP_ALIVE } from './documents/snapshots.ts';
import { demandOn, demandsOf, mergeVectors } from './freshness/demand.ts';
import { confirm, expandBatches, readFresh, type Reading } from './freshness/freshness.ts';
import { readToken, TOKEN_HEADER } from './freshness/token.ts';
import { createWaiter, type WaitFor } from './freshness/waiter.ts';
import type { Document, DocumentKey } from './indexer/projections/document.ts';
import type { CategoryTree } from './search/category-tree.ts';
import { skusRequest } from './search/products.ts';

/** How long a request may wait in all for revisions to arrive; contract.md's default. */
const WAIT_BUDGET_MS = 2_000;
/** Least time between two refreshes that readers ask for. */
const REFRESH_GAP_MS = 50;

/** The read models that are searched. */
type Paged = 'products' | 'orders';

/** What all requests share. */
export interface Shared {
  readonly read: ReadDocuments;
  readonly waitFor: WaitFor;
  readonly refresh: Readonly<Record<Paged, () => Promise<void>>>;
  readonly snapshots: Readonly<Record<Paged, OpenSnapshot>>;
  readonly categoryTree: LoadCategoryTree;
  readonly createSearch: () => Search;
  readonly aliasOf: (model: Paged) => string;
}

export function createShared(client: Client, namespace: string): Shared {
  const read = createReadDocuments(client, namespace);
  const aliasOf = (model: Paged) => aliasName(namespace, model);
  const refreshOf = (model: Paged) =>
    shareRefresh(async () => {
      // All generations: a swap may come between this and the search.
      const { _shards } = await client.indices.refresh({ index: everyGeneration(namespace, model) });
      if (_shards !== undefined && _shards.failed > 0) throw new Error(`refresh of ${aliasOf(model)} failed`);
    }, REFRESH_GAP_MS);
  return {
    read,
    waitFor: createWaiter(read),
    refresh: { products: refreshOf('products'), orders: refreshOf('orders') },
    snapshots: {
      products: createSnapshots(client, namespace, 'products'),
      orders: createSnapshots(client, namespace, 'orders'),
    },
    categoryTree: createCategoryTree(client, namespace),
    createSearch: () => createSearch(client),
    aliasOf,
  };
}

/** What the resolvers of one request read with. */
export interface QueryContext {
  /** The positions demanded by the header and by this argument, the higher of each. Throws BAD_USER_INPUT. */
  demanded(asOf?: string | null): PositionVector;
  /** The document, with all that the vector demands of it. Rejects with READ_MODEL_BEHIND past the budget. */
  read(key: DocumentKey, vector: PositionVector): Promise<Document | undefined>;
  /** The document as it is now; all of one tick are one request. */
  load(key: DocumentKey): Promise<Document | undefined>;
  /** The copy of the category tree, at most a second old. */
  categoryTree(): Promise<CategoryTree>;
  /**
   * After it resolves, a search of this read model shows everything that the vector demands. Rejects with
   * READ_MODEL_BEHIND past the budget.
   */
  makeSearchable(model: Paged, vector: PositionVector): Promise<Searching>;
  /** The published product with this SKU; all of one tick are one search. */
  findBySku(sku: string): Promise<Document | undefined>;
}

/** Searches of one read model, none older than was demanded. All of one tick are one request. */
export interface Searching {
  /** The categories to find products by. */
  readonly tree: () => Promise<CategoryTree>;
  readonly search: (request: SearchRequest) => Promise<SearchResponse>;
  /** A search that others can follow up: of the snapshot, or of a new one where there is none or it is over. */
  readonly searchSnapshot: (request: SearchRequest, snapshot: string | undefined) => Promise<SearchResponse>;
}

export function createContext(shared: Shared, token: string | undefined): QueryContext {
  const reading: Reading = {
    loader: createDocumentLoader(shared.read),
    waitFor: shared.waitFor,
    deadline: performance.now() + WAIT_BUDGET_MS,
  };
  const search = shared.createSearch();
  // Not cached: a later field may demand a newer answer than an earlier one.
  const bySku = new DataLoader(
    (skus: readonly string[]) => findBySkus(search, shared.aliasOf('products'), skus),
    { cache: false },
  );
  return {
    demanded: (asOf) => mergeVectors(readToken(TOKEN_HEADER, token), readToken('asOf', asOf)),
    async read(key, vector) {
      // No document has this id, and asking for it would spoil the whole request.
      if (key.id === '') return undefined;
      return readFresh(reading, demandOn(key, await expandBatches(reading, vector)));
    },
    load: async (key) => (key.id === '' ? undefined : reading.loader.load(key)),
    categoryTree: () => shared.categoryTree(false),
    async makeSearchable(model, vector) {
      const expanded = await expandBatches(reading, vector);
      await confirm(reading, expanded);
      const named = new Set(demandsOf(expanded).map(({ key }) => key.model));
      if (named.has(model)) await shared.refresh[model]();
      return {
        tree: () => shared.categoryTree(named.has('categories')),
        ...searches(shared, search, model, named.has(model)),
      };
    },
    findBySku: (sku) => bySku.load(sku),
  };
}

function searches(shared: Shared, search: Search, model: Paged, fresh: boolean): Omit<Searching, 'tree'> {
  const index = shared.aliasOf(model);
  const within = (request: SearchRequest, id: string) =>
    search({ ...request, pit: { id, keep_alive: SNAPSHOT_KEEP_ALIVE } });
  return {
    search: (request) => search({ ...request, index }),
    async searchSnapshot(request, snapshot) {
      try {
        const followed = snapshot === undefined ? undefined : await within(request, snapshot);
        // A name of no index at all is a snapshot of nothing.
        if (followed !== undefined && followed._shards.total > 0) return followed;
      } catch (error) {
        if (!isSnapshotGone(error)) throw error;
      }
      return await within(request, await shared.snapshots[model](fresh));
    },
  };
}

async function findBySkus(
  search: Search,
  index: string,
  skus: readonly string[],
): Promise<(Document | undefined)[]> {
  const distinct = [...new Set(skus)];
  const { hits } = await search({ ...skusRequest(distinct), index });
  const found = new Map(hits.hits.map(({ _source }) => [_source?.product?.sku, _source]));
  return skus.map((sku) => found.get(sku));
}
