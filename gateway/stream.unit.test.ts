import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AUTH_VARIABLES } from '../ops/test/tokens.ts';
import { ORDER_CHANGED, watchers } from '../ops/test/watching.ts';
import manifest from '../schema/persisted-operations.json' with { type: 'json' };
import { openGateway, type TestGateway } from './test/gateway.ts';

// What holds for every other operation holds for a subscription: it is refused before any subgraph hears of it.

const { watch, leaveAll } = watchers();
afterEach(leaveAll);
const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
    body,
  });
/** The code of the one refusal that came as an event. */
const refusal = async (response: Response): Promise<string> => {
  const [, data, rest] = /^event: next\ndata: (.*?)\n\n(.*)$/s.exec(await response.text())!;
  expect(rest).toBe('event: complete\ndata:\n\n');
  return (JSON.parse(data!) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;
};
const times = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');
const EVENT = { data: { orderChanged: { id: 'o1' } } };

describe('a subscription', () => {
  let gateway: TestGateway;
  beforeAll(
    async () => void (gateway = await openGateway({ MAX_BODY_BYTES: '250000', REQUEST_TIMEOUT_MS: '600' })),
  );
  beforeEach(() => gateway.query.behave('answer'));
  afterAll(() => gateway[Symbol.asyncDispose]());

  const within = (selections: string) => `subscription { orderChanged(id: "o1") { ${selections} } }`;
  test.each([
    ['of too many tokens', within('id '.repeat(5_000)), 'GRAPHQL_PARSE_FAILED'],
    [
      'too deep',
      within(`${'customer { orders { edges { node { '.repeat(5)} id ${'} } } } '.repeat(5)}`),
      'MAX_DEPTH_LIMIT',
    ],
    ['with too many aliases', within(times(101, (i) => `a${i}: id`)), 'MAX_ALIASES_LIMIT'],
    ['with too many directives', within(`id ${'@a '.repeat(51)}`), 'MAX_DIRECTIVES_LIMIT'],
    ['of too many selections', within('id '.repeat(2_001)), 'MAX_SELECTIONS_LIMIT'],
    [
      'that costs too much',
      within('customer { orders(first: 100) { edges { node { lines { product { images { url } } } } } } }'),
      'COST_ESTIMATED_TOO_EXPENSIVE',
    ],
    [
      'of two orders',
      'subscription { a: orderChanged(id: "1") { id } b: orderChanged(id: "2") { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'with a condition at its root',
      'subscription { orderChanged(id: "1") @skip(if: true) { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'with a condition at its root that a variable decides',
      'subscription ($a: Boolean! = true) { orderChanged(id: "1") @include(if: $a) { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'with a condition on a fragment of its root',
      'subscription ($a: Boolean! = true) { ...F @include(if: $a) } fragment F on Subscription { orderChanged(id: "1") { id } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'with a condition in a fragment of its root',
      'subscription ($a: Boolean! = true) { ...F } fragment F on Subscription { ... @skip(if: $a) { orderChanged(id: "1") { id } } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'of what only the machinery has',
      'subscription { orderChanged(id: "1") { _service } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['that is a query', '{ readModel { behindMs } }', 'SUBSCRIPTION_REQUIRED'],
    [
      'that is a command',
      'mutation { createOrder(input: { lines: [] }) { orderId } }',
      'SUBSCRIPTION_REQUIRED',
    ],
  ])('%s is refused', async (_, query, code) => {
    expect(await refusal(await post(gateway.url, JSON.stringify({ query })))).toBe(code);
    expect(gateway.query.requests).toEqual([]);
    expect(gateway.command.requests).toEqual([]);
  });

  test('with a condition at its root is refused at the other endpoint too, and is no fault', async () => {
    const query = 'subscription ($a: Boolean!) { orderChanged(id: "1") @include(if: $a) { id } }';
    const { errors } = await gateway.ask(query, { a: true });
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  test('may have conditions below its root', async () => {
    const query =
      'subscription ($id: ID!) { ...F } fragment F on Subscription { orderChanged(id: $id) { id status @skip(if: true) } }';
    expect(await watch(gateway.url, 'o1', { query }).come(1)).toEqual(EVENT);
  });

  test.each([
    ['among others', JSON.stringify([{ query: ORDER_CHANGED }]), {}, 'BAD_REQUEST'],
    [
      'in a form of another site',
      JSON.stringify({ query: ORDER_CHANGED }),
      { 'content-type': 'text/plain' },
      'BAD_REQUEST',
    ],
    ['without a query', '{}', {}, 'BAD_REQUEST'],
    [
      'with too many variables',
      JSON.stringify({ query: ORDER_CHANGED, variables: { id: 'a', x: Array(101_000).fill(1) } }),
      {},
      'VARIABLES_TOO_LARGE',
    ],
    [
      'with a variable that is wrong and large',
      JSON.stringify({ query: ORDER_CHANGED, variables: { id: Array(10_000).fill(1) } }),
      {},
      'BAD_USER_INPUT',
    ],
  ])('%s is refused', async (_, body, headers, code) => {
    expect(await refusal(await post(gateway.url, body, headers))).toBe(code);
    expect(gateway.query.requests).toEqual([]);
  });

  test('of a large body is refused without reading it', async () => {
    const response = await post(
      gateway.url,
      JSON.stringify({ query: ORDER_CHANGED, x: 'x'.repeat(250_000) }),
    );
    expect(response.status).toBe(413);
  });

  test('is passed on with what the subgraph may hear of, and its events are passed back', async () => {
    const watched = watch(gateway.url, 'o1', {
      headers: { authorization: 'Bearer s3cret', cookie: 'a=b', 'x-secret': '1' },
    });
    expect(await watched.come(1)).toEqual(EVENT);
    const [received] = gateway.query.requests;
    expect(received).toMatchObject({
      query: ORDER_CHANGED,
      variables: { id: 'o1' },
      headers: { authorization: 'Bearer s3cret', accept: 'text/event-stream' },
    });
    expect(Object.keys(received!.headers)).not.toEqual(expect.arrayContaining(['cookie']));
    expect(received!.headers['x-secret']).toBeUndefined();
    expect(gateway.lines.join('')).not.toContain('s3cret');
  });

  test('among other operations is asked for by its name, at the subgraph too', async () => {
    const query = `query Look { readModel { behindMs } } subscription Watch { orderChanged(id: "o1") { id } }`;
    const response = await post(gateway.url, JSON.stringify({ query, operationName: 'Watch' }));
    expect(gateway.query.requests).toMatchObject([{ query, operationName: 'Watch' }]);
    await response.body!.cancel();
  });

  test('that the subgraph refuses is refused with its words, and that is no trouble of the subgraph', async () => {
    gateway.query.behave('too many');
    gateway.lines.length = 0;
    const response = await post(gateway.url, JSON.stringify({ query: within('id') }));
    expect([response.status, await response.json()]).toEqual([
      429,
      { errors: [{ message: 'No', extensions: { code: 'TOO_MANY_STREAMS' } }] },
    ]);
    expect(gateway.lines.filter((line) => /"level":[456]0/.test(line))).toEqual([]);
  });

  test('is given up with its client, at the subgraph too', async () => {
    const watched = watch(gateway.url, 'o1');
    await watched.come(1);
    expect(gateway.query.open.size).toBe(1);
    watched.leave();
    await expect.poll(() => gateway.query.open.size).toBe(0);
  });

  test('whose client leaves while it opens is no trouble of the subgraph', async () => {
    gateway.query.behave('hang');
    gateway.lines.length = 0;
    const watched = watch(gateway.url, 'o1');
    await expect.poll(() => gateway.query.requests.length, { timeout: 5_000 }).toBe(1);
    watched.leave();
    await expect.poll(() => gateway.query.givenUp()).toBe(1);
    expect(gateway.lines.filter((line) => line.includes('does not answer'))).toEqual([]);
  });

  test('is open for longer than a request may take', async () => {
    const watched = watch(gateway.url, 'o1');
    await watched.come(1);
    const ended = await Promise.race([watched.ended, new Promise((r) => setTimeout(r, 1_500, 'open'))]);
    expect(ended).toBe('open');
  });

  test('breaks off where the subgraph does', async () => {
    const watched = watch(gateway.url, 'o1');
    await watched.come(1);
    for (const response of gateway.query.open) response.destroy();
    expect(await watched.ended).toMatchObject({ name: 'NetworkError' });
    expect(gateway.lines.filter((line) => line.includes('a stream broke off'))).toHaveLength(1);
  });

  test.each([
    ...(['hang', 'reset', 'cut', 'headers', 'rubbish', 'unavailable'] as const).map(
      (behaviour) => [behaviour, 'SUBGRAPH_UNAVAILABLE', 'does not answer'] as const,
    ),
    ['forbid', 'SUBGRAPH_REFUSED', 'refuses this request'],
    ['too large', 'SUBGRAPH_REFUSED', 'refuses this request'],
  ] as const)('to a subgraph that does "%s" fails with %s, in time', async (behaviour, code, what) => {
    gateway.query.behave(behaviour);
    gateway.lines.length = 0;
    const response = await post(
      gateway.url,
      JSON.stringify({ query: ORDER_CHANGED, variables: { id: 'o1' } }),
    );
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: `The query subgraph ${what}`,
          extensions: { code, subgraph: 'query' },
        },
      ],
    });
    expect(gateway.lines.filter((line) => /"level":[456]0/.test(line))).toHaveLength(1);
  });
});

