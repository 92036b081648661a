import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openGateway } from './test/gateway.ts';

/** Every address that a socket of this process is connected to, or would be. */
function watchConnections() {
  const addresses: string[] = [];
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.once('connectionAttempt', (ip: string, port: number) => addresses.push(`${ip}:${port}`));
    socket.once('lookup', (error, _address, __, host) => {
      if (error !== null) addresses.push(host);
    });
  };
  subscribe('net.client.socket', onSocket);
  return { addresses, stop: () => unsubscribe('net.client.socket', onSocket) };
}

test.each([
  ['without a key', {}],
  [
    'with a key that only Apollo’s own code finds',
    { APOLLO_KEY: 'service:tandem:secret', APOLLO_GRAPH_REF: 'tandem@test' },
  ],
])(
  '%s the gateway connects to nobody but its subgraphs',
  async (_, environment) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const { addresses, stop } = watchConnections();
    const gateway = await openGateway();
    for (let i = 0; i < 5; i++) await gateway.ask('{ product(id: "p1") { name } }');
    await sleep(500);
    const known = [gateway.url, gateway.command.url, gateway.query.url].map((url) => new URL(url).host);
    // What was kept back is sent at the end.
    await gateway[Symbol.asyncDispose]();
    vi.unstubAllEnvs();
    stop();
    expect(addresses.length).toBeGreaterThan(0);
    expect([...new Set(addresses)].filter((address) => !known.includes(address))).toEqual([]);
  },
  20_000,
);

test('a gateway whose last report Apollo takes without a word stops within ten seconds', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const gateway = await openGateway({
    APOLLO_KEY: 'service:tandem:secret',
    APOLLO_GRAPH_REF: 'tandem@test',
    APOLLO_REPORTING_URL: `http://127.0.0.1:${port}`,
  });
  await gateway.ask('{ product(id: "p1") { name } }');
  const start = performance.now();
  await gateway[Symbol.asyncDispose]();
  expect(performance.now() - start).toBeLessThan(10_000);
  silent.close();
}, 20_000);

test('what an operation has written is demanded of what it reads next, beside what its client demands', async () => {
  await using gateway = await openGateway();
  const create =
    'mutation { createOrder(input: { lines: [] }) { order { status lines { product { name } } } } }';
  const demanded = async (headers?: Record<string, string>) => {
    await gateway.ask(create, {}, headers);
    return [gateway.command, gateway.query].map(
      ({ requests }) => requests.at(-1)?.headers['x-consistency-token'],
    );
  };
  expect(await demanded()).toEqual([undefined, 't2,t1']);
  expect(await demanded({ 'x-consistency-token': 'mine' })).toEqual(['mine', 'mine,t2,t1']);
  const ten = Array.from({ length: 10 }, (_, i) => `${i}`).join(',');
  expect(await demanded({ 'x-consistency-token': ten })).toEqual([ten, `${ten},t2,t1`]);
});

test('more than ten tokens of a client are refused before anything is sent', async () => {
  await using gateway = await openGateway();
  const eleven = { 'x-consistency-token': Array(11).fill('t').join(',') };
  for (const text of [
    'mutation { createOrder(input: { lines: [] }) { orderId } }',
    '{ readModel { isOld } }',
  ])
    expect((await gateway.ask(text, {}, eleven)).errors).toEqual([
      {
        message: 'x-consistency-token: at most 10 tokens',
        extensions: { code: 'BAD_USER_INPUT', argument: 'x-consistency-token' },
      },
    ]);
  expect([...gateway.command.requests, ...gateway.query.requests]).toEqual([]);
});

test('a request of no trace begins one, the same for both subgraphs, and of each request another', async () => {
  await using gateway = await openGateway();
  const create = 'mutation { createOrder(input: { lines: [] }) { order { status } } }';
  for (let i = 0; i < 2; i++) await gateway.ask(create);
  const [first, second] = [gateway.command, gateway.query].map(({ requests }) =>
    requests.map(({ headers }) => headers['traceparent']),
  );
  expect(first).toEqual(second);
  expect(new Set(first).size).toBe(2);
  for (const trace of first!) expect(trace).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
});
