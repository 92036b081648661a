import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../ops/role.ts';
import { aliasName } from './documents/names.ts';
import { startQuery } from './main.ts';
import { decodeCursor, encodeCursor } from './search/cursor.ts';
import { readProductsArgs } from './search/products.ts';
import { productEvent, vectorFor } from './test/events.ts';
import { ask, createWorld, type World, signToken } from './test/world.ts';

const names = ['Kettle', 'Steel kettle', 'Toaster', 'Toaster with kettle', 'Lamp', 'Desk lamp', 'Chair'];
const catalogue = names.map((name, i) =>
  productEvent(`p${i}`, 1, {
    state: {
      name,
      sku: i === 4 ? 'LMP-4/A' : `SKU ${i}`,
      description: name === 'Chair' ? 'Goes with the toaster' : null,
      brand: null,
      registeredAt: `2026-01-0${Math.min(i + 1, 6)}T00:00:00.000Z`,
    },
  }),
);
const draft = productEvent('draft', 1, { state: { name: 'Kettle to come', status: 'DRAFT' } });

const lists = {
  newest: readProductsArgs({}).paging.list,
  kettle: readProductsArgs({ query: 'kettle' }).paging.list,
};
const cursorOf = (list: keyof typeof lists, values: readonly (number | string)[], snapshot?: string) =>
  encodeCursor(lists[list], { values, relaxed: false, snapshot });

interface Page {
  readonly products: {
    readonly totalCount: number;
    readonly edges: { readonly cursor: string; readonly node: { readonly id: string } }[];
    readonly pageInfo: Record<'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor', unknown>;
  };
}

