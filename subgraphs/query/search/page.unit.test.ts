import { describe, expect, it } from 'vitest';
import { encodeCursor } from './cursor.ts';
import { type PageArgs, pageRequest, readPage, readPaging, type SortKey } from './page.ts';

const keys: readonly SortKey[] = [
  { field: 'price', order: 'asc', kind: 'integer', missing: 9 },
  { field: 'id', order: 'asc', kind: 'text' },
];
const cursor = (value: number, id: string) =>
  encodeCursor('list', { values: [value, id], relaxed: false, snapshot: undefined });
const paging = (args: PageArgs) => readPaging(args, 'list', keys);

describe('the arguments of a page', () => {
  it('are the first 20 by default, also where null is given', () => {
    const expected = { size: 20, backwards: false, cursor: undefined };
    expect(paging({})).toMatchObject(expected);
    expect(paging({ first: null, after: null, last: null, before: null, asOf: null })).toMatchObject(
      expected,
    );
  });

  it.each<[string, PageArgs]>([
    ['first', { first: -1 }],
    ['first', { first: 100_000 }],
    ['last', { last: 101 }],
    ['last', { first: 1, last: 1 }],
    ['before', { after: cursor(1, 'p'), before: cursor(1, 'p') }],
    ['after', { last: 1, after: cursor(1, 'p') }],
    ['before', { first: 1, before: cursor(1, 'p') }],
    ['after', { after: 'nonsense' }],
    ['before', { before: 'nonsense' }],
    ['after', { after: cursor(1, 'p'), asOf: 'token' }],
  ])('name %s when it is wrong (%#)', (argument, args) => {
    expect(() => paging(args)).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument } }),
    );
  });
});

describe('the request for a page', () => {
  it('asks for one more than wanted, after the cursor', () => {
    expect(pageRequest(paging({ first: 3, after: cursor(5, 'p') }))).toEqual({
      sort: [{ price: { order: 'asc', missing: 9 } }, { id: { order: 'asc' } }],
      size: 4,
      search_after: [5, 'p'],
      track_total_hits: true,
      allow_partial_search_results: false,
    });
  });

  it('turns the order round to go backwards', () => {
    expect(pageRequest(paging({ last: 3 })).sort).toEqual([
      { price: { order: 'desc', missing: 9 } },
      { id: { order: 'desc' } },
    ]);
  });
});

describe('the response', () => {
  const response = (...ids: string[]) => ({
    took: 1,
    timed_out: false,
    _shards: { failed: 0, successful: 1, total: 1 },
    pit_id: 'pit',
    hits: {
      total: { value: 9, relation: 'eq' as const },
      hits: ids.map((id) => ({ _index: 'i', _id: id, _source: {}, sort: [7, id] })),
    },
  });
  const at = (id: string) => encodeCursor('list', { values: [7, id], relaxed: true, snapshot: 'pit' });
  const read = (args: PageArgs, ...ids: string[]) => readPage(paging(args), response(...ids), true);

  it('becomes a page whose cursors carry position and snapshot', () => {
    expect(read({ first: 2 }, 'a', 'b', 'c')).toEqual({
      edges: ['a', 'b'].map((id) => ({ cursor: at(id), document: {} })),
      hasNextPage: true,
      hasPreviousPage: false,
      totalCount: 9,
    });
    expect(read({ first: 2, after: cursor(1, 'p') }, 'a', 'b')).toMatchObject({
      hasNextPage: false,
      hasPreviousPage: true,
    });
  });

  it('backwards is turned round, and what is more lies before', () => {
    const page = read({ last: 2, before: cursor(1, 'p') }, 'c', 'b', 'a');
    expect(page.edges.map((edge) => edge.cursor)).toEqual([at('b'), at('c')]);
    expect(page).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(read({ last: 2 }, 'b', 'a')).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
  });
});
