import { type Client, errors, type estypes } from '@elastic/elasticsearch';
import DataLoader from 'dataloader';
import type { Document } from '../indexer/projections/document.ts';

/** Searches in one request to the engine; more than one page of the API ever asks for at once. */
const MAX_SEARCHES_PER_REQUEST = 50;

export type SearchRequest = estypes.SearchRequest;
export type SearchResponse = estypes.SearchResponse<Document>;
/** Rejects when the engine refuses or does not answer. */
export type Search = (request: SearchRequest) => Promise<SearchResponse>;

/** One search of several failed. */
export class SearchFailed extends Error {
  override readonly name = 'SearchFailed';
  readonly statusCode: number;
  constructor(statusCode: number, reason: string) {
    super(`Elasticsearch did not search: ${statusCode} ${reason}`);
    this.statusCode = statusCode;
  }
}

/** One request's searches: those of one tick of the event loop share one request to the engine. */
export function createSearch(client: Client): Search {
  const loader = new DataLoader<SearchRequest, SearchResponse>((requests) => searchAll(client, requests), {
    cache: false,
    maxBatchSize: MAX_SEARCHES_PER_REQUEST,
  });
  return (request) => loader.load(request);
}

async function searchAll(
  client: Client,
  requests: readonly SearchRequest[],
): Promise<(SearchResponse | Error)[]> {
  const [only, ...more] = requests;
  if (only !== undefined && more.length === 0) return [await client.search<Document>(only)];
  const { responses } = await client.msearch<Document>({ searches: requests.flatMap(toMsearch) });
  return responses.map((response) =>
    'error' in response
      ? new SearchFailed(response.status ?? 500, JSON.stringify(response.error))
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

/** The snapshot that was asked for is over, or was never one of this engine. */
export const isSnapshotGone = (error: unknown): boolean =>
  (error instanceof SearchFailed || error instanceof errors.ResponseError) &&
  (error.statusCode === 404 || error.statusCode === 400);
