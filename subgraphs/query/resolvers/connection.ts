import type { PageInfo } from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import type { Paged } from '../documents/snapshots.ts';
import type { Demanded } from '../freshness/demanded.ts';
import type { Document } from '../indexer/projections/document.ts';
import { type DocumentPage, type PageSearch, readPage } from '../search/page.ts';

/** The page that the search finds in a read model, no older than is demanded. */
export async function readConnection<T>(
  model: Paged,
  { paging, request }: PageSearch,
  context: QueryContext,
  demanded: Demanded,
  show: (document: Document) => T | undefined,
) {
  const { searchSnapshot } = await context.makeSearchable(model, demanded);
  return toConnection(readPage(paging, await searchSnapshot(request, paging.cursor?.snapshot)), show);
}

/** The page as a connection, without what is not to be shown. */
export const toConnection = <T>(page: DocumentPage, show: (document: Document) => T | undefined) => ({
  edges: page.edges.flatMap(({ cursor, document }) => {
    const node = show(document);
    return node === undefined ? [] : [{ cursor, node }];
  }),
  totalCount: page.totalCount,
  pageInfo: toPageInfo(page),
});

function toPageInfo({ edges, hasNextPage, hasPreviousPage }: DocumentPage): PageInfo {
  return {
    ...{ hasNextPage, hasPreviousPage },
    startCursor: edges.at(0)?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
}
