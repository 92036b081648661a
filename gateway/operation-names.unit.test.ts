import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openGateway, post, type TestGateway } from './test/gateway.ts';

const PRODUCT = '{ product(id: "p1") { name } }';

let gateway: TestGateway;
beforeAll(async () => void (gateway = await openGateway()));
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => {
  gateway.query.requests.length = 0;
});

const COMMAND = 'mutation Buy { createOrder(input: { lines: [] }) { orderId } }';
test.each([
  ['of another name', { operationName: 'Sell', query: COMMAND }, 'Unknown operation named "Sell".'],
  [
    'of no name, among others',
    { query: `${COMMAND} query Look ${PRODUCT}` },
    'Must provide operation name if query contains multiple operations.',
  ],
])('an operation %s, at either endpoint and by GET', async (_, body, message) => {
  const refusal = { errors: [{ message, extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] };
  const json = await post(gateway.url, JSON.stringify(body));
  expect([json.status, await json.json()]).toEqual([200, refusal]);
  const accept = 'application/graphql-response+json';
  const strict = await post(gateway.url, JSON.stringify(body), { accept });
  expect([strict.status, await strict.json()]).toEqual([400, refusal]);
  const got = await fetch(`${gateway.url}?${new URLSearchParams(body).toString()}`, {
    headers: { accept, 'apollo-require-preflight': 'true' },
  });
  expect([got.status, await got.json()]).toEqual([400, refusal]);
  const stream = await post(`${gateway.url}/stream`, JSON.stringify(body), { accept: 'text/event-stream' });
  expect(await stream.text()).toContain(JSON.stringify(refusal.errors[0]!.message));
  expect(gateway.query.requests).toEqual([]);
  expect(gateway.command.requests).toEqual([]);
});

test('an operation of an empty name is one of no name, and as limited', async () => {
  const ask = async (query: string) =>
    await (await post(gateway.url, JSON.stringify({ operationName: '', query }))).json();
  expect(await ask(PRODUCT)).toMatchObject({ data: { product: {} } });
  gateway.query.requests.length = 0;
  const costly = '{ products(first: 1000) { edges { node { images { url } } } } }';
  expect(JSON.stringify(await ask(costly))).toContain('COST_ESTIMATED_TOO_EXPENSIVE');
  const got = await fetch(`${gateway.url}?operationName=&query=${encodeURIComponent(COMMAND)}`, {
    headers: { 'apollo-require-preflight': 'true' },
  });
  expect([got.status, gateway.query.requests, gateway.command.requests]).toEqual([405, [], []]);
});
