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

  it.each(['NEWEST', 'OLDEST', 'BEST', 'WORST'])(
    'are paged through by %s without repetition or gap, forwards and backwards, though some are equal',
    async (sort) => {
      const all = ids(await list(`sort: ${sort}`));
      const forwards: string[] = [];
      for (let after = ''; ;) {
        const page = await list(`sort: ${sort}, first: 1 ${after}`);
        expect(page.totalCount).toBe(8);
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
    await world.index(...[1, 2, 3].map((day) => review(`m${day}`, day, 3, { productId: 'moving' })));
    await world.refresh();
    const first = await list(filter);
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
