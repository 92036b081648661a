import { type Client, errors, type estypes, type TransportRequestOptions } from '@elastic/elasticsearch';
import DataLoader from 'dataloader';
import type { Document } from '../indexer/projections/document.ts';
import { EngineFailed } from './outage.ts';

/** Searches in one request to the engine; more than one page of the API ever asks for at once. */
const MAX_SEARCHES_PER_REQUEST = 50;

export type SearchRequest = estypes.SearchRequest;
export type SearchResponse = estypes.SearchResponse<Document>;
/** Rejects when the engine refuses or does not answer. */
export type Search = (request: SearchRequest) => Promise<SearchResponse>;

/** When searches are given up: after so many milliseconds, the client's own when nothing is said; or by a signal. */
export interface SearchLimits {
  readonly requestTimeout?: number;
  readonly signal?: AbortSignal;
}

/** One request's searches: those of one tick of the event loop share one request to the engine. */
export function createSearch(client: Client, { signal, ...limits }: SearchLimits = {}): Search {
  const loader = new DataLoader<SearchRequest, SearchResponse>(
    (requests) =>
      // A signal of its own: the engine's client raises it when the time is up.
      searchAll(client, requests, { ...limits, ...(signal && { signal: AbortSignal.any([signal]) }) }),
    { cache: false, maxBatchSize: MAX_SEARCHES_PER_REQUEST },
  );
  return (request) => loader.load(request);
}

async function searchAll(
  client: Client,
  requests: readonly SearchRequest[],
  options: TransportRequestOptions,
): Promise<(SearchResponse | Error)[]> {
  const [only, ...more] = requests;
  if (only !== undefined && more.length === 0) return [await client.search<Document>(only, options)];
  const { responses } = await client.msearch<Document>({ searches: requests.flatMap(toMsearch) }, options);
  return responses.map((response) =>
    'error' in response
      ? new EngineFailed(response.status ?? 500, `search failed: ${JSON.stringify(response.error)}`)
      : (response as SearchResponse),
  );
}

function toMsearch({
  index,
  allow_partial_search_results,
  ...body
}: SearchRequest): estypes.MsearchRequestItem[] {
  return [{ ...(index !== undefined && { index }), allow_partial_search_results }, body];
}

/**
 * The snapshot that was asked for is over, or was never one of this engine, which answers some such names with 500. A
 * true fault is told by a search of another snapshot.
 */
export const isSnapshotGone = (error: unknown): boolean =>
  (error instanceof EngineFailed || error instanceof errors.ResponseError) &&
  [400, 404, 500].includes(error.statusCode ?? 0);
