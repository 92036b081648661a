import { createPool, type Pool } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { lockWaits } from '../test/lock-waits.ts';
import { type RunningProcess, run } from '../test/processes.ts';
import { order, sell } from '../test/shopping.ts';
import { type Ask, asker, cleanUp, createPlace, type TestPlace } from '../test/tandem.ts';

// Every role as a process of its own, started by its script of package.json. The tests build on each other.

const roles = ['indexer', 'query', 'relay', 'command', 'gateway'] as const;
type RoleName = (typeof roles)[number];
const urlOf = {
  indexer: 'INDEXER_URL',
  query: 'QUERY_URL',
  relay: 'RELAY_URL',
  command: 'COMMAND_URL',
} as const;

let place: TestPlace;
let sql: Pool;
let ask: Ask;
let gatewayUrl: string;
const running = {} as Record<RoleName, RunningProcess>;
const urls: Record<string, string> = {};

/** Starts a role; a second time at the address that the others know. */
async function start(name: RoleName): Promise<string> {
  running[name] = run(`start:${name}`, { ...place.env, ...urls });
  const url = await running[name].ready;
  if (name !== 'gateway') urls[urlOf[name]] = url;
  return url;
}

beforeAll(async () => {
  place = await createPlace();
  sql = createPool(place.database.url);
  await Promise.all((['indexer', 'query', 'relay'] as const).map(start));
  await start('command');
  gatewayUrl = await start('gateway');
  ask = asker(gatewayUrl);
});
afterAll(async () => {
  await Promise.all(Object.values(running).map((role) => role.kill('SIGKILL')));
  await sql.end();
  await cleanUp(place);
});

/** An order whose answer needs no read model. */
const orderUnseen = (sku: string, quantity = 1) =>
  ask(
    'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { orderId consistencyToken userErrors { code } } }',
    {
      input: { lines: [{ sku, quantity }] },
    },
  );
/** The messages that a killed indexer had received come back when their visibility ends. */
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 40_000, interval: 50 });
const health = async () => (await fetch(new URL('/health/ready', gatewayUrl))).json();
const orderById = async (id: string) =>
  (await ask('query ($id: ID!) { order(id: $id) { id } }', { id })).data.order;
const reserved = async (id: string) =>
  (await ask('query ($id: ID!) { product(id: $id) { stock { reserved } } }', { id })).data.product.stock
    .reserved;

test('an order is placed and read', async () => {
  const { sku, id } = await sell(ask, 10);
  const { data, errors } = await order(ask, sku, 2);
  expect(errors).toBeUndefined();
  expect(data.createOrder.order).toMatchObject({ lines: [{ sku, quantity: 2 }] });
  expect(await reserved(id)).toBe(2);
  expect(await health()).toEqual({ status: 'ready' });
});

describe('an indexer that is killed', () => {
  test('hides no order that was placed: its id and token are told, and that it cannot be read yet', async () => {
    const { sku, id } = await sell(ask, 100);
    await running.indexer.kill('SIGKILL');
    const { orderId, consistencyToken } = (await orderUnseen(sku)).data.createOrder;
    const [late, ...answers] = await Promise.all([
      ask('query ($id: ID!, $asOf: String) { order(id: $id, asOf: $asOf) { id } }', {
        id: orderId,
        asOf: consistencyToken,
      }),
      ...Array.from({ length: 4 }, () => order(ask, sku)),
    ]);
    expect(late.errors).toMatchObject([{ extensions: { code: 'READ_MODEL_BEHIND' } }]);
    for (const { data, errors } of answers) {
      expect(data.createOrder).toMatchObject({ order: null, userErrors: [] });
      expect(data.createOrder.orderId).toBeTypeOf('string');
      expect(errors).toMatchObject([
        { path: ['createOrder', 'order'], extensions: { code: 'READ_MODEL_BEHIND' } },
      ]);
    }
    expect(await orderById(orderId)).toBeNull();

    await start('indexer');
    const ids = [orderId, ...answers.map((answer) => answer.data.createOrder.orderId)] as string[];
    await eventually(async () => {
      expect(await Promise.all(ids.map(orderById))).toEqual(ids.map((shown) => ({ id: shown })));
      expect(await reserved(id)).toBe(5);
    });
  }, 60_000);
});

test('what was ordered while no relay ran is published by the next one', async () => {
  const { sku, id } = await sell(ask, 10);
  await running.relay.kill('SIGKILL');
  const placed = await orderUnseen(sku, 3);
  await start('relay');
  await eventually(async () => {
    expect(await orderById(placed.data.createOrder.orderId)).not.toBeNull();
    expect(await reserved(id)).toBe(3);
  });
});

