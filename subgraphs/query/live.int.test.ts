import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../ops/role.ts';
import { AUTH_VARIABLES, bearer, signToken } from '../../ops/test/tokens.ts';
import { watchers } from '../../ops/test/watching.ts';
import { startQuery } from './main.ts';
import { customerEvent, orderEvent } from './test/events.ts';
import { startProxy } from './test/proxy.ts';
import { ask, createWorld, eventually, type World } from './test/world.ts';

// Subscriptions as the query subgraph answers them, on a real index.

let world: World;
let query: Role;
let proxy: Awaited<ReturnType<typeof startProxy>>;
beforeAll(async () => {
  world = await createWorld({ MAX_STREAMS: '30' });
  await world.ensureIndices();
  proxy = await startProxy(world.config.elasticsearchUrl!);
});
beforeEach(async () => {
  query = await startQuery({ ...world.config, elasticsearchUrl: proxy.url }, world.log);
});
const { watch, leaveAll } = watchers();
afterEach(async () => {
  leaveAll();
  await query.stop();
});
afterAll(async () => {
  await proxy.stop();
  await world.destroy();
});

const wake = () => fetch(new URL('/wake', query.url), { method: 'POST' });
const shown = (id: string, revision: number, status: string) => ({
  data: { orderChanged: { id, status, revision: `order@0.${revision}` } },
});
const looks = async (ms: number): Promise<number> => {
  proxy.requests.length = 0;
  await sleep(ms);
  return proxy.requests.filter((line) => line.includes('_mget')).length;
};

