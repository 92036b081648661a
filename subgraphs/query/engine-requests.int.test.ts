import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../ops/role.ts';
import { encodeToken } from '../../schema/revision.ts';
import { startQuery } from './main.ts';
import { productEvent, stockEvent, vectorFor } from './test/events.ts';
import { startProxy } from './test/proxy.ts';
import { ask, createWorld, eventually, type World } from './test/world.ts';

describe('what a request asks of Elasticsearch', () => {
  let world: World;
  let query: Role;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  const ids = Array.from({ length: 50 }, (_, i) => `p${i}`);
  beforeAll(async () => {
    world = await createWorld();
    await world.ensureIndices();
    await world.index(...ids.map((id) => productEvent(id)));
    proxy = await startProxy(world.config.elasticsearchUrl!);
    query = await startQuery({ ...world.config, elasticsearchUrl: proxy.url }, world.log);
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

  it('is one search for many SKUs, and one for a page', async () => {
    await ask(
      query.url,
      '{ a: product(sku: "1") { id } b: product(sku: "2") { id } c: product(sku: "1") { id } }',
    );
    expect(asked()).toEqual(['_search']);
    await ask(query.url, '{ products { edges { node { id stock { onHand } } } } }');
    expect(asked()).toEqual(['_search', '_search']);
  });

  it('is one _mget, one refresh and one search for each field of a request with a token', async () => {
    const token = encodeToken(vectorFor(productEvent('p1'), productEvent('p2')));
    const field = 'products(query: "kettle") { totalCount }';
    await ask(query.url, `{ a: ${field} b: ${field} }`, {}, { 'x-consistency-token': token });
    expect(asked()).toEqual(['_mget', '_refresh', '_search', '_search']);
  });

  it('is one _mget for the thumbnails of all images, and none when nobody asks for them', async () => {
    const products = (fields: string) =>
      ask(query.url, `{ products(first: 20) { edges { node { images { ${fields} } } } } }`);
    await products('url alt');
    expect(asked()).toEqual(['_search']);
    const { data, errors } = await products('thumbnailUrl small: thumbnailUrl(size: SMALL) placeholder');
    expect(errors).toBeUndefined();
    expect(asked().slice(1)).toEqual(['_search', '_mget']);
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

  it('when it is away is a fault, logged and masked, and never null without a word', async () => {
    proxy.setDown(true);
    const { data, errors } = await ask(query.url, '{ product(id: "p1") { id } }');
    expect(data).toEqual({ product: null });
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
    expect(errors?.[0]?.message).toMatch(/^Internal error [0-9a-f-]+$/);
    expect(world.lines.filter(({ level }) => level >= 50)).toHaveLength(1);
    expect((await fetch(new URL('/health/ready', query.url))).status).toBe(503);
    proxy.setDown(false);
    expect((await fetch(new URL('/health/ready', query.url))).status).toBe(200);
  });

  it('without its indices is a fault too', async () => {
    const config = { ...world.config, namespace: `${world.namespace}-none` };
    const empty = await startQuery(config, world.log);
    for (const field of ['product(id: "p1") { id }', 'products { totalCount }']) {
      const { errors } = await ask(empty.url, `{ ${field} }`);
      expect(errors?.[0]?.extensions['code']).toBe('INTERNAL_SERVER_ERROR');
    }
    const ready = await fetch(new URL('/health/ready', empty.url));
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('does not exist');
    await empty.stop();
  });
});
