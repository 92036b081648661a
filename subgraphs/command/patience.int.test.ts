import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readConfig } from '../../ops/config.ts';
import type { Role } from '../../ops/role.ts';
import { startCommand } from './main.ts';
import { DeadlinePassed } from './mysql/lend.ts';
import { startProxy } from './test/proxy.ts';
import { audit, openShop, type Shop } from './test/shop.ts';

// How long a client waits reaches MySQL; and a MySQL that is away is told as what it is, with what became of the command.

let shop: Shop;
let proxy: Awaited<ReturnType<typeof startProxy>>;
beforeAll(async () => {
  shop = await openShop(async (url) => {
    proxy = await startProxy(url);
    return proxy.url;
  });
});
afterEach(async () => {
  proxy.heal();
  await audit(shop);
});
afterAll(async () => {
  await shop.close();
  proxy.close();
});

const COMMIT = '\nCOMMIT';
const within = (milliseconds: number) => ({ deadline: performance.now() + milliseconds });
const notDone = { mayHaveRun: false, cause: expect.any(DeadlinePassed) };
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 3_000, interval: 50 });

/** Holds the lock of a product's stock. */
async function lock(id: string) {
  const other = await shop.begin();
  await other.query('SELECT 1 FROM stock WHERE product_id = ? FOR UPDATE', [id]);
  return async () => {
    await other.rollback();
    other.release();
  };
}

describe('a command whose client waits no longer', () => {
  test('is given up while it waits for a lock, leaves no lock, and is not done', async () => {
    const id = await shop.sell('locked', 10);
    const unlock = await lock(id);
    const before = await shop.everything();
    const start = performance.now();
    const key = { idempotencyKey: 'locked' };
    const given = shop.order('locked', 1, key, within(1_500));
    given.catch(() => {});
    await until(async () => expect(await shop.waiting()).toHaveLength(1));
    await expect(given).rejects.toMatchObject(notDone);
    // A lock is waited for five seconds, if nobody says otherwise.
    await until(async () => expect(await shop.waiting()).toEqual([]));
    expect(performance.now() - start).toBeLessThan(4_000);
    await unlock();
    await sleep(200);
    expect(await shop.everything()).toEqual(before);
    expect(await shop.order('locked', 1, key)).toMatchObject({ replayed: false, userErrors: [] });
  });

  test('is not begun when it gets its connection too late, and the connection is there for the next', async () => {
    await shop.sell('late', 10);
    const each = { length: 20 };
    const taken = await Promise.all(Array.from(each, () => shop.pool.getConnection()));
    const given = Array.from(each, () => shop.order('late', 1, {}, within(100)));
    const gone = new AbortController();
    const left = shop.order('late', 1, {}, { over: gone.signal });
    for (const late of await Promise.allSettled(given)) expect(late).toMatchObject({ reason: notDone });
    gone.abort(new Error('gone'));
    for (const connection of taken) connection.release();
    await expect(left).rejects.toThrow('gone');
    expect(await shop.stockOf('late')).toMatchObject({ reserved: 0 });
    await Promise.all(Array.from({ length: 10 }, () => shop.order('late', 1)));
  });

  test('is not begun when there is no time at all', async () => {
    await shop.sell('never', 10);
    await expect(shop.order('never', 1, {}, within(0))).rejects.toMatchObject(notDone);
    expect(await shop.stockOf('never')).toMatchObject({ reserved: 0 });
  });

  test('is not tried again once the time is up', async () => {
    await shop.sell('tried', 10);
    proxy.failAt('START TRANSACTION', 'lose the request', Infinity);
    const start = performance.now();
    await expect(shop.order('tried', 1, {}, within(300))).rejects.toMatchObject(notDone);
    expect(performance.now() - start).toBeLessThan(1_000);
    proxy.heal();
    await sleep(1_200);
    expect(await shop.stockOf('tried')).toMatchObject({ reserved: 0 });
  });

  test('goes on when the client has left since it began', async () => {
    const id = await shop.sell('begun', 10);
    const unlock = await lock(id);
    const gone = new AbortController();
    const ordered = shop.order('begun', 1, {}, { over: gone.signal });
    await until(async () => expect(await shop.waiting()).toHaveLength(1));
    gone.abort(new Error('gone'));
    await unlock();
    expect(await ordered).toMatchObject({ userErrors: [] });
    expect(await shop.stockOf('begun')).toMatchObject({ reserved: 1 });
  });

  test('may have been done when the COMMIT is not answered in time: its key tells', async () => {
    await shop.sell('unheard', 10);
    const key = { idempotencyKey: 'unheard' };
    proxy.failAt(COMMIT, 'keep the reply');
    await expect(shop.order('unheard', 1, key, within(400))).rejects.toMatchObject({
      mayHaveRun: true,
      cause: expect.any(DeadlinePassed),
    });
    expect(await shop.order('unheard', 1, key)).toMatchObject({ replayed: true, userErrors: [] });
    expect(await shop.stockOf('unheard')).toMatchObject({ reserved: 1 });
  });
});

