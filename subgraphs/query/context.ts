import type { Client, estypes } from '@elastic/elasticsearch';
import DataLoader from 'dataloader';
import type { PositionVector } from '../../schema/revision.ts';
import { aliasName } from './documents/names.ts';
import { createDocumentLoader, createReadDocuments, type ReadDocuments } from './documents/read.ts';
import { shareRefresh } from './documents/refresh.ts';
import { demandOn, mergeVectors } from './freshness/demand.ts';
import { confirm, expandBatches, readFresh, type Reading } from './freshness/freshness.ts';
import { readToken, TOKEN_HEADER } from './freshness/token.ts';
import { createWaiter, type WaitFor } from './freshness/waiter.ts';
import type { Document, DocumentKey } from './indexer/projections/document.ts';
import { skusRequest } from './search/products.ts';

/** How long a request may wait in all for revisions to arrive; contract.md's default. */
const WAIT_BUDGET_MS = 2_000;
/** A query that takes longer is given up; the slowest search of a healthy engine takes a tenth of it. */
export const ELASTICSEARCH_TIMEOUT_MS = 5_000;
/** Says in the gateway's request how many milliseconds the client still waits. */
export const TIMEOUT_HEADER = 'x-timeout-ms';
/** What an answer takes on its way back, in milliseconds, so that a clear error still arrives. */
const WAY_BACK_MS = 100;
/** Least time between two refreshes that readers ask for. */
const REFRESH_GAP_MS = 50;

/** What all requests share. */
export interface Shared {
  readonly read: ReadDocuments;
  readonly waitFor: WaitFor;
  readonly refreshProducts: () => Promise<void>;
  readonly searchProducts: (
    request: estypes.SearchRequest,
    timeoutMs: number,
  ) => Promise<estypes.SearchResponse<Document>>;
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
    searchProducts: (request, timeoutMs) =>
      client.search<Document>({ ...request, index }, { requestTimeout: timeoutMs }),
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
}

/** What a request says in its headers. */
export interface RequestHeaders {
  readonly token: string | undefined;
  /** Milliseconds that the client still waits. */
  readonly timeout: string | undefined;
}

export function createContext(shared: Shared, { token, timeout }: RequestHeaders): QueryContext {
  const start = performance.now();
  const deadline = start + patience(timeout);
  const search: QueryContext['search'] = (request) => {
    const left = Math.max(1, Math.floor(deadline - performance.now()));
    return shared.searchProducts(request, Math.min(left, ELASTICSEARCH_TIMEOUT_MS));
  };
  const reading: Reading = {
    loader: createDocumentLoader(shared.read),
    waitFor: shared.waitFor,
    deadline: Math.min(deadline, start + WAIT_BUDGET_MS),
  };
  // Not cached: a later field may demand a newer answer than an earlier one.
  const bySku = new DataLoader((skus: readonly string[]) => findBySkus(search, skus), { cache: false });
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
    search,
    findBySku: (sku) => bySku.load(sku),
  };
}

/** How long anybody waits for the answer; what is no number says nothing. */
function patience(timeout: string | undefined): number {
  const given = Number(timeout);
  return Number.isFinite(given) && given > 0 ? Math.max(1, given - WAY_BACK_MS) : Infinity;
}

async function findBySkus(
  search: QueryContext['search'],
  skus: readonly string[],
): Promise<(Document | undefined)[]> {
  const distinct = [...new Set(skus)];
  const { hits } = await search(skusRequest(distinct));
  const found = new Map(hits.hits.map(({ _source }) => [_source?.product?.sku, _source]));
  return skus.map((sku) => found.get(sku));
}