test('a fault is masked, with an id that leads to the log of the role at fault', async () => {
  const { sku } = await sell(ask, 10);
  await sql.query('RENAME TABLE outbox TO hidden');
  const { data, errors } = await order(ask, sku);
  await sql.query('RENAME TABLE hidden TO outbox');
  expect(data).toBeNull();
  expect(JSON.stringify(errors)).not.toMatch(/outbox|SQL|subgraphs\//i);
  expect(errors).toMatchObject([{ path: ['createOrder'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
  const errorId = errors![0]!.extensions['errorId'] as string;
  expect(errors![0]!.message).toBe(`Internal error ${errorId}`);
  const line = running.command
    .stderr()
    .split('\n')
    .find((text) => text.includes(errorId));
  expect(JSON.parse(line!)).toMatchObject({
    role: 'command',
    err: { message: expect.stringContaining('outbox') },
  });
  expect(line).not.toContain(sku);
});

describe('a query subgraph that is down', () => {
  let sku: string;
  test('ends with 0 at SIGTERM, and then the gateway is not ready', async () => {
    ({ sku } = await sell(ask, 10));
    expect(await running.query.kill('SIGTERM')).toBe(0);
    const response = await fetch(new URL('/health/ready', gatewayUrl));
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ reason: expect.stringContaining('query') });
  });

  test('stops no command', async () => {
    const bare = await orderUnseen(sku);
    expect(bare.errors).toBeUndefined();
    expect(bare.data.createOrder).toMatchObject({ orderId: expect.any(String), userErrors: [] });
  });

  test('hides no order that was placed', async () => {
    const { data, errors } = await order(ask, sku);
    expect(data.createOrder).toMatchObject({ orderId: expect.any(String), order: null, userErrors: [] });
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'query' } }]);
    expect(JSON.stringify(errors)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1/);
  });

  test('is found again when it is back', async () => {
    await start('query');
    // A gateway tells for a second what it found, and a role may start in less.
    await expect.poll(health, { timeout: 10_000 }).toEqual({ status: 'ready' });
    expect((await order(ask, sku)).errors).toBeUndefined();
  });
});

describe('SIGTERM', () => {
  test('lets gateway and command finish the order that is in flight', async () => {
    const { sku, id } = await sell(ask, 10);
    const lock = await sql.getConnection();
    await lock.beginTransaction();
    await lock.query('SELECT 1 FROM stock WHERE product_id = ? FOR UPDATE', [id]);
    const answer = order(ask, sku, 4);
    await vi.waitFor(async () => expect(await lockWaits(sql)).toHaveLength(1), {
      timeout: 4_000,
      interval: 50,
    });
    const before = performance.now();
    const ended = [running.gateway.kill('SIGTERM'), running.command.kill('SIGTERM')];
    await lock.rollback();
    lock.release();
    const { data, errors } = await answer;
    expect(errors).toBeUndefined();
    expect(data.createOrder.order).toMatchObject({ lines: [{ sku, quantity: 4 }] });
    expect(await Promise.all(ended)).toEqual([0, 0]);
    // It waits for the answer, and not for the connection, which the client keeps.
    expect(performance.now() - before).toBeLessThan(8_000);
  });

  test('ends the other roles with 0 too', async () => {
    expect(
      await Promise.all(
        (['relay', 'indexer', 'query'] as const).map((name) => running[name].kill('SIGTERM')),
      ),
    ).toEqual([0, 0, 0]);
  });
});

describe('a role that cannot start', () => {
  const away = (engine: string) => `${engine} does not answer: connect ECONNREFUSED 127.0.0.1:9\n`;
  test.each([
    ['start:command', { MYSQL_URL: '' }, 'MYSQL_URL is not set'],
    ['start:command', { MYSQL_URL: 'mysql://root@127.0.0.1:9/x' }, away('MySQL')],
    ['start:relay', { SQS_ENDPOINT: 'http://127.0.0.1:9' }, away('SNS or SQS')],
    ['start:indexer', { ELASTICSEARCH_URL: 'http://127.0.0.1:9' }, away('Elasticsearch')],
    [
      'start:query',
      { TOKEN_SECRET: '', TANDEM_DATA_DIR: '/dev/null/x' },
      /^Cannot write to \/dev\/null\/x: ENOTDIR .*, or set TANDEM_DATA_DIR to another folder\.$/m,
    ],
    ['start:query', { QUERY_URL: 'nonsense', LOG_LEVEL: 'loud' }, /QUERY_URL: .*\n.*LOG_LEVEL: /],
  ])('%s says what is wrong, and ends with 1', async (script, wrong, message) => {
    const role = run(script, { ...place.env, ...wrong });
    expect(await role.exited).toBe(1);
    expect(role.stderr()).toMatch(message);
    expect(role.stderr()).not.toContain('    at ');
  });

  test('whose port is taken names the port', async () => {
    const { port } = new URL(await start('query'));
    const second = run('start:query', { ...place.env, ...urls });
    expect(await second.exited).toBe(1);
    expect(second.stderr()).toContain(`Port ${port}`);
    expect(second.stderr()).not.toContain('    at ');
  });
});