describe('products', () => {
  let world: World;
  let query: Role;
  beforeAll(async () => {
    world = await createWorld();
    await world.ensureIndices();
    await world.index(...catalogue, draft);
    await world.client.indices.refresh({ index: aliasName(world.namespace, 'products') });
    query = await startQuery(world.config, world.log);
  });
  afterAll(async () => {
    await query.stop();
    await world.destroy();
  });

  const PRODUCTS = `query ($query: String, $first: Int, $after: String, $asOf: String) {
    products(query: $query, first: $first, after: $after, asOf: $asOf) {
      totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  const list = (variables: Record<string, unknown>, headers?: Record<string, string>) =>
    ask(query.url, PRODUCTS, variables, headers);
  const page = async (variables: Record<string, unknown>, headers?: Record<string, string>) => {
    const { data, errors } = await list(variables, headers);
    expect(errors).toBeUndefined();
    return (data as unknown as Page).products;
  };
  const ids = ({ edges }: Page['products']) => edges.map(({ node }) => node.id);

  it('are listed newest first, equals by id, drafts never', async () => {
    const { totalCount, ...rest } = await page({});
    expect(ids({ totalCount, ...rest })).toEqual(['p5', 'p6', 'p4', 'p3', 'p2', 'p1', 'p0']);
    expect(totalCount).toBe(7);
  });

  it.each([undefined, 'kettle toaster lamp'])(
    'are paged without gap or repetition (query: %s)',
    async (text) => {
      const whole = await page({ query: text });
      const seen: string[] = [];
      let after: unknown;
      for (let n = 0; n < 10; n++) {
        const part = await page({ query: text, first: 2, after });
        expect(part.totalCount).toBe(whole.totalCount);
        expect(part.pageInfo.hasPreviousPage).toBe(after !== undefined);
        expect([part.pageInfo.startCursor, part.pageInfo.endCursor]).toEqual([
          part.edges.at(0)?.cursor,
          part.edges.at(-1)?.cursor,
        ]);
        seen.push(...ids(part));
        after = part.pageInfo.endCursor;
        if (!part.pageInfo.hasNextPage) break;
      }
      expect(seen).toEqual(ids(whole));
    },
  );

  it('are found by name before description, and by the whole SKU before all', async () => {
    expect(ids(await page({ query: 'toaster' }))).toEqual(['p2', 'p3', 'p6']);
    expect(ids(await page({ query: 'LMP-4/A' }))[0]).toBe('p4');
    expect((await page({ query: 'kettle' })).totalCount).toBe(3);
  });

  it('can be counted only, and are none past the end', async () => {
    const none = { edges: [], pageInfo: { startCursor: null } };
    expect(await page({ first: 0 })).toMatchObject({ ...none, totalCount: 7 });
    const after = cursorOf('newest', [0, 'p']);
    expect(await page({ after })).toMatchObject({ ...none, totalCount: 7 });
  });

  it.each([
    '***',
    '"',
    'AND OR NOT',
    '\\',
    ' ',
    '\ud800',
    '名'.repeat(1_000),
    'a b '.repeat(250),
    '😀'.repeat(500),
  ])('answer any text without trouble (%#)', async (text) => {
    await page({ query: text });
  });

  it.each([
    [-8.64e15, 'p'],
    [Number.MAX_SAFE_INTEGER, ''],
    [0, '\ud800'.repeat(100)],
  ] as const)('answer any well-formed cursor (%#)', async (...position) => {
    await page({ after: cursorOf('newest', position) });
  });
  it.each([-3.4e38, 0, 1e-300, 3.4e38])('answer any score in a cursor (%#)', async (score) => {
    await page({ query: 'kettle', after: cursorOf('kettle', [score, 'p']) });
  });
  it.each(['x', 'AAAA', 'iM-bBAEFcHJvdG8=', 'c5Kx0O8OLUw='])(
    'go on where the snapshot is foreign (%#)',
    async (snapshot) => {
      const { edges } = await page({ after: cursorOf('newest', [Date.UTC(2026, 0, 3), 'p2'], snapshot) });
      expect(edges.map(({ node }) => node.id)).toEqual(['p1', 'p0']);
    },
  );

  it('go on from the cursor when its snapshot has expired', async () => {
    const { pageInfo } = await page({ first: 5 });
    const after = String(pageInfo.endCursor);
    const { snapshot } = decodeCursor('after', lists.newest, ['integer', 'text'], after);
    await world.client.closePointInTime({ id: snapshot! });
    // Until then it is shared with those who begin to page, as none that has expired is.
    await sleep(60);
    expect(ids(await page({ after }))).toEqual(['p1', 'p0']);
  });

  it('show all to who searches first, also where nobody refreshed', async () => {
    const index = aliasName(world.namespace, 'products');
    await world.client.indices.putSettings({ index, settings: { refresh_interval: '-1' } });
    await world.index(productEvent('unseen', 1, { state: { name: 'Unseen' } }));
    const first = await startQuery(world.config, world.log);
    const { data } = await ask(first.url, '{ products(query: "unseen") { totalCount } }');
    await first.stop();
    await world.index(productEvent('unseen', 2, { state: { status: 'DISCONTINUED' } }));
    await world.client.indices.putSettings({ index, settings: { refresh_interval: '1s' } });
    await world.refresh();
    expect(data).toEqual({ products: { totalCount: 1 } });
  });

  it('go on in a new snapshot when a token demands more than the old one shows, and in that one from then on', async () => {
    const first = await page({ first: 5 });
    const gone = productEvent('p1', 9, { state: { status: 'DISCONTINUED' } });
    const back = productEvent('p1', 10, { state: { registeredAt: '2026-01-02T00:00:00.000Z' } });
    await world.index(gone);
    const headers = { 'x-consistency-token': signToken(vectorFor(gone)) };
    const after = first.pageInfo.endCursor;
    expect(ids(await page({ first: 1, after }))).toEqual(['p1']);
    const next = await page({ first: 1, after }, headers);
    expect([ids(next), next.totalCount]).toEqual([['p0'], 6]);
    await world.index(back);
    await world.refresh();
    // Until then it is shared with those who begin to page.
    await sleep(60);
    const again = await page({ first: 1, after: next.pageInfo.startCursor }, headers);
    expect([again.totalCount, (await page({})).totalCount]).toEqual([6, 7]);
  });

  it.each([
    ['first', { first: 101 }],
    ['first', { first: -1 }],
    ['query', { query: 'x'.repeat(1_001) }],
    ['after', { after: 'nonsense' }],
    ['after', { after: cursorOf('newest', [0, 'p']), asOf: signToken(vectorFor(draft)) }],
    ['after', { after: cursorOf('newest', [0, 'p']), query: 'kettle' }],
  ])('name %s when it is wrong (%#)', async (argument, variables) => {
    const { errors } = await list(variables);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  });
});
