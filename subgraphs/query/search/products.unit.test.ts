import { describe, expect, it, vi } from 'vitest';
import type { QueryProductsArgs } from '../../../schema/generated/query.ts';
import { categoryEvent } from '../test/events.ts';
import { buildCategoryTree } from './category-tree.ts';
import { encodeCursor, listName } from './cursor.ts';
import { facetNames, facetsRequest, readFacets, readFacetsArgs } from './facets.ts';
import { ordersRequest } from './orders.ts';
import { productsRequest, readProductsArgs } from './products.ts';

const tree = buildCategoryTree(
  [categoryEvent('home', 'Home'), categoryEvent('k', 'Kettles', 'home')].map(({ state, ...event }) => ({
    ...event,
    ...state,
  })),
);
const request = (args: Partial<QueryProductsArgs>, relaxed?: boolean) =>
  productsRequest(readProductsArgs(args), tree, undefined, relaxed);
const published = { term: { 'product.status': 'PUBLISHED' } };

describe('the arguments of products', () => {
  it.each<[string, Partial<QueryProductsArgs>]>([
    ['query', { query: 'x'.repeat(1_001) }],
    ['query', { query: ' '.repeat(1_001) }],
    ['filter.price', { filter: { price: { min: 2, max: 1 } } }],
    ['filter.price.min', { filter: { price: { min: 1.5 } } }],
    ['filter.price.max', { filter: { price: { max: 2 ** 53 } } }],
    ['filter.price.min', { filter: { price: { min: 'cheap' as unknown as number } } }],
    ['filter.minRating', { filter: { minRating: 0.5 } }],
    ['filter.minRating', { filter: { minRating: 6 } }],
    ['filter.brands', { filter: { brands: Array.from({ length: 101 }, (_, i) => `${i}`) } }],
    ['filter.brands', { filter: { brands: ['x'.repeat(1_001)] } }],
    ['filter.categoryId', { filter: { categoryId: 'x'.repeat(1_001) } }],
    ['filter.price.currency', { filter: { price: { currency: 'x'.repeat(1_001) } } }],
    ['filter.attributes', { filter: { attributes: [{ name: 'x'.repeat(101), values: ['y'] }] } }],
    ['filter.attributes', { filter: { attributes: [{ name: 'x', values: ['y'.repeat(10_001)] }] } }],
    [
      'filter.attributes',
      { filter: { attributes: Array.from({ length: 21 }, (_, i) => ({ name: `${i}`, values: [] })) } },
    ],
    ['filter.attributes', { filter: { attributes: ['a', 'a'].map((name) => ({ name, values: [] })) } }],
  ])('name %s when it is wrong (%#)', (argument, args) => {
    expect(() => readProductsArgs(args)).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument } }),
    );
  });

  it('are judged before anything copies them', () => {
    const toJSON = vi.fn();
    const brands = Object.assign(['x'.repeat(1_001)], { toJSON });
    expect(() => readProductsArgs({ filter: { brands } })).toThrow('filter.brands');
    expect(() => ordersRequest({ filter: { customerId: 'x'.repeat(1_001), ...{ toJSON } } })).toThrow(
      'filter.customerId',
    );
    expect(toJSON).not.toHaveBeenCalled();
  });

  it('of orders may name a status any number of times: the engine takes 65,536', () => {
    const { request } = ordersRequest({ filter: { statuses: Array(65_537).fill('PAID') } });
    expect(request.query?.bool?.filter).toEqual([{ terms: { 'order.status': ['PAID'] } }]);
  });

  it('may name an attribute value as long as any is', () => {
    const value = 'y'.repeat(10_000);
    const { others } = readProductsArgs({ filter: { attributes: [{ name: 'x', values: [value] }] } }).filter;
    expect(others.get('attribute x')).toEqual({ terms: { 'search.pairs': [`x\u001f${value}`] } });
  });

  it('refuse a cursor of an order that had the same name and other keys', () => {
    const list = listName('products', undefined, undefined, null, 'RATING');
    const after = encodeCursor(list, { values: [-1, -1, 'p'], relaxed: false, snapshot: undefined });
    expect(() => readProductsArgs({ sort: 'RATING', after })).toThrow('after: a cursor of another list');
  });

  it('give a list of its own for each query, filter and sort, whose cursors are good for no other', () => {
    const values = [5, 'p'];
    const { paging } = readProductsArgs({ query: 'kettle', sort: 'PRICE_ASC' });
    const after = encodeCursor(paging.list, { values, relaxed: false, snapshot: undefined });
    expect(
      readProductsArgs({ query: ' KETTLE', sort: 'PRICE_ASC', after, first: 7 }).paging.cursor?.values,
    ).toEqual(values);
    for (const other of [
      { query: 'kettle ' },
      { query: 'lamp' },
      { sort: 'NEWEST' as const },
      { filter: { brands: [] } },
    ])
      expect(() => readProductsArgs({ query: 'kettle', sort: 'PRICE_ASC', after, ...other })).toThrow(
        'after: a cursor of another list',
      );
  });
});

