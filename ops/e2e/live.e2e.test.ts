import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startGateway } from '../../gateway/main.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { documents } from '../test/documents.ts';
import { type RunningProcess, run } from '../test/processes.ts';
import { order, sell } from '../test/shopping.ts';
import { type Ask, asker, startTandem, type Tandem } from '../test/tandem.ts';
import { AUTH_VARIABLES, bearer, type Claims, signToken } from '../test/tokens.ts';
import { type Watched, watchers } from '../test/watching.ts';

// An order as its customer watches it, through the gateway, while the shop works on it.

let tandem: Tandem;
let staff: Ask;
let customerId: string;
let sku: string;
const tokens = {} as Record<'staff' | 'owner' | 'other', Record<string, string>>;
const sign = async (claims: Claims, expires?: string) =>
  bearer(await signToken(claims, expires === undefined ? {} : { expires }));
beforeAll(async () => {
  tandem = await startTandem({ ...AUTH_VARIABLES, CORS_ORIGINS: 'https://shop.example' });
  tokens.staff = await sign({ sub: 's', roles: ['staff'] });
  staff = (query, variables) => tandem.ask(query, variables, tokens.staff);
  const { data } = await staff(
    'mutation { registerCustomer(input: { name: "Ann", email: "ann@example.com" }) { customerId } }',
  );
  customerId = data.registerCustomer.customerId;
  tokens.owner = await sign({ sub: 'o', roles: ['customer'], customer_id: customerId });
  tokens.other = await sign({ sub: 'x', roles: ['customer'], customer_id: 'somebody-else' });
  ({ sku } = await sell(staff, 1_000));
});
afterAll(() => tandem[Symbol.asyncDispose]());

const { watch, leaveAll } = watchers();
afterEach(leaveAll);

const place = async (): Promise<string> =>
  (await order(staff, sku, 1, { customerId })).data.createOrder.orderId;
const change = async (command: string, input: object) => {
  const type = `${command[0]!.toUpperCase()}${command.slice(1)}Input!`;
  const { data } = await staff(
    `mutation ($input: ${type}) { done: ${command}(input: $input) { order { id } userErrors { code } } }`,
    { input },
  );
  expect(data.done.userErrors).toEqual([]);
};
const statuses = (watched: Watched) => watched.results.map(({ data }) => data?.['orderChanged']?.status);

