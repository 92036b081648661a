import {
  isSnapshotGone,
  type Search,
  type SearchRequest,
  type SearchResponse,
} from './documents/searches.ts';
import { type OpenSnapshot, type Paged, SNAPSHOT_KEEP_ALIVE } from './documents/snapshots.ts';
import type { Demand } from './freshness/demand.ts';
import type { CategoryTree } from './search/category-tree.ts';
import { listName } from './search/cursor.ts';

/** Searches of one read model, none older than was demanded. All of one tick are one request. */
export interface Searching {
  /** The categories to find products by. */
  readonly tree: () => Promise<CategoryTree>;
  readonly search: (request: SearchRequest) => Promise<SearchResponse>;
  /** A search that may take longer than others; all of them are of one moment. */
  readonly report: (request: SearchRequest) => Promise<SearchResponse>;
  /** A search that others can follow up: of the snapshot, or of a new one where there is none, it is over, or it may be older than demanded. */
  readonly searchSnapshot: (request: SearchRequest, snapshot: string | undefined) => Promise<SearchResponse>;
}

interface Engine {
  readonly aliasOf: (model: Paged) => string;
  readonly snapshots: Readonly<Record<Paged, OpenSnapshot>>;
  readonly search: Search;
  readonly report: Search;
}

/** Searches of what meets these demands already. */
export function searches(
  { aliasOf, snapshots, search, report }: Engine,
  model: Paged,
  demands: readonly Demand[],
): Omit<Searching, 'tree'> {
  const index = aliasOf(model);
  const shown = demands.length === 0 ? '' : listName(demands);
  const within = (request: SearchRequest, id: string): SearchRequest => ({
    ...request,
    pit: { id, keep_alive: SNAPSHOT_KEEP_ALIVE },
  });
  const openSnapshot = () => snapshots[model](shown !== '');
  let reported: Promise<string> | undefined;
  const follow = async (request: SearchRequest, id: string): Promise<SearchResponse | undefined> => {
    try {
      const response = await search(within(request, id));
      // A name of no index at all is a snapshot of nothing.
      return response._shards.total > 0 ? response : undefined;
    } catch (error) {
      if (isSnapshotGone(error)) return undefined;
      throw error;
    }
  };
  const goOn = async (request: SearchRequest, id: string): Promise<SearchResponse> => {
    const asked = placeRequest(request);
    const place = asked && (await search(within(asked, id))).hits.hits[0]?.sort;
    return search(within({ ...request, ...(place && { search_after: place }) }, id));
  };
  return {
    search: (request) => search({ ...request, index }),
    report: async (request) => report(within(request, await (reported ??= openSnapshot()))),
    async searchSnapshot(request, snapshot = '') {
      // Of a snapshot that was made for other demands, or for none, nobody knows whether it shows these.
      const [followed = '', itShows] = snapshot.split('.');
      const isNewEnough = followed !== '' && (shown === '' || shown === itShows);
      const response =
        (isNewEnough ? await follow(request, followed) : undefined) ??
        (await goOn(request, await openSnapshot()));
      return { ...response, pit_id: [response.pit_id, shown || itShows].filter(Boolean).join('.') };
    },
  };
}

/**
 * Asks where the entry before a page stands by now, when its place is a score: those count how rare a word is, and all of
 * them change with what else is there. Without that, a page of equals would be empty, or be the one before it again. No
 * filter counts, so that it has a place too when it is listed no more.
 */
function placeRequest({ query, sort, search_after }: SearchRequest): SearchRequest | undefined {
  const keys = (Array.isArray(sort) ? sort : []).map((key) => Object.keys(key)[0]!);
  const [id, field] = [search_after?.at(-1), keys.at(-1)];
  if (keys[0] !== '_score' || id === undefined || field === undefined) return undefined;
  return {
    query: { bool: { ...query?.bool, filter: [{ term: { [field]: id as string } }] } },
    ...{ sort, size: 1, _source: false, allow_partial_search_results: false },
  };
}