describe('a watched order', () => {
  test('is shown as it is, and again as soon as the indexer tells of a change', async () => {
    await world.index(orderEvent('a'));
    const watched = watch(query.url, 'a');
    expect(await watched.come(1)).toEqual(shown('a', 1, 'PLACED'));
    await world.index(orderEvent('a', { revision: 2, state: { status: 'PAID' } }));
    const indexed = performance.now();
    await wake();
    expect(await watched.come(2)).toEqual(shown('a', 2, 'PAID'));
    expect(performance.now() - indexed).toBeLessThan(700);
  });

  test('is looked at every second when nobody tells', async () => {
    await world.index(orderEvent('b'));
    const watched = watch(query.url, 'b');
    await watched.come(1);
    await world.index(orderEvent('b', { revision: 2, state: { status: 'PAID' } }));
    expect(await watched.come(2)).toEqual(shown('b', 2, 'PAID'));
    await sleep(1_200);
    expect(watched.results).toHaveLength(2);
  });

  test('is null while it is unknown, and then there', async () => {
    const watched = watch(query.url, 'c');
    expect(await watched.come(1)).toEqual({ data: { orderChanged: null } });
    await world.index(orderEvent('c'));
    expect(await watched.come(2)).toEqual(shown('c', 1, 'PLACED'));
    expect(watched.results).toHaveLength(2);
  });

  test('is shown with its customer as that is by then', async () => {
    await world.index(customerEvent('c1'), orderEvent('d'));
    const watched = watch(query.url, 'd', {
      query: 'subscription ($id: ID!) { orderChanged(id: $id) { customer { name revision } } }',
    });
    const first = (await watched.come(1)).data!['orderChanged'].customer;
    await world.index({ ...customerEvent('c1'), revision: 2 }, orderEvent('d', { revision: 2 }));
    const second = (await watched.come(2)).data!['orderChanged'].customer;
    expect([first.revision, second.revision]).toEqual(['customer@0.1', 'customer@0.2']);
  });

  test('costs one request to the engine a look, however many watch however many', async () => {
    const ids = Array.from({ length: 10 }, (_, i) => `many-${i}`);
    await world.index(...ids.map((id) => orderEvent(id)));
    const all = [0, 1, 2].flatMap(() => ids.map((id) => watch(query.url, id)));
    await Promise.all(all.map((watched) => watched.come(1)));
    expect(await looks(2_100)).toBeLessThanOrEqual(3);
  });

  test('is watched no longer than its client stays', async () => {
    await world.index(orderEvent('e'));
    const watched = watch(query.url, 'e');
    await watched.come(1);
    expect(await looks(2_100)).toBeGreaterThan(0);
    watched.leave();
    await sleep(100);
    expect(await looks(1_500)).toBe(0);
  });

  test('goes on when the engine does, which is told once', async () => {
    await world.index(orderEvent('f'));
    const watched = watch(query.url, 'f');
    await watched.come(1);
    world.lines.length = 0;
    proxy.setDown(true);
    await world.index(orderEvent('f', { revision: 2, state: { status: 'PAID' } }));
    await sleep(2_500);
    expect(watched.results).toHaveLength(1);
    proxy.setDown(false);
    expect(await watched.come(2)).toEqual(shown('f', 2, 'PAID'));
    expect(world.lines.map(({ msg }) => msg)).toEqual([
      'what is watched cannot be read',
      'what is watched can be read again',
    ]);
  });

  test('reaches a client that reads slowly as it is in the end, and not as it was meanwhile', async () => {
    const CHANGES = 40;
    const line = {
      productId: 'p1',
      sku: 'SKU-p1',
      name: 'x'.repeat(500),
      quantity: 3,
      unitPriceMinor: 1_999,
    };
    const lines = Array.from({ length: 1_000 }, () => ({ ...line, returned: 0 }));
    await world.index(orderEvent('slow', { state: { lines } }));
    const sent = request(new URL(`${query.url}/stream`), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    sent.end(
      JSON.stringify({ query: 'subscription { orderChanged(id: "slow") { revision lines { name } } }' }),
    );
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.pause();
    for (let revision = 2; revision <= CHANGES; revision++) {
      await world.index(orderEvent('slow', { revision, state: { lines } }));
      await wake();
      await sleep(80);
    }
    let received = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    const revisions = () => [...received.matchAll(/"revision":"order@0\.(\d+)"/g)].map(([, n]) => Number(n));
    response.resume();
    await eventually(() => expect(revisions().at(-1)).toBe(CHANGES), 20_000);
    response.destroy();
    expect(revisions()).toEqual(revisions().toSorted((a, b) => a - b));
    // Some are in the buffers of the connection, the rest was left out.
    expect(revisions().length).toBeLessThan(CHANGES / 2);
  }, 60_000);
});

describe('a stream', () => {
  const refusal = async (sent: string, id = 'x') => {
    const watched = watch(query.url, id, { query: sent });
    expect(await watched.ended).toBe('complete');
    expect(watched.results).toMatchObject([{ errors: [{ extensions: { code: expect.any(String) } }] }]);
    return watched.results[0]!.errors![0]!.extensions['code'];
  };

  test.each([
    ['what does not parse', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['what is not in the schema', 'subscription { orderGone }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a condition at the root',
      'subscription ($id: ID!) { orderChanged(id: $id) @skip(if: true) { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a query', '{ readModel { behindMs } }', 'SUBSCRIPTION_REQUIRED'],
    [
      'a variable that is missing',
      'subscription ($id: ID!, $missing: Int!) { orderChanged(id: $id) { customer { orders(first: $missing) { totalCount } } } }',
      'BAD_USER_INPUT',
    ],
  ])('refuses %s with an event, and is complete', async (_, sent, code) => {
    expect(await refusal(sent)).toBe(code);
  });

  test.each([
    ['empty', ''],
    ['too long', 'x'.repeat(513)],
  ])('refuses an id that is %s', async (_, id) => {
    expect(await refusal('subscription ($id: ID!) { orderChanged(id: $id) { id } }', id)).toBe(
      'BAD_USER_INPUT',
    );
  });

  test('is not what a client gets that asks for something else', async () => {
    const response = await fetch(`${query.url}/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: 'subscription { orderChanged(id: "a") { id } }' }),
    });
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_ACCEPTABLE' } }] });
    const { errors } = await ask(query.url, 'subscription { orderChanged(id: "a") { id } }');
    expect(errors).toEqual([
      {
        message: 'A subscription is answered at /graphql/stream, over server-sent events',
        extensions: { code: 'STREAM_REQUIRED' },
      },
    ]);
  });

  test('is one of so many, and the next one is told', async () => {
    const all = Array.from({ length: 30 }, () => watch(query.url, 'g'));
    await Promise.all(all.map((watched) => watched.come(1)));
    const error = (await watch(query.url, 'g').ended) as { response: Response };
    expect(error.response.status).toBe(503);
    expect(await error.response.json()).toEqual({
      errors: [{ message: 'More than 30 streams at once', extensions: { code: 'TOO_MANY_STREAMS' } }],
    });
    all[0]!.leave();
    await eventually(() => watch(query.url, 'g').come(1, 300));
  });

  test('leaves nothing behind that a stop would wait for', async () => {
    const watched = watch(query.url, 'h');
    await watched.come(1);
    await wake();
    // The client opens another connection in its place, and asks nothing on it.
    watched.leave();
    await sleep(100);
    const stopped = performance.now();
    await query.stop();
    expect(performance.now() - stopped).toBeLessThan(5_000);
  });

  test('ends at once when the role stops, without `complete`, so that its client opens another', async () => {
    await world.index(orderEvent('h'));
    const [gone, patient] = [watch(query.url, 'h'), watch(query.url, 'h', { retryAttempts: 50 })];
    await Promise.all([gone.come(1), patient.come(1)]);
    const { port } = new URL(query.url);
    const stopped = performance.now();
    await query.stop();
    expect(performance.now() - stopped).toBeLessThan(5_000);
    expect(await gone.ended).toMatchObject({ name: 'NetworkError' });
    const url = `http://127.0.0.1:${port}/graphql`;
    query = await startQuery({ ...world.config, queryUrl: url }, world.log);
    expect(await patient.come(2)).toEqual(shown('h', 1, 'PLACED'));
  });
});

test('in production a stream suggests nothing of the schema either', async () => {
  const edge = { ...world.config.edge, production: true };
  const role = await startQuery({ ...world.config, edge }, world.log);
  const watched = watch(role.url, 'NEWES', {
    query:
      'subscription ($id: ReviewSort) { orderChanged(id: "x") { lines { product { reviews(sort: $id) { totalCount } } } } }',
  });
  expect((await watched.come(1)).errors).toMatchObject([
    {
      message: 'Variable "$id" got invalid value "NEWES"; Value "NEWES" does not exist in "ReviewSort" enum.',
    },
  ]);
  await role.stop();
});

test('with authentication on, a stream is for routers, and lasts as long as the token', async () => {
  await world.index(orderEvent('i'));
  const secured = await createWorld(AUTH_VARIABLES);
  const role = await startQuery({ ...secured.config, namespace: world.namespace }, world.log);
  const claims = { sub: 'u', roles: ['customer'], customer_id: 'c1' };
  // Clocks may differ by 5 s, so that it holds for two more.
  const token = bearer(await signToken(claims, { expires: '-3s' }));
  const bare = (await watch(role.url, 'i', { headers: token }).ended) as { response: Response };
  expect(bare.response.status).toBe(403);
  const headers = { ...token, 'x-router-credential': AUTH_VARIABLES.ROUTER_CREDENTIAL };
  const watched = watch(role.url, 'i', { headers });
  expect(await watched.come(1)).toEqual(shown('i', 1, 'PLACED'));
  expect(await watched.ended).toBe('complete');
  expect(watched.results).toHaveLength(2);
  expect(watched.results[1]).toEqual({
    errors: [
      {
        message: 'The token is not valid',
        extensions: { code: 'UNAUTHENTICATED', reason: 'ERR_JWT_EXPIRED', claim: 'exp' },
      },
    ],
  });
  await role.stop();
  await secured.client.close();
}, 30_000);
