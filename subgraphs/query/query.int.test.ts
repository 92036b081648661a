import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../ops/role.ts';
import { encodeRevision } from '../../schema/revision.ts';
import { batchEvent, orderEvent, productEvent, revisionFor, stockEvent, vectorFor } from './test/events.ts';
import { ask, createWorld, type World, signToken } from './test/world.ts';
import { startQuery } from './main.ts';

const PRODUCT =
  '{ id sku name price { amountMinor currency } stock { onHand reserved available } revision updatedAt }';

describe('the query subgraph', () => {
  let world: World;
  let query: Role;
  beforeAll(async () => {
    world = await createWorld();
    await world.ensureIndices();
    query = await startQuery(world.config, world.log);
  });
  afterAll(async () => {
    await query.stop();
    await world.destroy();
  });

  const entities = (
    representations: unknown[],
    fields = '... on Product { id revision name stock { onHand } }',
  ) =>
    ask(query.url, `query ($r: [_Any!]!) { _entities(representations: $r) { ${fields} } }`, {
      r: representations,
    });

  describe('a product by id', () => {
    it('shows everything of the document, with the revision of each section', async () => {
      await world.index(productEvent('p1', 2), stockEvent('p1', 7));
      const { data } = await ask(query.url, `{ product(id: "p1") ${PRODUCT} }`);
      expect(data?.['product']).toEqual({
        id: 'p1',
        sku: 'SKU-p1',
        name: 'Kettle p1 of revision 2',
        price: { amountMinor: 1_999, currency: 'EUR' },
        stock: { onHand: 17, reserved: 2, available: 15 },
        revision: 'product@0.2+stock@0.7',
        updatedAt: '2026-01-01T00:00:07.000Z',
      });
    });

    it('shows zeros while no stock has arrived', async () => {
      await world.index(productEvent('p2'));
      const { data } = await ask(
        query.url,
        '{ product(id: "p2") { revision stock { onHand reserved available } } }',
      );
      expect(data?.['product']).toEqual({
        revision: 'product@0.1',
        stock: { onHand: 0, reserved: 0, available: 0 },
      });
    });

    it.each(['unknown', '', 'x'.repeat(2_000), '\ud800'])('is null when unknown (%#)', async (id) => {
      const answer = await ask(query.url, 'query ($id: ID) { product(id: $id) { id } }', { id });
      expect(answer).toEqual({ data: { product: null } });
    });

    it('is null while it is a draft, and while only its stock has arrived', async () => {
      await world.index(productEvent('draft', 1, { state: { status: 'DRAFT' } }), stockEvent('early'));
      const { data } = await ask(
        query.url,
        '{ a: product(id: "draft") { id } b: product(id: "early") { id } }',
      );
      expect(data).toEqual({ a: null, b: null });
    });

    it('takes exactly one of id and sku', async () => {
      const { errors } = await ask(query.url, '{ a: product { id } b: product(id: "p1", sku: "s") { id } }');
      expect(errors?.map(({ extensions }) => [extensions['code'], extensions['argument']])).toEqual([
        ['BAD_USER_INPUT', 'id'],
        ['BAD_USER_INPUT', 'sku'],
      ]);
    });

    it('takes an id of any length, and a SKU that one could be', async () => {
      const id = await ask(query.url, 'query ($v: ID) { product(id: $v) { id } }', { v: 'x'.repeat(40_000) });
      expect(id).toEqual({ data: { product: null } });
      const find = 'query ($v: String) { product(sku: $v) { id } }';
      expect(await ask(query.url, find, { v: '\ud800' })).toEqual({ data: { product: null } });
      const { errors } = await ask(query.url, find, { v: 'x'.repeat(40_000) });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'sku' });
    });
  });

  describe('a product by SKU', () => {
    it('is found byte by byte, and only once published', async () => {
      await world.index(
        productEvent('k1', 1, { state: { sku: 'Sku 1' } }),
        productEvent('k2', 1, { state: { sku: 'Sku 2', status: 'DRAFT' } }),
      );
      const token = signToken(vectorFor(productEvent('k1'), productEvent('k2')));
      const find = 'product(sku: $s, asOf: $t) { id }';
      const answer = await ask(
        query.url,
        `query ($t: String) { a: ${find.replace('$s', '"Sku 1"')} b: ${find.replace('$s', '"sku 1"')} c: ${find.replace('$s', '"Sku 2"')} }`,
        { t: token },
      );
      expect(answer).toEqual({ data: { a: { id: 'k1' }, b: null, c: null } });
    });
  });

  describe('an entity reference', () => {
    it('answers a draft too, at the revision demanded', async () => {
      const event = productEvent('d1', 3, { state: { status: 'DRAFT' } });
      await world.index(event);
      const revision = encodeRevision(revisionFor(event));
      const { data } = await entities([{ __typename: 'Product', id: 'd1', revision }]);
      expect(data?.['_entities']).toEqual([
        { id: 'd1', revision, name: 'Kettle d1 of revision 3', stock: { onHand: 0 } },
      ]);
    });

    it('waits for the revision demanded', async () => {
      await world.index(productEvent('w1', 1), stockEvent('w1', 1));
      const answer = entities([{ __typename: 'Product', id: 'w1', revision: 'stock@0.2' }]);
      await delay(100);
      await world.index(stockEvent('w1', 2));
      const { data } = await answer;
      expect(data?.['_entities']).toMatchObject([
        { revision: 'product@0.1+stock@0.2', stock: { onHand: 12 } },
      ]);
    });

    it('waits for the product itself when only its stock is demanded', async () => {
      await world.index(stockEvent('w2', 1));
      const answer = entities([{ __typename: 'Product', id: 'w2', revision: 'stock@0.1' }]);
      await delay(100);
      await world.index(productEvent('w2'));
      const { data } = await answer;
      expect(data?.['_entities']).toMatchObject([{ revision: 'product@0.1+stock@0.1' }]);
    });

    it('takes a higher epoch for newer, whatever its revision', async () => {
      await world.index(productEvent('e1', 1, { epoch: 1 }));
      const { data } = await entities([{ __typename: 'Product', id: 'e1', revision: 'product@0.99' }]);
      expect(data?.['_entities']).toMatchObject([{ revision: 'product@1.1' }]);
    });

    it('says past its budget which stream is behind, and how far', async () => {
      await world.index(stockEvent('late', 1), productEvent('late', 1));
      const start = performance.now();
      const { data, errors } = await entities([{ __typename: 'Product', id: 'late', revision: 'stock@0.9' }]);
      expect(performance.now() - start).toBeGreaterThan(1_900);
      expect(performance.now() - start).toBeLessThan(2_600);
      expect(data).toEqual({ _entities: [null] });
      expect(errors?.[0]?.extensions).toMatchObject({
        code: 'READ_MODEL_BEHIND',
        stream: 'stock-late',
        demanded: { epoch: 0, revision: 9 },
        present: { epoch: 0, revision: 1 },
      });
    });

    it('is never old, since the answer of a command could not tell so: EVENTUAL is for queries', async () => {
      await world.index(stockEvent('strict', 1), productEvent('strict', 1));
      const headers = { 'x-consistency': 'EVENTUAL', 'x-consistency-budget-ms': '30' };
      const representations = ['strict', 'not-there-yet'].map((id) => ({
        ...{ __typename: 'Product', id, revision: 'stock@0.2' },
      }));
      const { data, errors } = await ask(
        query.url,
        'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { stock { onHand } } } }',
        { r: representations },
        headers,
      );
      expect(data).toEqual({ _entities: [null, null] });
      const codes = errors?.map(({ extensions }) => extensions['code']);
      expect(codes).toEqual(['READ_MODEL_BEHIND', 'READ_MODEL_BEHIND']);
    });

    it('is an error when there is no such entity, never null without a word', async () => {
      const { errors } = await entities(
        [
          { __typename: 'Order', id: 'nowhere' },
          { __typename: 'Product', id: 'nowhere' },
        ],
        '__typename',
      );
      expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    });

    it.each(['', 'stock', 'stock@1', 'order@0.1', 'cat@0.1', 'product@0.1+order@0.1'])(
      'refuses the revision %j',
      async (revision) => {
        const { errors } = await entities([{ __typename: 'Product', id: 'p1', revision }]);
        expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'revision' });
      },
    );

    it.each(['', 'x'.repeat(513)])('refuses an id that no document can have (%#)', async (id) => {
      const { errors } = await entities([{ __typename: 'Product', id, revision: 'product@0.1' }]);
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'id' });
    });

    it('shows an order with every amount worked out', async () => {
      await world.index(orderEvent('o1'));
      const { data } = await entities(
        [{ __typename: 'Order', id: 'o1', revision: 'order@0.1' }],
        '... on Order { id status customerId lines { sku quantity unitPrice { amountMinor } total { amountMinor currency } } total { amountMinor } revision createdAt updatedAt }',
      );
      expect(data?.['_entities']).toEqual([
        {
          id: 'o1',
          status: 'PLACED',
          customerId: 'c1',
          lines: [
            {
              sku: 'SKU-p1',
              quantity: 3,
              unitPrice: { amountMinor: 1_999 },
              total: { amountMinor: 5_997, currency: 'EUR' },
            },
          ],
          total: { amountMinor: 5_997 },
          revision: 'order@0.1',
          createdAt: '2026-01-01T00:00:01.000Z',
          updatedAt: '2026-01-01T00:00:01.000Z',
        },
      ]);
    });
  });

  describe('a consistency token', () => {
    it.each(['argument', 'header'])('in the %s makes a query wait for the write', async (where) => {
      const id = `t-${where}`;
      await world.index(productEvent(id), stockEvent(id, 1));
      const token = signToken({ ...vectorFor(stockEvent(id, 2)), ...vectorFor(orderEvent('elsewhere')) });
      const answer =
        where === 'argument'
          ? ask(query.url, `{ product(id: "${id}", asOf: "${token}") { stock { onHand } } }`)
          : ask(
              query.url,
              `{ product(id: "${id}") { stock { onHand } } }`,
              {},
              { 'x-consistency-token': token },
            );
      await delay(50);
      await world.index(stockEvent(id, 2));
      expect(await answer).toEqual({ data: { product: { stock: { onHand: 12 } } } });
    });

    it('and another one in the header: the higher of each stream counts', async () => {
      await world.index(orderEvent('h1'));
      const [low, high] = [1, 2].map((revision) => signToken({ 'order-h1': { epoch: 0, revision } }));
      const answers = [
        [low, high],
        [high, low],
      ].map(([header, t]) =>
        ask(
          query.url,
          'query ($t: String) { order(id: "h1", asOf: $t) { id } }',
          { t },
          {
            'x-consistency-token': header!,
          },
        ),
      );
      for (const { errors } of await Promise.all(answers))
        expect(errors?.[0]?.extensions['code']).toBe('READ_MODEL_BEHIND');
    });

    it('of a batch makes a query wait for the batch and then for what it wrote', async () => {
      await world.index(productEvent('b1'), stockEvent('b1', 1));
      const token = signToken({ 'batch-b': { epoch: 0, revision: 1 } });
      const answer = ask(query.url, `{ product(id: "b1", asOf: "${token}") { stock { onHand } } }`);
      await delay(50);
      await world.index(batchEvent('b', vectorFor(stockEvent('b1', 5))));
      await delay(50);
      await world.index(stockEvent('b1', 5));
      expect(await answer).toEqual({ data: { product: { stock: { onHand: 15 } } } });
    });

    it('makes a search find the write at once', async () => {
      for (let i = 0; i < 5; i++) {
        const event = productEvent(`search-${i}`, 1, { state: { name: `Zeppelin number${i}` } });
        await world.index(event);
        const { data } = await ask(
          query.url,
          'query ($t: String) { products(query: "zeppelin", asOf: $t) { totalCount } }',
          { t: signToken(vectorFor(event)) },
        );
        expect(data).toEqual({ products: { totalCount: i + 1 } });
      }
    });

    it.each(['', 'nonsense', signToken({ 'cat-1': { epoch: 0, revision: 1 } }), 'e30'.repeat(4_000)])(
      'that is not one is refused by name (%#)',
      async (token) => {
        const argument = await ask(query.url, 'query ($t: String) { order(id: "o1", asOf: $t) { id } }', {
          t: token,
        });
        expect(argument.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'asOf' });
        const header = await ask(
          query.url,
          '{ products { totalCount } }',
          {},
          { 'x-consistency-token': token },
        );
        expect(header.errors?.[0]?.extensions).toMatchObject({
          code: 'BAD_USER_INPUT',
          argument: 'x-consistency-token',
        });
      },
    );
  });

  it('answers as ready', async () => {
    expect((await fetch(new URL('/health/ready', query.url))).status).toBe(200);
  });
});

const delay = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
