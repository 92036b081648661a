import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catalogue, openCatalogue, product } from './test/catalogue.ts';
import { categoryEvent, productEvent, vectorFor } from './test/events.ts';
import { eventually, signToken } from './test/world.ts';

describe('searching the catalogue', () => {
  let shop: Catalogue;
  let { world, answer } = {} as Catalogue;
  beforeAll(async () => {
    shop = await openCatalogue();
    ({ world, answer } = shop);
  });
  afterAll(() => shop.close());

  const find = async (text: string, more = '') => {
    const { products } = await answer(
      `products(query: $q ${more}) { edges { node { id } } }`,
      { q: text },
      '($q: String)',
    );
    return products.edges.map(({ node }) => node.id);
  };

  describe('finds', () => {
    it.each([
      ['shoes', 'shoe'],
      ['cafe', 'cafe'],
      ['CAFÉ TABLES', 'cafe'],
      ['15,6 inch', 'tv'],
      ['15.6" television', 'tv'],
      ['tv156x', 'tv'],
      ['TV-156/X', 'tv'],
      ['tv-15', 'tv'],
      ['4006381333931', 'tv'],
      ['sku-tv', 'tv'],
      ['televis', 'tv'],
      ['runing shoo', 'shoe'],
      ['telefision', 'tv'],
      ['televsi', 'tv'],
      ['smartwatch', 'watch'],
      ['head set', 'phone'],
      ['outdoor boot', 'boot'],
      ['fleet running', 'shoe'],
    ])('for %s first %s', async (text, id) => {
      expect((await find(text))[0]).toBe(id);
    });

    it('what has every word, and with none such what has some', async () => {
      expect(await find('running shoe')).toEqual(['shoe']);
      expect((await find('running xylophone')).sort()).toEqual(['shoe']);
      expect(await find('xylophone')).toEqual([]);
    });

    it('nothing that is not sold', async () => {
      expect(await find('discontinued')).toEqual([]);
      expect(await find('unpublished shoe')).toEqual(['shoe']);
      const { product: gone } = await answer('product(id: "gone") { id }');
      expect(gone).toBeNull();
    });

    describe('what was perhaps meant, only of words that something published has now:', () => {
      const meant = async (text: string) => {
        await world.refresh();
        const [suggest, products] = [`suggest(prefix: "${text}")`, `products(query: "${text}")`];
        // A page may be of the snapshot that was taken for the one before.
        return await eventually(async () => {
          const found = await answer(`${suggest} { didYouMean } ${products} { didYouMean }`);
          expect(found.products.didYouMean).toBe(found.suggest.didYouMean);
          return found.suggest.didYouMean;
        });
      };
      const named = (
        id: string,
        revision: number,
        name: string,
        status: 'DRAFT' | 'PUBLISHED' = 'PUBLISHED',
      ) => world.index(productEvent(id, revision, { state: { name, brand: null, status } }));

      it('none of what is not published yet, or no longer', async () => {
        await named('secret', 1, 'Zephyrion', 'DRAFT');
        expect(await meant('zephyrian')).toBeNull();
        await named('secret', 2, 'Zephyrion');
        expect(await meant('zephyrian')).toBe('zephyrion');
        await named('secret', 3, 'Zephyrion', 'DRAFT');
        expect(await meant('zephyrian')).toBeNull();
      });

      it('none of a name that was changed, which is itself put right from then on', async () => {
        await named('ocarina', 1, 'Ocarina');
        for (const id of ['typo 1', 'typo 2']) await named(id, 1, 'Ocarino');
        expect(await meant('ocarino')).toBeNull();
        for (const id of ['typo 1', 'typo 2']) await named(id, 2, 'Ocarina');
        expect(await meant('ocarino')).toBe('ocarina');
        expect(await meant('ocarine')).toBe('ocarina');
      });
    });

    it('what was perhaps meant', async () => {
      const { products } = await answer('products(query: "televsion") { didYouMean totalCount }');
      expect(products).toEqual({ didYouMean: 'television', totalCount: 1 });
      const { products: right } = await answer('products(query: "television") { didYouMean }');
      expect(right.didYouMean).toBeNull();
    });

    it('first what has the third word too, though it be spelt otherwise', async () => {
      const name = (id: string, revision: number, status: 'DRAFT' | 'PUBLISHED') =>
        productEvent(id, revision, { state: { name: `${id} corded trackball`, brand: null, status } });
      const ids = ['acmeon', 'zenith'];
      await world.index(...ids.map((id) => name(id, 1, 'PUBLISHED')));
      await world.refresh();
      await eventually(async () => {
        const { products } = await answer(
          'products(query: "zenitj corded trackball") { edges { node { id } } }',
        );
        expect(products.edges.map(({ node }: { node: { id: string } }) => node.id)).toEqual(ids.toReversed());
      });
      await world.index(...ids.map((id) => name(id, 2, 'DRAFT')));
    });

    it('most of three words as they are, of which only suggestions ask what the other was meant to be', async () => {
      const text = '"smart watsh tempo"';
      const found = await answer(
        `products(query: ${text}) { didYouMean edges { node { id } } } suggest(prefix: ${text}) { didYouMean }`,
      );
      expect(found).toEqual({
        products: { didYouMean: null, edges: [{ node: { id: 'watch' } }] },
        suggest: { didYouMean: 'smart watch tempo' },
      });
    });
  });

  it('shows where the text was found', async () => {
    const { products } = await answer(
      'products(query: "watch") { edges { node { id } highlights { field fragments { text matched } } } }',
    );
    expect(products.edges[0]).toEqual({
      node: { id: 'watch' },
      highlights: [
        {
          field: 'name',
          fragments: [
            { text: 'Smart ', matched: false },
            { text: 'watch', matched: true },
          ],
        },
      ],
    });
    const [excerpt] = products.edges[1]?.highlights ?? [];
    expect(excerpt?.field).toBe('description');
    expect(excerpt?.fragments.map(({ text }) => text).join('').length).toBeLessThan(400);
    expect(excerpt?.fragments).toContainEqual({ text: 'watch', matched: true });
  });

  describe('suggests', () => {
    const suggest = async (prefix: string) =>
      (
        await answer(
          'suggest(prefix: $p) { products { id } categories { name } brands didYouMean }',
          { p: prefix },
          '($p: String!)',
        )
      ).suggest;

    it.each([
      ['run', { products: [{ id: 'shoe' }] }],
      ['sport', { categories: [{ name: 'Sportswear' }] }],
      ['sprotsw', { categories: [{ name: 'Sportswear' }] }],
      ['flee', { brands: ['Fleet'], products: [{ id: 'boot' }, { id: 'shoe' }] }],
      ['televis', { products: [{ id: 'tv' }] }],
      ['televsi', { products: [{ id: 'tv' }] }],
      ['televisi', { products: [{ id: 'tv' }], didYouMean: null }],
      ['watch', { products: [{ id: 'watch' }] }],
      ['red', { products: [] }],
      ['smrat wat', { products: [{ id: 'watch' }], didYouMean: 'smart wat' }],
      ['***', { products: [], categories: [], brands: [], didYouMean: null }],
      ['', { products: [], categories: [], brands: [], didYouMean: null }],
    ])('for %j', async (prefix, expected) => {
      expect(await suggest(prefix)).toMatchObject(expected);
    });
  });

  it('shows a category path that follows a rename and a move at once, and finds by it within a second', async () => {
    const path = async () =>
      (await answer('product(id: "boot") { category { name } categoryPath { name } }')).product;
    expect(await path()).toEqual({
      category: { name: 'Sportswear' },
      categoryPath: [{ name: 'Outdoor' }, { name: 'Sportswear' }],
    });
    const renamed = categoryEvent('sport', 'Gumboots', 'home', 2);
    await world.index(renamed);
    expect(await path()).toEqual({
      category: { name: 'Gumboots' },
      categoryPath: [{ name: 'Home' }, { name: 'Gumboots' }],
    });
    // One that is being indexed at that very moment, from an event that knows nothing of the rename.
    await Promise.all([
      world.index(categoryEvent('sport', 'Wellingtons', 'home', 3)),
      world.index(product('late', 'Late arrival', { categoryId: 'sport' })),
    ]);
    await world.refresh();
    await eventually(async () => {
      expect((await find('wellingtons')).sort()).toEqual(['boot', 'late', 'shoe']);
      expect(await find('sportswear')).toEqual([]);
    }, 3_000);
  });

  it('finds by a new category name at once with a token', async () => {
    const event = categoryEvent('sport', 'Galoshes', 'home', 4);
    await world.index(event);
    const { products } = await answer(
      'products(query: "galoshes", asOf: $t) { totalCount }',
      { t: signToken(vectorFor(event)) },
      '($t: String)',
    );
    expect(products.totalCount).toBe(3);
  });
});