test('a command may have been done when the reply to its COMMIT is lost, and nobody can be asked since', async () => {
  await shop.sell('unknown', 10);
  const key = { idempotencyKey: 'unknown' };
  proxy.failAt(COMMIT, 'lose the reply');
  const given = shop.order('unknown', 1, key);
  await vi.waitFor(() => expect(proxy.isDone()).toBe(true), { interval: 1 });
  proxy.failAt('START TRANSACTION', 'lose the request', Infinity);
  await expect(given).rejects.toMatchObject({ mayHaveRun: true, cause: { fatal: true } });
  proxy.heal();
  expect(await shop.order('unknown', 1, key)).toMatchObject({ replayed: true });
});

test('a command was done whose key is there, though nobody can be asked for its answer', async () => {
  await shop.sell('mute', 10);
  const key = { idempotencyKey: 'mute' };
  proxy.failAt(COMMIT, 'lose the reply');
  proxy.failAt('SELECT answer', 'lose the request', Infinity);
  await expect(shop.order('mute', 1, key)).rejects.toMatchObject({
    mayHaveRun: true,
    cause: { fatal: true },
  });
  await expect(shop.order('mute', 1, key)).rejects.toMatchObject({ mayHaveRun: true });
  proxy.heal();
  expect(await shop.order('mute', 1, key)).toMatchObject({ replayed: true });
  expect(await shop.stockOf('mute')).toMatchObject({ reserved: 1 });
});

describe('over HTTP', () => {
  let command: Role;
  const lines: Record<string, unknown>[] = [];
  const start = async (variables = {}) => {
    const log = pino({ level: 'warn' }, { write: (line: string) => lines.push(JSON.parse(line)) });
    const config = readConfig({
      MYSQL_URL: proxy.url,
      COMMAND_URL: 'http://127.0.0.1:0/graphql',
      TOKEN_SECRET: 'the-secret-of-this-shop',
      ...variables,
    });
    command = await startCommand(config, log);
  };
  beforeAll(() => start());
  afterAll(() => command.stop());

  const post = async (
    sku: string,
    headers: Record<string, string> = {},
    signal?: AbortSignal,
    isTwice = false,
  ) => {
    const order = `createOrder(input: { lines: [{ sku: "${sku}", quantity: 1 }] }) { orderId }`;
    const query = `mutation { ${order} ${isTwice ? `again: ${order}` : ''} }`;
    const response = await fetch(command.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
      ...(signal && { signal }),
    });
    return (await response.json()) as { data: unknown; errors?: object[] };
  };

  test('a deadline is a header in, and a code out', async () => {
    const id = await shop.sell('http', 10);
    const unlock = await lock(id);
    expect((await post('http', { 'x-timeout-ms': '600' })).errors).toEqual([
      {
        message: 'This request did nothing. Send it again, under the same idempotency key if it has one.',
        path: ['createOrder'],
        extensions: { code: 'DEADLINE_EXCEEDED', mayHaveRun: false },
      },
    ]);
    await unlock();
  });

  test('a client who leaves while a command is done does not stop it', async () => {
    const id = await shop.sell('left', 10);
    const unlock = await lock(id);
    const gone = new AbortController();
    const answer = post('left', {}, gone.signal);
    await until(async () => expect(await shop.waiting()).toHaveLength(1));
    gone.abort();
    await expect(answer).rejects.toThrow('abort');
    await sleep(100);
    await unlock();
    await until(async () => expect(await shop.stockOf('left')).toMatchObject({ reserved: 1 }));
  });

  test('a role that is stopped finishes each command that has begun for clients who have left, and begins none', async () => {
    const id = await shop.sell('stopped', 100);
    const unlock = await lock(id);
    lines.length = 0;
    const gone = new AbortController();
    // Five more than there are connections.
    const orders = Array.from({ length: 25 }, () => post('stopped', {}, gone.signal, true));
    await until(async () => expect(await shop.waiting()).toHaveLength(20));
    gone.abort();
    await Promise.allSettled(orders);
    const stopped = command.stop();
    // The server is closed by then.
    await sleep(500);
    await unlock();
    await stopped;
    expect(lines).toEqual([]);
    expect(await shop.stockOf('stopped')).toMatchObject({ reserved: 20 });
    await start();
  });

  test('a role is stopped though MySQL is silent and nobody has said how long a command may take', async () => {
    await shop.sell('silent', 10);
    await command.stop();
    await start({ REQUEST_TIMEOUT_MS: '1000' });
    proxy.failAt(COMMIT, 'keep the reply');
    const { errors } = await post('silent');
    expect(errors).toMatchObject([{ extensions: { code: 'DEADLINE_EXCEEDED', mayHaveRun: true } }]);
    await command.stop();
    await start();
  });

  test('a MySQL that is away is told as that, and logged with the cause once a second however many ask', async () => {
    await shop.sell('away', 10);
    await sleep(1_100);
    lines.length = 0;
    proxy.failAt('START TRANSACTION', 'lose the request', Infinity);
    const start = performance.now();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post('away')));
    for (const { errors } of answers)
      expect(errors).toEqual([
        {
          message: 'This request did nothing. Send it again, under the same idempotency key if it has one.',
          path: ['createOrder'],
          extensions: { code: 'WRITE_MODEL_UNAVAILABLE', mayHaveRun: false },
        },
      ]);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(1 + (performance.now() - start) / 1_000);
    expect(lines[0]).toMatchObject({ msg: 'an engine does not answer', code: 'WRITE_MODEL_UNAVAILABLE' });
    expect(JSON.stringify(lines[0])).toContain('Connection lost');
    proxy.heal();
    expect((await post('away')).errors).toBeUndefined();
  });
});
