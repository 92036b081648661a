import type { estypes } from '@elastic/elasticsearch';
import type { QueryReviewsArgs, ReviewFilter, ReviewSort } from '../../../schema/generated/query.ts';
import { listName } from './cursor.ts';
import { pageRequest, type PageSearch, readPaging, type SortKey } from './page.ts';
import { readExact } from './text.ts';

const id: SortKey = { field: 'review.id', order: 'asc', kind: 'text' };
const submitted = { field: 'review.submittedAt', kind: 'integer' } as const;
const stars = { field: 'review.stars', kind: 'integer' } as const;
const newest: SortKey = { ...submitted, order: 'desc' };

const sortKeys: Record<ReviewSort, readonly SortKey[]> = {
  NEWEST: [newest, id],
  OLDEST: [{ ...submitted, order: 'asc' }, id],
  BEST: [{ ...stars, order: 'desc' }, newest, id],
  WORST: [{ ...stars, order: 'asc' }, newest, id],
};

/** The search request for a page of reviews. Throws BAD_USER_INPUT, which names the argument at fault. */
export function reviewsRequest(args: Partial<QueryReviewsArgs>): PageSearch {
  const { filter, sort } = args;
  const order = sort ?? 'NEWEST';
  // Judged before it is named: the name is made of a copy of all of it.
  const wanted = filter == null ? [] : conditions(filter);
  const paging = readPaging(args, listName('reviews', filter ?? null, order), sortKeys[order]);
  return { paging, request: { query: { bool: { filter: wanted } }, ...pageRequest(paging) } };
}

const conditions = ({ productId, customerId, statuses }: ReviewFilter): estypes.QueryDslQueryContainer[] => [
  ...(productId == null ? [] : [{ term: { 'review.productId': readExact('filter.productId', productId) } }]),
  ...(customerId == null
    ? []
    : [{ term: { 'review.customerId': readExact('filter.customerId', customerId) } }]),
  ...(statuses == null ? [] : [{ terms: { 'review.status': [...new Set(statuses)] } }]),
];