describe('a client', () => {
  test.each([
    ['CONCURRENT_PER_CLIENT', 'TOO_MANY_REQUESTS', 429],
    ['RATE_LIMIT_PER_MINUTE', 'TOO_MANY_REQUESTS', 429],
    ['STREAMS_PER_CLIENT', 'TOO_MANY_STREAMS', 429],
    ['MAX_STREAMS', 'TOO_MANY_STREAMS', 503],
  ])('gets no more streams than %s', async (variable, code, status) => {
    await using gateway = await openGateway({ [variable]: '2' });
    const streams = [1, 2].map(() => watch(gateway.url, 'o1'));
    await Promise.all(streams.map((watched) => watched.come(1)));
    const refused = await post(
      gateway.url,
      JSON.stringify({ query: ORDER_CHANGED, variables: { id: 'o1' } }),
    );
    expect(refused.status).toBe(status);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code } }] });
    if (variable === 'RATE_LIMIT_PER_MINUTE') return;
    streams[0]!.leave();
    await expect.poll(() => gateway.query.open.size).toBe(1);
    const next = watch(gateway.url, 'o1', { retryAttempts: 20 });
    expect(await next.come(1)).toEqual(EVENT);
  });

  test('that shows a bad token is told so, and the subgraph does not hear of it', async () => {
    await using gateway = await openGateway(AUTH_VARIABLES);
    const watched = watch(gateway.url, 'o1', { headers: { authorization: 'Bearer nonsense' } });
    expect(await watched.ended).toBe('complete');
    expect(watched.results).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    expect(gateway.query.requests).toEqual([]);
  });
});

