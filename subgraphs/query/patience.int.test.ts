import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Role } from '../../ops/role.ts';
import { run } from '../../ops/test/processes.ts';
import { startQuery } from './main.ts';
import { categoryEvent, orderEvent, productEvent, vectorFor } from './test/events.ts';
import { startProxy } from './test/proxy.ts';
import { ask, createWorld, eventually, signToken, type World } from './test/world.ts';

// How long a client waits reaches the engine; and an engine that is away is told as what it is.

let world: World;
let query: Role;
let proxy: Awaited<ReturnType<typeof startProxy>>;
const written = productEvent('p1', 1, { state: { categoryId: 'kettles' } });
beforeAll(async () => {
  world = await createWorld();
  await world.ensureIndices();
  await world.index(written, categoryEvent('kettles', 'Kettles'), orderEvent('o1'));
  await world.refresh();
  proxy = await startProxy(world.config.elasticsearchUrl!);
  query = await startQuery({ ...world.config, elasticsearchUrl: proxy.url }, world.log);
});
afterAll(async () => {
  await query.stop();
  await proxy.stop();
  await world.destroy();
});
beforeEach(() => {
  proxy.hang(() => false);
  proxy.setDown(false);
  proxy.requests.length = 0;
  proxy.givenUp.length = 0;
  world.lines.length = 0;
});

const token = { 'x-consistency-token': signToken(vectorFor(written)) };
const treeToken = { 'x-consistency-token': signToken(vectorFor(categoryEvent('kettles', 'Kettles'))) };
const late = { 'x-consistency-token': signToken(vectorFor(productEvent('p1', 9))) };
const endingIn = (name: string) => (request: string) => request.endsWith(name);
const PRODUCT = '{ product(id: "p1") { name } }';
const SALES = `{ salesReport(from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z", groupBy: DAY) { rowCount } }`;
const FOUND = '{ products { edges { node { images { placeholder } } } } }';
/** Every way to the engine: the query, and what it must not wait for longer than its client does. */
const WAYS: [string, string, string, Record<string, string>][] = [
  ['a read by id', PRODUCT, '_mget', {}],
  [
    'a reference',
    '{ _entities(representations: [{ __typename: "Order", id: "o1", revision: "order@0.1" }]) { __typename } }',
    '_mget',
    {},
  ],
  ['a refresh', '{ products { totalCount } }', '_refresh', token],
  ['a snapshot', '{ products { totalCount } }', '_pit', {}],
  ['a search', '{ products { totalCount } }', 'POST /_search', {}],
  ['several searches', '{ a: products { totalCount } b: products { totalCount } }', '_msearch', {}],
  [
    'the tree of categories',
    '{ products(query: "kettles") { totalCount } }',
    'categories/_search',
    treeToken,
  ],
  ['placeholders', FOUND, 'images/_mget', {}],
  ['a search by SKU', '{ product(sku: "SKU-p1") { name } }', '_search', {}],
  ['suggestions', '{ suggest(prefix: "ket") { brands } }', 'products/_search', {}],
  ['a report', SALES, '_msearch', {}],
];

describe('an engine that does not answer', () => {
  test.each(WAYS)('is waited for no longer than the client waits: %s', async (_, text, hanging, headers) => {
    proxy.hang(endingIn(hanging));
    const start = performance.now();
    const { errors } = await ask(query.url, text, {}, { ...headers, 'x-timeout-ms': '1000' });
    const took = performance.now() - start;
    expect(took).toBeGreaterThan(800);
    // Left to itself, the engine would be given five seconds.
    expect(took).toBeLessThan(2_500);
    expect(proxy.requests.some(endingIn(hanging))).toBe(true);
    expect(errors![0]).toMatchObject({
      message: 'The time for an answer is up',
      extensions: { code: 'DEADLINE_EXCEEDED' },
    });
    expect(world.lines.filter(({ level }) => level >= 50)).toEqual([]);
  });

  test('has five seconds for a search, and longer for a report', async () => {
    proxy.hang((request) => request.endsWith('/_search') || request.endsWith('/_msearch'));
    const ending = async (text: string) =>
      (await ask(query.url, text, {}, { 'x-timeout-ms': '8000' })).errors![0]!.extensions['code'];
    expect(await Promise.all(['{ products { totalCount } }', SALES].map(ending))).toEqual([
      'READ_MODEL_UNAVAILABLE',
      'DEADLINE_EXCEEDED',
    ]);
  });

  test('is asked nothing more for a client whose time is up', async () => {
    proxy.hang(endingIn('_pit'));
    await ask(
      query.url,
      '{ products { edges { node { category { name } } } } }',
      {},
      { 'x-timeout-ms': '200' },
    );
    proxy.hang(() => false);
    const asked = proxy.requests.length;
    await sleep(100);
    expect(proxy.requests).toHaveLength(asked);
  });

  test('says what is behind, as long as there is time to say it', async () => {
    // A look that takes longer than the rest of the time is too late to say it.
    await eventually(async () => {
      const { errors } = await ask(query.url, PRODUCT, {}, { ...late, 'x-timeout-ms': '600' });
      expect(errors).toMatchObject([{ extensions: { code: 'READ_MODEL_BEHIND' } }]);
    });
  });
});

