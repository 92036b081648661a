import { describe, expect, it } from 'vitest';
import { project } from '../indexer/projections/project.ts';
import { productEvent } from '../test/events.ts';
import { encodeCursor } from './cursor.ts';
import { productsRequest, readProductsArgs, readProductsPage } from './products.ts';

describe('the arguments of products', () => {
  it('are 20 of the newest by default, also where null is given', () => {
    const newest = { text: undefined, first: 20, after: undefined, order: 'newest' };
    expect(readProductsArgs({})).toEqual(newest);
    expect(readProductsArgs({ query: '  ', first: null, after: null, asOf: null })).toEqual(newest);
  });

  it.each([
    ['first', { first: -1 }],
    ['first', { first: 101 }],
    ['query', { query: 'x'.repeat(1_001) }],
    ['after', { after: 'nonsense' }],
    ['after', { after: encodeCursor('newest', [1, 'p']), query: 'kettle' }],
    ['after', { after: encodeCursor('newest', [1, 'p']), asOf: 'token' }],
  ])('name %s when it is wrong (%#)', (argument, args) => {
    expect(() => readProductsArgs(args)).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument } }),
    );
  });
});

describe('the request for a page', () => {
  const request = (args: Parameters<typeof readProductsArgs>[0]) => productsRequest(readProductsArgs(args));

  it('lists what is published, newest first, and one more to see whether more follows', () => {
    expect(request({ first: 3 })).toEqual({
      query: { bool: { filter: [{ term: { 'product.status': 'PUBLISHED' } }] } },
      sort: [{ 'product.registeredAt': 'desc' }, { 'product.id': 'asc' }],
      size: 4,
      track_total_hits: true,
      allow_partial_search_results: false,
    });
  });

  it('goes on after the cursor', () => {
    expect(request({ after: encodeCursor('newest', [5, 'p']) }).search_after).toEqual([5, 'p']);
  });

  it('sorts by relevance when there is a text, and searches for a bounded part of it', () => {
    const { sort, query } = request({ query: `${'名'.repeat(299)}${'x'.repeat(500)}` });
    expect(sort).toEqual([{ _score: { order: 'desc' } }, { 'product.id': 'asc' }]);
    expect(JSON.stringify(query)).toContain(`"query":"${'名'.repeat(299)}x"`);
  });

  it('carries no half of a character', () => {
    expect(JSON.stringify(request({ query: 'x'.repeat(299) + '😀' }))).not.toMatch(/\\ud83d/);
  });
});

describe('the response', () => {
  const document = project(productEvent('p')).document;
  const hit = (id: string) => ({ _index: 'i', _id: id, _source: document, sort: [7, id] });
  const response = (ids: string[]) => ({
    took: 1,
    timed_out: false,
    _shards: { failed: 0, successful: 1, total: 1 },
    hits: { total: { value: 9, relation: 'eq' as const }, hits: ids.map(hit) },
  });

  it('becomes a page whose cursors are the sort positions', () => {
    const page = readProductsArgs({ first: 2 });
    expect(readProductsPage(page, response(['a', 'b', 'c']))).toEqual({
      edges: ['a', 'b'].map((id) => ({ cursor: encodeCursor('newest', [7, id]), document })),
      hasNextPage: true,
      totalCount: 9,
    });
    expect(readProductsPage(page, response(['a', 'b'])).hasNextPage).toBe(false);
  });
});
