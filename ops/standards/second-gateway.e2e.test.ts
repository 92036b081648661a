import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CREDENTIAL_HEADER } from '../auth/credential.ts';
import { composeSupergraph } from '../compose.ts';
import { documents, requests, setStage, type Stage, variablesFor } from '../test/documents.ts';
import { order } from '../test/shopping.ts';
import { type Ask, asker, startTandem, type Tandem } from '../test/tandem.ts';
import { AUTH_VARIABLES, bearer, signToken } from '../test/tokens.ts';
import { watchOrder } from '../test/watching.ts';

// The supergraph is plain federation: another gateway, which shares no code with ours, gives equal answers on the same
// running subgraphs, and reads its own writes there, though nothing of it was made for that.

let tandem: Tandem;
let ours: Ask;
let other: Ask;
let otherUrl: string;
let staff: Record<string, string>;
let stage: Stage;
let stopOther = async (): Promise<void> => {};

beforeAll(async () => {
  tandem = await startTandem(AUTH_VARIABLES);
  staff = bearer(await signToken({ sub: 'staff', roles: ['staff'] }));
  const as =
    (ask: Ask): Ask =>
    (query, variables, headers) =>
      ask(query, variables, { ...staff, ...headers });
  ours = as(asker(tandem.urls.gateway));
  const { url, stop } = await startHiveGateway(composeSupergraph(tandem.urls));
  stopOther = stop;
  otherUrl = url;
  other = as(asker(url));
  stage = await setStage(ours);
}, 60_000);
afterAll(async () => {
  await stopOther();
  await tandem[Symbol.asyncDispose]();
});

/** Hive Gateway with the planner in Rust, as its users start it; it shows the router's credential as any router can. */
async function startHiveGateway(supergraph: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-hive-'));
  await writeFile(join(folder, 'supergraph.graphql'), supergraph);
  const propagated = JSON.stringify({ [CREDENTIAL_HEADER]: AUTH_VARIABLES.ROUTER_CREDENTIAL });
  await writeFile(
    join(folder, 'gateway.mjs'),
    `export const gatewayConfig = {
      disableWebsockets: true,
      transportEntries: {
        query: {
          options: { subscriptions: { kind: 'http', location: '/graphql/stream', options: { method: 'POST' } } },
        },
      },
      propagateHeaders: {
        fromClientToSubgraphs: ({ request }) => {
          const given = ['authorization', 'x-consistency-token'].map((name) => [name, request.headers.get(name)]);
          return { ...${propagated}, ...Object.fromEntries(given.filter(([, value]) => value !== null)) };
        },
      },
    };`,
  );
  const port = await freePort();
  const bin = fileURLToPath(new URL('../../node_modules/.bin/hive-gateway', import.meta.url));
  const args = [
    'supergraph',
    'supergraph.graphql',
    '--hive-router-runtime',
    '--fork',
    '1',
    '--host',
    '127.0.0.1',
  ];
  const child = spawn(
    process.execPath,
    [bin, ...args, '--port', String(port), '-c', join(folder, 'gateway.mjs')],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const url = `http://127.0.0.1:${port}/graphql`;
  await vi.waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(output);
      expect((await asker(url)('{ __typename }')).data).toEqual({ __typename: 'Query' });
    },
    { timeout: 30_000, interval: 100 },
  );
  // It goes on with a planner of its own where the Rust one is missing, and says so.
  expect(output).toContain('Using Hive Router Runtime');
  expect(output).not.toContain('Falling back');
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/**
 * A command sent again with its key is answered as the first time, but for `replayed`; how old the read model is,
 * changes, and a cursor names the snapshot of the engine that it was read from.
 */
const CHANGING = ['replayed', 'currentThrough', 'behindMs', 'cursor', 'startCursor', 'endCursor'];
const comparable = (data: unknown): unknown =>
  JSON.parse(JSON.stringify(data, (key, value: unknown) => (CHANGING.includes(key) ? undefined : value)));