test('a gateway that stops ends its streams in order, without `complete`, and waits for nobody', async () => {
  const gateway = await openGateway();
  const streams = [1, 2, 3].map(() => watch(gateway.url, 'o1'));
  await Promise.all(streams.map((watched) => watched.come(1)));
  const stopped = performance.now();
  await gateway.stop();
  expect(performance.now() - stopped).toBeLessThan(5_000);
  for (const watched of streams)
    expect(await watched.ended).toMatchObject({ message: 'Connection closed while having active streams' });
  expect(gateway.query.open.size).toBe(0);
  await Promise.all([gateway.command.close(), gateway.query.close()]);
});

test('nor does it wait for a client that reads nothing', async () => {
  const gateway = await openGateway();
  const sent = request(`${gateway.url}/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  });
  sent.end(JSON.stringify({ query: ORDER_CHANGED, variables: { id: 'o1' } }));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  for (const stream of gateway.query.open) stream.write(':'.padEnd(30_000_000, 'x'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  const stopped = performance.now();
  await gateway.stop();
  expect(performance.now() - stopped).toBeLessThan(5_000);
  await Promise.all([gateway.command.close(), gateway.query.close()]);
}, 20_000);

describe('with a safelist', () => {
  let gateway: TestGateway;
  beforeAll(async () => void (gateway = await openGateway({ PERSISTED_OPERATIONS: 'safelist' })));
  beforeEach(() => gateway.query.behave('answer'));
  afterAll(() => gateway[Symbol.asyncDispose]());
  const listed = manifest.operations.find(({ name }) => name === 'WatchOrder')!;

  test('a subscription of the list is answered by its text, and by its id', async () => {
    const watched = watch(gateway.url, 'o1', { query: listed.body });
    expect(await watched.come(1)).toEqual(EVENT);
    const extensions = { persistedQuery: { version: 1, sha256Hash: listed.id } };
    const response = await post(gateway.url, JSON.stringify({ extensions, variables: { id: 'o1' } }));
    expect(response.status).toBe(200);
    expect(gateway.query.requests.map(({ query }) => query)).toEqual([listed.body, listed.body]);
    await response.body!.cancel();
  });

  test('another one is refused, and so is its hash', async () => {
    expect(await refusal(await post(gateway.url, JSON.stringify({ query: ORDER_CHANGED })))).toBe(
      'QUERY_NOT_IN_SAFELIST',
    );
    const sha256Hash = createHash('sha256').update(ORDER_CHANGED).digest('hex');
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    expect(await refusal(await post(gateway.url, JSON.stringify({ extensions })))).toBe(
      'PERSISTED_QUERY_NOT_FOUND',
    );
    expect(gateway.query.requests).toEqual([]);
  });
});
