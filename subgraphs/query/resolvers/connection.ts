import type { PageInfo } from '../../../schema/generated/query.ts';
import type { Document } from '../indexer/projections/document.ts';
import type { DocumentPage } from '../search/page.ts';

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