describe('each query and command of schema/operations', () => {
  test.each(requests.map(({ name }) => name))('%s is answered by both gateways alike', async (name) => {
    const { body } = requests.find((document) => document.name === name)!;
    const variables = variablesFor(name, stage, `second-${name}`);
    const ask = async () => [await ours(body, variables), await other(body, variables)] as const;
    let [first, second] = await ask();
    // A search may come to see between the two what the documents before this one wrote; asked again, it agrees.
    for (let i = 0; i < 10 && !isDeepStrictEqual(comparable(first.data), comparable(second.data)); i++) {
      await sleep(200);
      [first, second] = await ask();
    }
    expect(first.errors).toBeUndefined();
    expect(second.errors).toBeUndefined();
    expect(comparable(second.data)).toEqual(comparable(first.data));
    const answers = Object.values<{ userErrors?: unknown[]; replayed?: boolean } | null>(second.data);
    for (const answer of answers) {
      expect(answer?.userErrors ?? []).toEqual([]);
      if (answer?.replayed !== undefined) expect(answer.replayed).toBe(true);
    }
  });
});

describe('through the other gateway, a caller reads their own writes', () => {
  test('in the answer to the command', async () => {
    for (let i = 0; i < 10; i++) {
      const { data, errors } = await other(
        `mutation ($input: UpdateProductStockInput!) {
          updateProductStock(input: $input) { product { stock { onHand } } userErrors { code } }
        }`,
        { input: { sku: stage.sku, set: 200 + i } },
      );
      expect(errors).toBeUndefined();
      expect(data.updateProductStock).toEqual({ product: { stock: { onHand: 200 + i } }, userErrors: [] });
    }
  });

  test.each(['asOf', 'header'])('in a later search and read, by the token in %s', async (way) => {
    const placed = await order(other, stage.sku, 1, { customerId: stage.customerId });
    const { orderId, order: shown, consistencyToken } = placed.data.createOrder;
    expect(shown).toMatchObject({ id: orderId, status: 'PLACED', lines: [{ sku: stage.sku, quantity: 1 }] });
    const { data, errors } = await other(
      `query ($filter: OrderFilter, $id: ID!, $asOf: String) {
        order(id: $id, asOf: $asOf) { id }
        orders(filter: $filter, first: 1, asOf: $asOf) { edges { node { id } } }
      }`,
      {
        id: orderId,
        filter: { customerId: stage.customerId },
        ...(way === 'asOf' && { asOf: consistencyToken }),
      },
      way === 'header' ? { 'x-consistency-token': consistencyToken } : {},
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ order: { id: orderId }, orders: { edges: [{ node: { id: orderId } }] } });
  });
});

test('and sees an order change, when it is told where the subgraph has its streams', async () => {
  const placed = await order(other, stage.sku, 1, { customerId: stage.customerId });
  const { orderId } = placed.data.createOrder;
  const { body } = documents.find(({ type }) => type === 'subscription')!;
  const watched = watchOrder(otherUrl, orderId, { query: body, headers: staff, path: '' });
  expect((await watched.come(1)).data!['orderChanged']).toMatchObject({ id: orderId, status: 'PLACED' });
  await ours('mutation ($id: ID!) { payOrder(input: { orderId: $id }) { orderId } }', { id: orderId });
  expect((await watched.come(2)).data!['orderChanged']).toMatchObject({ status: 'PAID' });
  watched.leave();
});

test('access is the same: the subgraphs decide', async () => {
  const stranger = bearer(await signToken({ sub: 'c', roles: ['customer'], customer_id: 'c' }));
  const query = 'query ($id: ID!) { order(id: $id) { id } stockAlerts(below: 1) { totalCount } }';
  for (const ask of [ours, other]) {
    const { errors } = await ask(query, { id: stage.orderId }, stranger);
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN']);
    const { data } = await ask('query ($id: ID!) { order(id: $id) { id } }', { id: stage.orderId }, stranger);
    expect(data).toEqual({ order: null });
  }
});