describe('the request for a page', () => {
  it('lists what is published, newest first', () => {
    expect(request({ first: 3 })).toEqual({
      query: { bool: { filter: [published] } },
      sort: [{ 'product.registeredAt': { order: 'desc' } }, { 'product.id': { order: 'asc' } }],
      size: 4,
      track_total_hits: true,
      allow_partial_search_results: false,
    });
  });

  it('sorts by relevance when there is a text, else as asked for', () => {
    expect(request({ query: 'kettle' }).sort).toMatchObject([{ _score: { order: 'desc' } }, {}]);
    expect(request({ query: 'kettle', sort: 'PRICE_ASC' }).sort).toMatchObject([
      { 'product.price.amountMinor': { order: 'asc' } },
      {},
    ]);
  });

  it('filters by a category with all below it', () => {
    const { query } = request({ filter: { categoryId: 'home' } });
    expect(query?.bool?.filter).toEqual([published, { terms: { 'product.categoryId': ['home', 'k'] } }]);
  });

  it('finds a product by the name of a category above it', () => {
    const text = JSON.stringify(request({ query: 'homes' }).query);
    expect(text).toContain('{"terms":{"product.categoryId":["home","k"],"boost":1}}');
  });

  it('takes the last word for unfinished unless a space follows', () => {
    expect(JSON.stringify(request({ query: 'red ket' }))).toContain('"search.beginnings":{"value":"ket"');
    expect(JSON.stringify(request({ query: 'red ket ' }))).not.toContain('search.beginnings');
    expect(JSON.stringify(request({ query: 'red ketl' }, true))).toContain(
      '"search.beginnings":{"value":"ketl","fuzziness":1',
    );
  });

  const words = (count: number) =>
    Array.from({ length: count }, (_, i) => String.fromCharCode(97 + (i % 26), 97 + i / 26));
  it.each([
    ['knife block knife', ['knife', 'block'], { term: 'knife', beginning: 'knife' }],
    ['スピーカー', ['ス', 'ヒ', 'ー', 'カ'], { term: 'ー', beginning: 'ー' }],
    [`${'a '.repeat(40)}kni`, ['a', 'kni'], { term: 'kni', beginning: 'kni' }],
    [`${words(30).join(' ')} kni`, words(30), undefined],
  ])('takes it for unfinished in its own place, or not at all: %s', (query, terms, unfinished) => {
    expect(readProductsArgs({ query }).text).toMatchObject({ terms, unfinished });
  });

  it('lets a last word that repeats an earlier one go on, and no other', () => {
    const [, knife, block] = JSON.stringify(request({ query: 'knife block knife' }).query).split('dis_max');
    expect(knife).toContain('search.beginnings');
    expect(block).not.toContain('search.beginnings');
  });

  it('has a bounded number of clauses, and no half of a character', () => {
    for (const query of [
      'a b c d '.repeat(125),
      '名'.repeat(1_000),
      `${'x'.repeat(299)}😀`,
      'x1 '.repeat(300),
    ])
      for (const relaxed of [false, true]) {
        const text = JSON.stringify(request({ query }, relaxed));
        expect(text.split('"search.').length).toBeLessThan(1_000);
        expect(text).not.toMatch(/\\ud83d/);
      }
  });

  it.each(['***', '"', ' & | ', '?'])('without a word in the text asks for nothing (%#)', (query) => {
    expect(request({ query }).query?.bool?.must).toEqual([{ match_none: {} }]);
  });
});

describe('the facets', () => {
  it('come with the conditions after the match, each facet without its own', () => {
    const wanted = readProductsArgs({ filter: { brands: ['B'], availability: 'IN_STOCK' } });
    const { query, post_filter, aggs } = productsRequest(wanted, tree, readFacetsArgs({}, facetNames));
    const brand = { terms: { 'product.brand': ['B'] } };
    const available = { range: { 'stock.available': { gt: 0 } } };
    expect(query?.bool?.filter).toEqual([published]);
    expect(post_filter).toEqual({ bool: { filter: [brand, available] } });
    expect(aggs?.['brands']?.filter).toEqual({ bool: { filter: [available] } });
    expect(aggs?.['availability']?.filter).toEqual({ bool: { filter: [brand] } });
    expect(aggs?.['prices']?.filter).toEqual({ bool: { filter: [brand, available] } });
  });

  it.each([
    ['attributes', { attributes: Array.from({ length: 500 }, (_, i) => `${i}`) }],
    ['attributes', { attributes: ['x'.repeat(101)] }],
    ['first', { first: 0 }],
    ['first', { first: 101 }],
  ])('name %s when it is wrong (%#)', (argument, args) => {
    expect(() => readFacetsArgs(args, [])).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument } }),
    );
  });

  it('match an attribute by its name and nothing else', () => {
    const request = facetsRequest(readFacetsArgs({ attributes: ['a.b (c)'] }, ['attributes']), new Map());
    expect(request['attribute a.b%20(c)']?.aggs?.['count']?.terms?.include).toBe('a\\.b \\(c\\)\u001f.*');
  });

  it('ask for as many currencies as values, and show no more, though another field asks for all', () => {
    const few = readFacetsArgs({ first: 1 }, ['prices']);
    const many = readFacetsArgs({ first: 100 }, ['prices']);
    expect(facetsRequest(many, new Map())['prices']?.aggs?.['count']?.terms?.size).toBe(100);
    const priced = { doc_count: 1, span: { min: 5, max: 5 }, steps: { buckets: [] } };
    const buckets = ['EUR', 'USD'].map((key) => ({ key, ...priced }));
    const currencies = (wanted: typeof few) =>
      readFacets(wanted, tree, { prices: { count: { buckets } } })
        .prices()
        .map(({ currency }) => currency);
    expect([currencies(few), currencies(many)]).toEqual([['EUR'], ['EUR', 'USD']]);
  });

  it('have a step of prices for each up to the highest that there can be', () => {
    const { aggs } = facetsRequest(readFacetsArgs({}, ['prices']), new Map())['prices']!.aggs!['count']!;
    const { ranges } = aggs!['steps']!.range!;
    expect(ranges?.slice(0, 2)).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 2 },
    ]);
    expect(ranges?.slice(-3)).toEqual([{ from: 1e15, to: 2e15 }, { from: 2e15, to: 5e15 }, { from: 5e15 }]);
  });
});
