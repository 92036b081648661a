import { describe, expect, it, vi } from 'vitest';
import type { QueryReviewsArgs, ReviewSort } from '../../../schema/generated/query.ts';
import { encodeCursor } from './cursor.ts';
import { reviewsRequest } from './reviews.ts';

const cursorOf = (args: Partial<QueryReviewsArgs>, values: readonly (number | string)[]) =>
  encodeCursor(reviewsRequest(args).paging.list, { values, relaxed: false, snapshot: undefined });

describe('the request for a page of reviews', () => {
  it('lists all of them, the newest first', () => {
    expect(reviewsRequest({ first: 3 }).request).toEqual({
      query: { bool: { filter: [] } },
      sort: [{ 'review.submittedAt': { order: 'desc' } }, { 'review.id': { order: 'asc' } }],
      size: 4,
      track_total_hits: true,
      allow_partial_search_results: false,
    });
  });

  it.each<[ReviewSort, string[]]>([
    ['NEWEST', ['submittedAt desc', 'id asc']],
    ['OLDEST', ['submittedAt asc', 'id asc']],
    ['BEST', ['stars desc', 'submittedAt desc', 'id asc']],
    ['WORST', ['stars asc', 'submittedAt desc', 'id asc']],
  ])('sorts by %s, and from the end the other way round', (sort, keys) => {
    const sorted = (args: Partial<QueryReviewsArgs>) =>
      (reviewsRequest({ sort, ...args }).request.sort as Record<string, { order: string }>[]).flatMap((key) =>
        Object.entries(key).map(([field, { order }]) => `${field.replace('review.', '')} ${order}`),
      );
    const turned = keys.map((key) =>
      key.endsWith(' asc') ? key.replace('asc', 'desc') : key.replace('desc', 'asc'),
    );
    expect([sorted({ first: 1 }), sorted({ last: 1 })]).toEqual([keys, turned]);
  });

  it('takes what meets every condition, a status once however often it is named', () => {
    const statuses = Array.from({ length: 70_000 }, () => 'PENDING' as const);
    const { query } = reviewsRequest({ filter: { productId: 'p', customerId: 'c', statuses } }).request;
    expect(query).toEqual({
      bool: {
        filter: [
          { term: { 'review.productId': 'p' } },
          { term: { 'review.customerId': 'c' } },
          { terms: { 'review.status': ['PENDING'] } },
        ],
      },
    });
  });

  it('takes nothing for no status, and all for one that is null', () => {
    const filterOf = (filter: QueryReviewsArgs['filter']) =>
      reviewsRequest({ filter }).request.query?.bool?.filter;
    expect(filterOf({ statuses: [] })).toEqual([{ terms: { 'review.status': [] } }]);
    expect(filterOf({ statuses: null, productId: null, customerId: null })).toEqual([]);
  });

  it('goes on after a cursor of the same list, and takes none of another one', () => {
    const args = { filter: { productId: 'p' }, sort: 'BEST' as const };
    const after = cursorOf(args, [5, 7, 'r']);
    expect(reviewsRequest({ ...args, after }).request.search_after).toEqual([5, 7, 'r']);
    for (const other of [{ sort: 'WORST' as const }, { filter: { productId: 'q' } }, { filter: null }])
      expect(() => reviewsRequest({ ...args, after, ...other })).toThrow('after: a cursor of another list');
  });

  it.each<[string, Partial<QueryReviewsArgs>]>([
    ['filter.productId', { filter: { productId: 'x'.repeat(1_001) } }],
    ['filter.customerId', { filter: { customerId: 'x'.repeat(1_001) } }],
    ['first', { first: 101 }],
    ['last', { first: 1, last: 1 }],
    ['after', { after: 'nonsense' }],
    ['after', { after: cursorOf({}, [1.5, 'r']) }],
    ['after', { after: cursorOf({}, [1, 'r']), asOf: 'token' }],
  ])('names %s when it is wrong (%#)', (argument, args) => {
    expect(() => reviewsRequest(args)).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument } }),
    );
  });

  it('is judged before anything copies the filter', () => {
    const toJSON = vi.fn();
    const filter = { productId: 'x'.repeat(1_001), ...{ toJSON } };
    expect(() => reviewsRequest({ filter })).toThrow('filter.productId');
    expect(toJSON).not.toHaveBeenCalled();
  });
});