describe('a client that leaves', () => {
  const leave = async (text: string, headers: Record<string, string>, when: () => void) => {
    const gone = new AbortController();
    const answer = fetch(query.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: text }),
      signal: gone.signal,
    });
    await eventually(when);
    gone.abort();
    await expect(answer).rejects.toThrow('abort');
  };

  test.each([
    ['search', '{ products { totalCount } }', 'POST /_search'],
    ['report', SALES, '_msearch'],
  ])('takes its %s with it', async (_, text, name) => {
    const isSearch = endingIn(name);
    proxy.hang(isSearch);
    await leave(text, {}, () => expect(proxy.requests.some(isSearch)).toBe(true));
    await eventually(() => expect(proxy.givenUp.some(isSearch)).toBe(true), 3_000);
  });

  test('is waited for no more: nobody looks for what it has demanded', async () => {
    const isLook = endingIn('_mget');
    await leave(PRODUCT, { ...late, 'x-consistency-budget-ms': '5000' }, () =>
      expect(proxy.requests.filter(isLook).length).toBeGreaterThan(2),
    );
    await sleep(100);
    const looks = proxy.requests.filter(isLook).length;
    await sleep(200);
    expect(proxy.requests.filter(isLook)).toHaveLength(looks);
    expect(world.lines.filter(({ level }) => level >= 50)).toEqual([]);
  });

  test('leaves to others what they share', async () => {
    const isRead = endingIn('_mget');
    proxy.hang(isRead);
    const stays = ask(query.url, PRODUCT, {}, { 'x-timeout-ms': '600' });
    await leave(PRODUCT, {}, () => expect(proxy.requests.some(isRead)).toBe(true));
    expect((await stays).errors).toMatchObject([{ extensions: { code: 'DEADLINE_EXCEEDED' } }]);
  });
});

describe('an engine that is away', () => {
  test.each(WAYS)('is told as that, and never as null without a word: %s', async (_, text, __, headers) => {
    proxy.setDown(true);
    const { errors } = await ask(query.url, text, {}, headers);
    expect(errors!.length).toBeGreaterThan(0);
    for (const error of errors!)
      expect(error).toMatchObject({
        message: 'Nothing can be read at present',
        extensions: { code: 'READ_MODEL_UNAVAILABLE' },
        path: expect.any(Array),
      });
    expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|socket|ECONN|elastic/i);
  });

  test('is logged with the cause, once a second however many ask', async () => {
    await sleep(1_100);
    proxy.setDown(true);
    world.lines.length = 0;
    const start = performance.now();
    await Promise.all(Array.from({ length: 50 }, () => ask(query.url, PRODUCT)));
    const logged = world.lines.filter(({ level }) => level >= 50);
    expect(logged[0]).toMatchObject({
      ...{ msg: 'an engine does not answer', code: 'READ_MODEL_UNAVAILABLE' },
      err: { type: 'ConnectionError' },
    });
    expect(logged.length).toBeLessThanOrEqual(1 + (performance.now() - start) / 1_000);
    expect((await fetch(new URL('/health/ready', query.url))).status).toBe(503);
    proxy.setDown(false);
    expect((await fetch(new URL('/health/ready', query.url))).status).toBe(200);
    expect((await ask(query.url, PRODUCT)).errors).toBeUndefined();
  });

  test('includes one that has no index yet', async () => {
    const config = { ...world.config, namespace: `${world.namespace}-none` };
    const empty = await startQuery(config, world.log);
    for (const field of [
      'product(id: "p1") { id }',
      'products { totalCount }',
      'suggest(prefix: "a") { brands }',
    ]) {
      const { errors } = await ask(empty.url, `{ ${field} }`);
      expect(errors?.[0]?.extensions['code']).toBe('READ_MODEL_UNAVAILABLE');
    }
    const ready = await fetch(new URL('/health/ready', empty.url));
    expect(ready.status).toBe(503);
    expect(await ready.text()).toContain('does not exist');
    await empty.stop();
  });
});

test('what an answer was given without ends no process', async () => {
  const bare = productEvent('p0', 1, { state: { attributes: [], categoryId: 'kettles' } });
  await world.index(bare);
  await world.refresh();
  const role = run('start:query', {
    TANDEM_NAMESPACE: world.namespace,
    ELASTICSEARCH_URL: proxy.url,
    QUERY_URL: 'http://127.0.0.1:0/graphql',
  });
  onTestFinished(() => void role.kill('SIGKILL'));
  const url = await role.ready;
  proxy.hang(endingIn('_mget'));
  // The attributes of the second product fail at once, while the path of the first is read.
  const { data } = await ask(
    url,
    `query ($v: Boolean = true) {
      products { edges { node { attributes { name @include(if: $v) } categoryPath { name } } } }
    }`,
    { v: null },
  );
  expect(data).toBeNull();
  await eventually(() => expect(role.stderr()).toContain('The client has left'));
  expect(await ask(url, '{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  expect(role.stderr()).toContain('failed after the answer was given without it');
}, 30_000);
