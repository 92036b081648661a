import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../ops/role.ts';
import { startQuery } from './main.ts';
import {
  categoryEvent,
  customerEvent,
  orderEvent,
  productEvent,
  stockEvent,
  vectorFor,
} from './test/events.ts';
import { startProxy } from './test/proxy.ts';
import { ask, createWorld, eventually, type World, signToken } from './test/world.ts';

describe('what a request asks of Elasticsearch', () => {
  let world: World;
  let query: Role;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  const ids = Array.from({ length: 50 }, (_, i) => `p${i}`);
  beforeAll(async () => {
    world = await createWorld();
    await world.ensureIndices();
    await world.index(
      categoryEvent('home'),
      categoryEvent('kettles', 'Kettles', 'home'),
      ...ids.map((id) => productEvent(id, 1, { state: { categoryId: 'kettles' } })),
      ...['c1', 'c2'].map((id) => customerEvent(id)),
      ...['o1', 'o2'].map((id) => orderEvent(id)),
    );
    await world.refresh();
    proxy = await startProxy(world.config.elasticsearchUrl!);
    query = await startQuery({ ...world.config, elasticsearchUrl: proxy.url }, world.log);
    // The first search after a while refreshes.
    await ask(
      query.url,
      '{ products { totalCount } orders { totalCount } reviews { totalCount } suggest(prefix: "k") { brands } }',
    );
  });
  afterAll(async () => {
    await query.stop();
    await proxy.stop();
    await world.destroy();
  });
  beforeEach(() => {
    proxy.requests.length = 0;
    world.lines.length = 0;
    proxy.setDown(false);
  });

  const asked = () => proxy.requests.map((request) => request.split('/').at(-1));
  const representations = (revision = 'product@0.1') =>
    ids.map((id) => ({ __typename: 'Product', id, revision }));
  const ENTITIES = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id } } }';

  it('is one _mget for fifty entities', async () => {
    const { data } = await ask(query.url, ENTITIES, { r: representations() });
    expect(data?.['_entities']).toHaveLength(50);
    expect(asked()).toEqual(['_mget']);
  });

  it('is one _mget for products and orders by id together', async () => {
    await ask(
      query.url,
      '{ a: product(id: "p1") { id } b: product(id: "p2") { id } c: order(id: "o") { id } readModel { behindMs } }',
    );
    expect(asked()).toEqual(['_mget']);
  });

  it.each(['', 'x'.repeat(513), 'é'.repeat(257)])(
    'is nothing for an id that no document can have (%#)',
    async (id) => {
      const { data, errors } = await ask(
        query.url,
        'query ($id: ID!) { product(id: $id) { id } order(id: $id) { id } relatedProducts(id: $id) { similar { id } } }',
        { id },
      );
      expect({ data, errors }).toEqual({ data: { product: null, order: null, relatedProducts: null } });
      expect(asked()).toEqual([]);
    },
  );

  it('is one search for many SKUs', async () => {
    await ask(
      query.url,
      '{ a: product(sku: "1") { id } b: product(sku: "2") { id } c: product(sku: "1") { id } }',
    );
    expect(asked()).toEqual(['_search']);
  });

  const LINES = 'lines { product { id category { name } categoryPath { id } } } customer { id }';
  const FACETS =
    'facets(attributes: ["colour"]) { categories { count category { path { name } } } brands { count } }';
  it.each([
    ['a page', `products { totalCount edges { node { id stock { onHand } } } }`, ['_pit', '_search']],
    [
      'a page with its facets and everything of each product',
      `products(first: 50) { ${FACETS} totalCount edges { highlights { field } node { category { name } categoryPath { id } } } }`,
      ['_pit', '_search', '_mget'],
    ],
    [
      'two pages at once',
      `a: products { totalCount } b: products(query: "kettle") { totalCount }`,
      ['_pit', '_msearch'],
    ],
    [
      'a text that nothing has',
      `products(query: "xylophone") { totalCount didYouMean }`,
      ['_pit', '_search', '_search'],
    ],
    ['a text that is spelt wrong', `products(query: "ketle") { totalCount }`, ['_pit', '_search', '_search']],
    [
      'a text that is spelt wrong, and what was meant',
      `products(query: "ketle") { totalCount didYouMean }`,
      ['_pit', '_search', '_search', '_search'],
    ],
    [
      'suggestions for it',
      `suggest(prefix: "ketle") { products { id } didYouMean }`,
      ['_search', '_mget', '_search'],
    ],
    [
      'suggestions',
      `suggest(prefix: "ket") { products { category { id } } brands categories { path { id } } didYouMean }`,
      ['_search', '_mget', '_mget'],
    ],
    [
      'related products',
      `relatedProducts(id: "p1") { similar { category { id } } boughtTogether { id } }`,
      ['_mget', '_search', '_mget'],
    ],
    [
      'stock alerts',
      `stockAlerts(below: 5) { edges { node { category { id } } } }`,
      ['_pit', '_search', '_mget'],
    ],
    [
      'products with their reviews',
      `products(first: 20) { edges { node { reviews { edges { node { stars } } } } } }`,
      ['_pit', '_search', '_pit', '_msearch'],
    ],
    [
      'orders with customers, products and their categories',
      `orders { edges { node { ${LINES} } } }`,
      ['_pit', '_search', '_mget', '_mget'],
    ],
    [
      'customers with their orders',
      `a: customer(id: "c1") { orders { totalCount } } b: customer(id: "c2") { orders { totalCount } }`,
      ['_mget', '_pit', '_msearch'],
    ],
    ['the tree of categories', `rootCategories { children { name children { id } } }`, []],
    [
      'what is below the categories of a page',
      `products(first: 50) { edges { node { category { children { id } } } } }`,
      ['_pit', '_search', '_mget'],
    ],
    [
      'a sales report',
      `salesReport(from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z", groupBy: PRODUCT) { totals { units } rows { label } }`,
      ['_pit', '_msearch', '_mget'],
    ],
  ])('is, for %s', async (_, fields, requests) => {
    await ask(query.url, '{ products { totalCount } }'); // the copy of the category tree is there
    await eventually(async () => {
      await new Promise((resolve) => setTimeout(resolve, 60)); // and the snapshot is no longer shared
      proxy.requests.length = 0;
      const { errors } = await ask(query.url, `{ ${fields} }`);
      expect(errors).toBeUndefined();
      expect(asked()).toEqual(requests);
    });
  });

  it('is a search and then a refresh more for those who search first', async () => {
    const fresh = await startQuery({ ...world.config, elasticsearchUrl: proxy.url }, world.log);
    await Promise.all([1, 2, 3].map(() => ask(fresh.url, '{ orders { totalCount } }')));
    await fresh.stop();
    expect(asked().slice(0, 3)).toEqual(['_search', '_refresh', '_pit']);
    expect(asked().filter((each) => each === '_refresh')).toHaveLength(1);
  });

  it('is one _mget, one refresh, one snapshot and one request for all fields with a token', async () => {
    const token = signToken(vectorFor(productEvent('p1'), productEvent('p2')));
    const field = 'products(query: "kettle") { totalCount }';
    // The copy of the category tree may be a second old between the two.
    await eventually(async () => {
      await ask(query.url, `{ ${field} }`);
      proxy.requests.length = 0;
      await ask(query.url, `{ a: ${field} b: ${field} }`, {}, { 'x-consistency-token': token });
      expect(asked()).toEqual(['_mget', '_refresh', '_pit', '_msearch']);
    });
  });

  it('is one _mget, one refresh and one look at the tree for all categories with a token', async () => {
    const token = signToken(vectorFor(categoryEvent('kettles')));
    const field = 'rootCategories { children { name children { id } } }';
    await eventually(async () => {
      await ask(query.url, '{ rootCategories { id } }'); // the copy of the tree is there
      proxy.requests.length = 0;
      const { errors } = await ask(
        query.url,
        `{ a: ${field} b: ${field} category(id: "home") { children { children { id } } } }`,
        {},
        { 'x-consistency-token': token },
      );
      expect(errors).toBeUndefined();
      expect(asked()).toEqual(['_mget', '_refresh', '_search']);
    });
  });

  it('is a look or two at the tree for all fields that name a token of a category themselves', async () => {
    const asOf = signToken(vectorFor(categoryEvent('kettles')));
    const fields = Array.from({ length: 20 }, (_, i) => `a${i}: rootCategories(asOf: $asOf) { id }`).join(
      ' ',
    );
    await ask(query.url, '{ rootCategories { id } }'); // the copy of the tree is there
    proxy.requests.length = 0;
    const { errors } = await ask(query.url, `query ($asOf: String) { ${fields} }`, { asOf });
    expect(errors).toBeUndefined();
    expect(asked().filter((request) => request === '_search').length).toBeLessThanOrEqual(2);
  });

  it('is one _mget for the thumbnails of all images, and none when nobody asks for them', async () => {
    const products = (fields: string) =>
      ask(query.url, `{ products(first: 20) { edges { node { images { ${fields} } } } } }`);
    await products('url alt');
    expect(asked()).not.toContain('_mget');
    const { data, errors } = await products('thumbnailUrl small: thumbnailUrl(size: SMALL) placeholder');
    expect(errors).toBeUndefined();
    expect(asked().filter((request) => request === '_mget')).toHaveLength(1);
    // No images role ever ran here, so that not even its index exists.
    expect(JSON.stringify(data)).toContain('{"thumbnailUrl":null,"small":null,"placeholder":null}');
  });

  it('is shared by all who wait, in all requests', async () => {
    const revision = 'product@0.1+stock@0.1';
    const answers = Promise.all(
      [1, 2, 3].map(() => ask(query.url, ENTITIES, { r: representations(revision) })),
    );
    await eventually(() => expect(asked().length).toBeGreaterThanOrEqual(4));
    const before = proxy.requests.length;
    const start = performance.now();
    await eventually(() => expect(performance.now() - start).toBeGreaterThan(200));
    // 150 waits, looked for every 10 to 50 ms.
    expect(proxy.requests.length - before).toBeLessThan(20);
    await world.index(...ids.map((id) => stockEvent(id)));
    for (const { errors } of await answers) expect(errors).toBeUndefined();
  });

  it('is one _mget for what was just written, while the indexer wakes its readers', async () => {
    const wake = () => fetch(new URL('/wake', query.url), { method: 'POST' });
    let n = 0;
    // Where the wake-up takes longer than a waiter does without one, there is a look that finds nothing.
    await eventually(async () => {
      const id = `new${n++}`;
      await wake();
      proxy.requests.length = 0;
      const r = [{ __typename: 'Product', id, revision: 'product@0.1' }];
      const answer = ask(query.url, ENTITIES, { r });
      await new Promise((resolve) => setTimeout(resolve, 5));
      await world.index(productEvent(id));
      await wake();
      expect((await answer).data).toEqual({ _entities: [{ id }] });
      expect(asked()).toEqual(['_mget']);
    });
  });

  it('is one _mget for what is named without a revision, of which nothing was just written', async () => {
    await fetch(new URL('/wake', query.url), { method: 'POST' });
    for (const revision of [undefined, null]) {
      proxy.requests.length = 0;
      const answer = await ask(query.url, ENTITIES, { r: [{ __typename: 'Product', id: 'p1', revision }] });
      expect(answer).toEqual({ data: { _entities: [{ id: 'p1' }] } });
      expect(asked()).toEqual(['_mget']);
    }
  });
});
