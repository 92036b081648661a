import type { PageInfo } from '../../../schema/generated/query.ts';
import type { DocumentPage } from '../search/page.ts';

export function toPageInfo({ edges, hasNextPage, hasPreviousPage }: DocumentPage): PageInfo {
  return {
    ...{ hasNextPage, hasPreviousPage },
    startCursor: edges.at(0)?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
}
