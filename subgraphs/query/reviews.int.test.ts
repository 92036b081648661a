import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../ops/role.ts';
import type { PageInfo } from '../../schema/generated/query.ts';
import { startQuery } from './main.ts';
import { productEvent, reviewEvent, vectorFor } from './test/events.ts';
import { ask, createWorld, signToken, type World } from './test/world.ts';

type ReviewState = ReturnType<typeof reviewEvent>['state'];
const review = (id: string, day: number, stars: number, more: Partial<ReviewState> = {}) =>
  reviewEvent(id, 1, {
    ...{ reviewId: id, stars, status: 'APPROVED', submittedAt: `2026-03-0${day}T10:00:00.000Z` },
    ...more,
  });

const reviews = [
  review('r1', 1, 4),
  // Of one moment, two of them with as many stars.
  ...[review('r4', 2, 5), review('r2', 2, 5, { customerId: 'c2' }), review('r3', 2, 1)],
  review('r5', 3, 1, { status: 'PENDING', customerId: 'c2' }),
  review('r6', 4, 5, { status: 'REJECTED' }),
  review('q1', 5, 3, { productId: 'p2' }),
  review('q2', 6, 2, { productId: 'p2', status: 'PENDING' }),
];

interface Page {
  readonly totalCount: number;
  readonly edges: { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: PageInfo;
}
const PAGE =
  '{ totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }';

describe('lists of reviews', () => {
  let world: World;
  let query: Role;
  beforeAll(async () => {
    world = await createWorld();
    await world.ensureIndices();
    await world.index(...reviews, ...['p1', 'p2', 'p3'].map((id) => productEvent(id)));
    await world.refresh();
    query = await startQuery(world.config, world.log);
  });
  afterAll(async () => {
    await query.stop();
    await world.destroy();
  });

  const answer = async <T>(fields: string): Promise<T> => {
    const { data, errors } = await ask(query.url, `{ ${fields} }`);
    expect(errors).toBeUndefined();
    return data as T;
  };
  const ids = ({ edges }: Pick<Page, 'edges'>) => edges.map(({ node }) => node.id);
  const list = async (args: string): Promise<Page> =>
    (await answer<{ reviews: Page }>(`reviews${args && `(${args})`} ${PAGE}`)).reviews;
  const listOf = async (id: string, args: string): Promise<Page> =>
    (
      await answer<{ product: { reviews: Page } }>(
        `product(id: "${id}") { reviews${args && `(${args})`} ${PAGE} }`,
      )
    ).product.reviews;

  describe('of all products', () => {
    it.each([
      ['', ['q2', 'q1', 'r6', 'r5', 'r2', 'r3', 'r4', 'r1']],
      ['sort: OLDEST', ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'q1', 'q2']],
      ['sort: BEST', ['r6', 'r2', 'r4', 'r1', 'q1', 'q2', 'r5', 'r3']],
      ['sort: WORST', ['r5', 'r3', 'q2', 'q1', 'r1', 'r6', 'r2', 'r4']],
      ['sort: null, filter: null', ['q2', 'q1', 'r6', 'r5', 'r2', 'r3', 'r4', 'r1']],
      ['filter: { productId: "p2" }', ['q2', 'q1']],
      ['filter: { customerId: "c2" }', ['r5', 'r2']],
      ['filter: { statuses: [PENDING] }', ['q2', 'r5']],
      ['filter: { statuses: [PENDING, REJECTED, PENDING] }', ['q2', 'r6', 'r5']],
      ['filter: { statuses: [] }', []],
      ['filter: { statuses: [PENDING], productId: "p1", customerId: "c2" }', ['r5']],
      ['filter: { productId: "p3" }', []],
      ['first: 2', ['q2', 'q1']],
      ['last: 2', ['r4', 'r1']],
    ])('are, with %s', async (args, found) => {
      expect(ids(await list(args))).toEqual(found);
    });

    it('show everything of each', async () => {
      const { reviews: shown } = await answer<{ reviews: object }>(
        'reviews(filter: { customerId: "c2", statuses: [PENDING] }) { edges { node { id revision productId customerId stars title text status submittedAt updatedAt } } }',
      );
      const { reviewId: id, ...state } = reviews[4]!.state;
      const node = { id, ...state, revision: 'review@0.1', updatedAt: '2026-01-01T00:00:01.000Z' };
      expect(shown).toEqual({ edges: [{ node }] });
    });
  });

  describe('of a product', () => {
    it.each([
      ['', ['r2', 'r3', 'r4', 'r1']],
      ['sort: OLDEST', ['r1', 'r2', 'r3', 'r4']],
      ['sort: BEST', ['r2', 'r4', 'r1', 'r3']],
      ['sort: WORST', ['r3', 'r1', 'r2', 'r4']],
      ['first: 2', ['r2', 'r3']],
      ['last: 1', ['r1']],
    ])('are the approved ones only, with %s', async (args, found) => {
      const { totalCount, ...page } = await listOf('p1', args);
      expect([ids(page), totalCount]).toEqual([found, 4]);
    });

    it('stand at each of several products, in the order that is asked for there', async () => {
      const { products } = await answer<{
        products: { edges: { node: Record<'id' | 'best' | 'old', Page & string> }[] };
      }>(
        'products(first: 3) { edges { node { id best: reviews(sort: BEST) { edges { node { id } } } old: reviews(sort: OLDEST, last: 2) { edges { node { id } } } } } }',
      );
      const shown = products.edges.map(({ node: { id, best, old } }) => [id, ids(best), ids(old)]);
      expect(shown).toEqual([
        ['p1', ['r2', 'r4', 'r1', 'r3'], ['r3', 'r4']],
        ['p2', ['q1'], ['q1']],
        ['p3', [], []],
      ]);
    });

    it('are shown with what was written, and without who wrote it', async () => {
      const { product } = await answer<{ product: object }>(
        'product(id: "p2") { reviews { edges { node { id stars title text submittedAt } } } }',
      );
      const { stars, title, text, submittedAt } = reviews[6]!.state;
      expect(product).toEqual({
        reviews: { edges: [{ node: { id: 'q1', stars, title, text, submittedAt } }] },
      });
      const { errors } = await ask(
        query.url,
        '{ product(id: "p2") { reviews { edges { node { customerId } } } } }',
      );
      expect(errors?.[0]?.message).toContain('Cannot query field "customerId" on type "ProductReview"');
    });

    it('are paged through, and not by a cursor of another product, of pending ones or of all', async () => {
      const { pageInfo } = await listOf('p1', 'first: 2');
      const after = `first: 2, after: "${pageInfo.endCursor}"`;
      expect(ids(await listOf('p1', after))).toEqual(['r4', 'r1']);
      const others = await Promise.all([
        listOf('p2', 'first: 1'),
        list('first: 1'),
        list('first: 1, filter: { productId: "p1" }'),
        list('first: 1, filter: { productId: "p1", statuses: [PENDING] }'),
      ]);
      for (const { pageInfo: other } of others) {
        const { errors } = await ask(
          query.url,
          `{ product(id: "p1") { reviews(after: "${other.endCursor}") { totalCount } } }`,
        );
        expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'after' });
      }
    });

    it('are there from the approval on, with its token, until the rejection', async () => {
      for (const [i, status] of (['PENDING', 'APPROVED', 'REJECTED', 'APPROVED'] as const).entries()) {
        const event = reviewEvent('s', i + 1, { reviewId: 's', productId: 'p3', status });
        await world.index(event);
        const token = signToken(vectorFor(event));
        const { product } = await answer<{ product: { reviews: Page } }>(
          `product(id: "p3", asOf: "${token}") { reviews { totalCount } }`,
        );
        expect(product.reviews).toEqual({ totalCount: status === 'APPROVED' ? 1 : 0 });
      }
    });
  });

  it.each(['NEWEST', 'OLDEST', 'BEST', 'WORST'])(
    'are paged through by %s without repetition or gap, forwards and backwards, though some are equal',
    async (sort) => {
      const all = ids(await list(`sort: ${sort}`));
      const forwards: string[] = [];
      for (let after = ''; ;) {
        const page = await list(`sort: ${sort}, first: 1 ${after}`);
        expect(page.totalCount).toBe(all.length);
        forwards.push(...ids(page));
        if (!page.pageInfo.hasNextPage) break;
        after = `, after: "${page.pageInfo.endCursor}"`;
      }
      const backwards: string[] = [];
      for (let before = ''; ;) {
        const page = await list(`sort: ${sort}, last: 3 ${before}`);
        backwards.unshift(...ids(page));
        if (!page.pageInfo.hasPreviousPage) break;
        before = `, before: "${page.pageInfo.startCursor}"`;
      }
      expect([forwards, backwards]).toEqual([all, all]);
    },
  );

  it('go on as they were when the first page was read', async () => {
    const filter = 'filter: { productId: "moving" }, first: 1';
    const events = [1, 2, 3].map((day) => review(`m${day}`, day, 3, { productId: 'moving' }));
    await world.index(...events);
    // By its token, so that no moment of the test before is shared.
    const first = await list(`${filter}, asOf: "${signToken(vectorFor(...events))}"`);
    const [changed] = [{ ...review('m2', 2, 3, { productId: 'elsewhere' }), revision: 2 }];
    await world.index(changed);
    await world.refresh();
    expect(ids(await list(`${filter}, after: "${first.pageInfo.endCursor}"`))).toEqual(['m2']);
  });

  it('show at once, with its token, what was just submitted, approved or rejected', async () => {
    const judged = { productId: 'judged', reviewId: 'j' };
    const steps = [['PENDING'], ['APPROVED'], ['REJECTED']] as const;
    for (const [i, [status]] of steps.entries()) {
      const event = reviewEvent('j', i + 1, { ...judged, status });
      await world.index(event);
      const token = signToken(vectorFor(event));
      for (const [asked] of steps) {
        const found = await list(`filter: { productId: "judged", statuses: [${asked}] }, asOf: "${token}"`);
        expect(ids(found)).toEqual(asked === status ? ['j'] : []);
      }
    }
  });
});