describe('through the gateway', () => {
  test('owner and staff see every step of an order in its order', async () => {
    const orderId = await place();
    const { body } = documents.find(({ name }) => name === 'WatchOrder')!;
    const watchers = [tokens.owner, tokens.staff].map((headers) =>
      watch(tandem.urls.gateway, orderId, { query: body, headers }),
    );
    await Promise.all(watchers.map((watched) => watched.come(1)));
    await change('payOrder', { orderId });
    await Promise.all(watchers.map((watched) => watched.come(2)));
    await change('shipOrder', { orderId, trackingNumber: 'T-1' });
    for (const watched of watchers) {
      expect((await watched.come(3)).data!['orderChanged']).toMatchObject({
        id: orderId,
        trackingNumber: 'T-1',
      });
      expect(statuses(watched)).toEqual(['PLACED', 'PAID', 'SHIPPED']);
    }
  });

  test('to another customer an order is as one that is not there, whatever happens to it', async () => {
    const orderId = await place();
    const [stranger, unknown] = [orderId, 'nobody'].map((id) =>
      watch(tandem.urls.gateway, id, { headers: tokens.other }),
    );
    const owner = watch(tandem.urls.gateway, orderId, { headers: tokens.owner });
    await Promise.all([stranger, unknown, owner].map((watched) => watched!.come(1)));
    await change('payOrder', { orderId });
    await owner.come(2);
    await sleep(1_500);
    expect(stranger!.results).toEqual([{ data: { orderChanged: null } }]);
    expect(unknown!.results).toEqual(stranger!.results);
  });

  test('without a token nothing is watched', async () => {
    const anonymous = watch(tandem.urls.gateway, await place());
    expect(await anonymous.ended).toBe('complete');
    expect(anonymous.results).toMatchObject([
      { errors: [{ path: ['orderChanged'], extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
  });

  test('a token that does not hold is refused, and one that expires ends the stream', async () => {
    const orderId = await place();
    const claims = { sub: 'o', roles: ['customer'], customer_id: customerId };
    const late = watch(tandem.urls.gateway, orderId, { headers: await sign(claims, '-1h') });
    const soon = watch(tandem.urls.gateway, orderId, { headers: await sign(claims, '-2s') });
    for (const watched of [late, soon]) {
      expect(await watched.ended).toBe('complete');
      expect(watched.results.at(-1)).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'ERR_JWT_EXPIRED', claim: 'exp' } }],
      });
    }
    expect([late, soon].map(({ results }) => results.length)).toEqual([1, 2]);
  });

  test('a page of another origin may read it where the configuration says so, and nobody buffers it', async () => {
    const gone = new AbortController();
    const response = await fetch(`${tandem.urls.gateway}/stream`, {
      method: 'POST',
      headers: {
        ...tokens.owner,
        origin: 'https://shop.example',
        accept: 'text/event-stream',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ query: 'subscription { orderChanged(id: "nobody") { id } }' }),
      signal: gone.signal,
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    gone.abort();
  });

  test('a gateway that stops ends what it streams, and a client goes on at the next one', async () => {
    const orderId = await place();
    const { command: commandUrl, query: queryUrl } = tandem.urls;
    const config = { ...readConfig({ ...tandem.place.env, ...AUTH_VARIABLES }), commandUrl, queryUrl };
    const log = createLog('gateway', 'fatal');
    const first = await startGateway(config, log);
    const watched = watch(first.url, orderId, { headers: tokens.owner, retryAttempts: 100 });
    await watched.come(1);
    const stopped = performance.now();
    await first.stop();
    expect(performance.now() - stopped).toBeLessThan(5_000);
    const second = await startGateway({ ...config, gatewayPort: Number(new URL(first.url).port) }, log);
    await watched.come(2);
    await change('payOrder', { orderId });
    await watched.come(3);
    expect(statuses(watched)).toEqual(['PLACED', 'PLACED', 'PAID']);
    watched.leave();
    await second.stop();
  });
});

describe('a query subgraph that is killed', () => {
  let query: RunningProcess;
  test('breaks streams off, and they go on when it is back', async () => {
    const orderId = await place();
    const env = { ...tandem.place.env, ...AUTH_VARIABLES, QUERY_URL: 'http://127.0.0.1:0/graphql' };
    query = run('start:query', env);
    const queryUrl = await query.ready;
    const config = { ...readConfig({ ...tandem.place.env, ...AUTH_VARIABLES }), queryUrl };
    const gateway = await startGateway(
      { ...config, commandUrl: tandem.urls.command },
      createLog('gateway', 'fatal'),
    );
    const [patient, impatient] = [100, 0].map((retryAttempts) =>
      watch(gateway.url, orderId, { headers: tokens.owner, retryAttempts }),
    );
    await Promise.all([patient!.come(1), impatient!.come(1)]);
    await query.kill('SIGKILL');
    expect(await impatient!.ended).toMatchObject({ name: 'NetworkError' });
    const down = (await watch(gateway.url, orderId, { headers: tokens.owner }).ended) as {
      response: Response;
    };
    expect(down.response.status).toBe(503);
    expect(await down.response.json()).toEqual({
      errors: [
        {
          message: 'The query subgraph does not answer',
          extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'query' },
        },
      ],
    });
    query = run('start:query', { ...env, QUERY_URL: queryUrl });
    await query.ready;
    await patient!.come(2);
    await change('payOrder', { orderId });
    await patient!.come(3);
    expect(statuses(patient!)).toEqual(['PLACED', 'PLACED', 'PAID']);
    await gateway.stop();
    expect(await query.kill('SIGTERM')).toBe(0);
  }, 60_000);
  afterAll(() => query.kill('SIGKILL'));
});

test('a subscription sent to the other endpoint is told where it belongs', async () => {
  const { errors } = await asker(tandem.urls.gateway)('subscription { orderChanged(id: "a") { id } }');
  expect(errors).toEqual([
    {
      message: 'A subscription is answered at /graphql/stream, over server-sent events',
      extensions: { code: 'STREAM_REQUIRED' },
    },
  ]);
});
