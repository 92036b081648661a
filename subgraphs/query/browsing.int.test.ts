import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ProductConnection } from '../../schema/generated/query.ts';
import { type Catalogue, catalogue, euros, openCatalogue, product } from './test/catalogue.ts';
import { productEvent, stockEvent } from './test/events.ts';
import { ask, eventually } from './test/world.ts';

describe('browsing the catalogue', () => {
  let shop: Catalogue;
  let { world, query, answer } = {} as Catalogue;
  beforeAll(async () => {
    shop = await openCatalogue();
    ({ world, query, answer } = shop);
  });
  afterAll(() => shop.close());

  describe('filters by', () => {
    it.each([
      ['a category with those below it', 'categoryId: "outdoor"', ['boot', 'shoe']],
      ['a category that nobody knows', 'categoryId: "moon"', []],
      ['brand', 'brands: ["Fleet", "Tempo"]', ['boot', 'shoe', 'watch']],
      ['a list without a brand', 'brands: []', []],
      ['price, both ends included', 'price: { min: 9000, max: 20000 }', ['boot', 'cafe', 'watch']],
      ['currency', 'price: { currency: "USD" }', []],
      ['what can be ordered', 'availability: IN_STOCK', ['shoe', 'tv']],
      ['what cannot', 'availability: OUT_OF_STOCK', ['boot', 'cafe', 'phone', 'watch']],
      ['rating', 'minRating: 4.5', ['shoe']],
      [
        'an attribute',
        'attributes: [{ name: "colour", values: ["red", "green"] }]',
        ['cafe', 'shoe', 'watch'],
      ],
      ['an attribute that nothing has', 'attributes: [{ name: "mood", values: ["red"] }]', []],
      ['an attribute without a value', 'attributes: [{ name: "colour", values: [] }]', []],
      ['no attribute at all', 'attributes: []', ['boot', 'cafe', 'phone', 'shoe', 'tv', 'watch']],
      ['several at once', 'brands: ["Fleet"], attributes: [{ name: "colour", values: ["red"] }]', ['shoe']],
    ])('%s', async (_, filter, ids) => {
      const { products } = await answer(
        `products(filter: { ${filter} }) { totalCount edges { node { id } } }`,
      );
      expect(products.edges.map(({ node }) => node.id).sort()).toEqual(ids);
      expect(products.totalCount).toBe(ids.length);
    });
  });

  it.each([
    ['PRICE_ASC', ['phone', 'shoe', 'boot', 'watch', 'cafe', 'tv']],
    ['PRICE_DESC', ['tv', 'cafe', 'watch', 'boot', 'shoe', 'phone']],
    ['RATING', ['shoe', 'boot', 'cafe', 'phone', 'tv', 'watch']],
    ['NEWEST', ['boot', 'cafe', 'phone', 'shoe', 'tv', 'watch']],
  ])('sorts by %s, and backwards the same', async (sort, ids) => {
    const { products } = await answer(
      `products(sort: ${sort}, first: 6) { edges { cursor node { id } } pageInfo { endCursor } }`,
    );
    expect(products.edges.map(({ node }) => node.id)).toEqual(ids);
    const before = products.edges[5]?.cursor;
    const { back, end } = await answer<{ back: ProductConnection; end: ProductConnection }>(
      `back: products(sort: ${sort}, last: 2, before: $b) { edges { node { id } } pageInfo { hasNextPage hasPreviousPage } }
       end: products(sort: ${sort}, last: 1) { edges { node { id } } pageInfo { hasNextPage hasPreviousPage } }`,
      { b: before },
      '($b: String)',
    );
    expect(back.edges.map(({ node }) => node.id)).toEqual(ids.slice(3, 5));
    expect(back.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true });
    expect(end.edges[0]?.node.id).toBe(ids[5]);
    expect(end.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
  });

  it('counts each facet as if its own filter were not set', async () => {
    const { products } =
      await answer(`products(filter: { brands: ["Fleet"], attributes: [{ name: "colour", values: ["red"] }] }) {
      totalCount facets(attributes: ["colour", "mood"]) {
        categories { count category { id name } } brands { value count } availability { value count } ratings { minRating count }
        prices { currency count min max histogram { from to count } } attributes { name values { value count } } attributeNames { value count } } }`);
    expect(products).toEqual({
      totalCount: 1,
      facets: {
        categories: [
          { count: 1, category: { id: 'outdoor', name: 'Outdoor' } },
          { count: 1, category: { id: 'sport', name: 'Sportswear' } },
        ],
        brands: [
          { value: 'Fleet', count: 1 },
          { value: 'Tempo', count: 1 },
        ],
        availability: [
          { value: 'IN_STOCK', count: 1 },
          { value: 'OUT_OF_STOCK', count: 0 },
        ],
        ratings: [1, 2, 3, 4].map((minRating) => ({ minRating, count: 1 })),
        prices: [
          {
            currency: 'EUR',
            count: 1,
            min: 5_000,
            max: 5_000,
            histogram: [{ from: 5_000, to: 10_000, count: 1 }],
          },
        ],
        attributes: [
          {
            name: 'colour',
            values: [
              { value: 'blue', count: 1 },
              { value: 'red', count: 1 },
            ],
          },
          { name: 'mood', values: [] },
        ],
        attributeNames: [{ value: 'colour', count: 1 }],
      },
    });
  });

  it('counts for each facets field of a list the attributes that it names', async () => {
    const { products } = await answer<{ products: Record<'a' | 'b', ProductConnection['facets']> }>(
      `products { a: facets(attributes: ["colour"]) { attributes { name values { value } } }
        b: facets(attributes: ["mood", "colour"]) { attributes { name values { value } } } }`,
    );
    const colour = { name: 'colour', values: ['red', 'blue'].map((value) => ({ value })) };
    expect(products).toEqual({
      a: { attributes: [colour] },
      b: { attributes: [{ name: 'mood', values: [] }, colour] },
    });
  });

  it('alerts of what is running out, the fewest first', async () => {
    const { stockAlerts } = await answer(
      'stockAlerts(below: 6, first: 4) { totalCount edges { node { id stock { available } } } }',
    );
    expect(stockAlerts.totalCount).toBe(5);
    expect(stockAlerts.edges.map(({ node }) => node.id)).toEqual(['boot', 'cafe', 'phone', 'watch']);
  });

  it('pages without repetition or gap while stock and prices change', async () => {
    const page = async (after: string | null) =>
      (
        await answer(
          'products(sort: PRICE_ASC, first: 2, after: $a) { edges { node { id } } pageInfo { endCursor hasNextPage } }',
          { a: after },
          '($a: String)',
        )
      ).products;
    const seen: string[] = [];
    let after: string | null = null;
    for (let revision = 2; ; revision++) {
      const { edges, pageInfo } = await page(after);
      seen.push(...edges.map(({ node }) => node.id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
      // The first of the list goes to its end, where it would be met again.
      const event = productEvent('phone', revision, {
        state: { ...catalogue[5]!.state, price: euros(90_000 + revision) },
      });
      await world.index(event, stockEvent('watch', revision));
      await world.refresh();
    }
    expect(seen).toEqual(['phone', 'shoe', 'boot', 'watch', 'cafe', 'tv']);
    // Not before the snapshot of the first page is shared no more.
    await eventually(async () => {
      const { products } = await answer('products(sort: PRICE_ASC, last: 1) { edges { node { id } } }');
      expect(products.edges[0]?.node.id).toBe('phone');
    });
  });

  it.each([
    'products(filter: { categoryId: $id, brands: [$s, ""], price: { currency: $s } }) { totalCount }',
    'products(filter: { attributes: [{ name: $s, values: [$s] }] }) { facets(attributes: [$s, ".*"]) { attributes { name } } }',
    'orders(filter: { customerId: $id, productId: $id, statuses: [] }) { totalCount }',
    'relatedProducts(id: $id) { similar { id } }',
    'suggest(prefix: $s) { brands }',
    'products(query: $s, filter: { brands: [], attributes: [] }) { totalCount }',
  ])('answers whatever a value holds (%#)', async (fields) => {
    for (const s of ['\ud800', '\u0000 AND (', '.*', 'Weight [kg] > 1', '']) {
      const { errors } = await ask(
        query.url,
        `query ($s: String!, $id: ID!) { ${fields} a: product(id: $id) { sku } b: product(sku: $s) { sku } }`,
        { s, id: s },
      );
      expect(errors).toBeUndefined();
    }
  });

  it.each([
    ['first', 'products(first: 100000) { totalCount }'],
    ['query', `products(query: "${'x'.repeat(10_000)}") { totalCount }`],
    ['filter.price', 'products(filter: { price: { min: 2, max: 1 } }) { totalCount }'],
    [
      'attributes',
      `products { facets(attributes: ${JSON.stringify(Array.from({ length: 500 }, (_, i) => `a${i}`))}) { brands { count } } }`,
    ],
    ['prefix', `suggest(prefix: "${'x'.repeat(10_000)}") { brands }`],
    ['first', 'suggest(prefix: "x", first: 21) { brands }'],
    ['first', 'relatedProducts(id: "tv", first: 0) { similar { id } }'],
    ['below', 'stockAlerts(below: 0) { totalCount }'],
  ])('names %s when it is wrong (%#)', async (argument, fields) => {
    const { errors } = await ask(query.url, `{ ${fields} }`);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  });
});

it('pages on where a search stood, though scores have changed since its snapshot', async () => {
  const shop = await openCatalogue();
  onTestFinished(() => shop.close());
  const add = async (name: string, count: number) => {
    await shop.world.index(...Array.from({ length: count }, (_, i) => product(`${name}${i + 1}`, name)));
    await shop.world.refresh();
  };
  await add('lantern', 5);
  const page = async (after: string | null, backwards = false) =>
    (
      await shop.answer(
        `products(query: "lantern", ${backwards ? 'last: 2, before' : 'first: 2, after'}: $c) { edges { cursor node { id } } }`,
        { c: after },
        '($c: String)',
      )
    ).products.edges;
  const ids = (edges: Awaited<ReturnType<typeof page>>) => edges.map(({ node }) => node.id);
  const first = await page(null);
  expect(ids(first)).toEqual(['lantern1', 'lantern2']);
  // A word is rarer among more products, and counts more.
  await add('rug', 30);
  const second = await page(withoutSnapshot(first[1]!.cursor));
  expect(ids(second)).toEqual(['lantern3', 'lantern4']);
  expect(ids(await page(withoutSnapshot(first[1]!.cursor), true))).toEqual(['lantern1']);
  // Nor does it matter that the product where it stood is sold no more.
  await shop.world.index({ ...product('lantern2', 'lantern', { status: 'UNPUBLISHED' }), revision: 2 });
  await shop.world.refresh();
  expect(ids(await page(withoutSnapshot(first[1]!.cursor)))).toEqual(['lantern3', 'lantern4']);
});

/** As the cursor is read when its snapshot is over. */
function withoutSnapshot(cursor: string): string {
  const [list, values, relaxed] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
  return Buffer.from(JSON.stringify([list, values, relaxed, null])).toString('base64url');
}
