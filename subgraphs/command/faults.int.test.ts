import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { withoutRequest } from '../../ops/log.ts';
import { GivenUp } from './outage.ts';
import { startProxy } from './test/proxy.ts';
import { audit, openShop, type Shop } from './test/shop.ts';

let shop: Shop;
let proxy: Awaited<ReturnType<typeof startProxy>>;
beforeAll(async () => {
  shop = await openShop(async (url) => {
    proxy = await startProxy(url);
    return proxy.url;
  });
  // As short as MySQL allows, so that a wait times out soon.
  shop.pool.on(
    'connection',
    (connection) => void connection.query('SET SESSION innodb_lock_wait_timeout = 1'),
  );
});
afterEach(() => audit(shop));
afterAll(async () => {
  await shop.close();
  proxy.close();
});

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 50 });

/** At the end of a request: a new connection's READ-COMMITTED is none. */
const COMMIT = '\nCOMMIT';

describe('the network', () => {
  // Each request of a command, from the first of a new connection to the last.
  test.each([
    ['SET SESSION', 'lose the request'],
    ['SET SESSION', 'lose the reply'],
    ['START TRANSACTION', 'lose the request'],
    ['START TRANSACTION', 'lose the reply'],
    ['FOR UPDATE OF stock', 'lose the request'],
    ['FOR UPDATE OF stock', 'lose the reply'],
    ['COMMIT', 'lose the request'],
    ['COMMIT', 'lose the reply'],
    ['ROLLBACK', 'lose the request'],
  ] as const)('at %s may %s: the command has one effect and its usual answer', async (text, fault) => {
    const sku = `${text} ${fault}`;
    await shop.sell(sku, 10);
    const wakes = shop.wakes();
    if (text === 'SET SESSION') {
      // All connections at hand are lost, so that the command needs a new one.
      const idle = await shop.sql<{ id: number }>(
        "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() AND command = 'Sleep'",
      );
      for (const { id } of idle) await shop.direct.query(`KILL ${id}`).catch(() => undefined);
    }
    proxy.failAt(text === 'COMMIT' ? COMMIT : text, fault);
    const answer = await shop.order(sku, 3);
    expect(proxy.isDone()).toBe(true);
    expect(answer).toMatchObject({ replayed: false, userErrors: [] });
    expect(await shop.stockOf(sku)).toMatchObject({ reserved: 3 });
    expect(await shop.sql('SELECT id FROM orders WHERE id = ?', [answer.id])).toHaveLength(1);
    expect(shop.wakes()).toBe(wakes + 1);
  });

  test('may lose the reply to the COMMIT of a command whose key is sent again: it is a repetition', async () => {
    await shop.sell('lost and repeated', 10);
    proxy.failAt(COMMIT, 'lose the reply');
    const first = await shop.order('lost and repeated', 1, { idempotencyKey: 'lost' });
    expect(await shop.order('lost and repeated', 1, { idempotencyKey: 'lost' })).toEqual({
      ...first,
      replayed: true,
    });
  });
});

describe('locks', () => {
  test('a command that is the victim of a deadlock is tried again', async () => {
    const [first, second] = [await shop.sell('deadlock 1', 10), await shop.sell('deadlock 2', 10)];
    const deadlocks = async () =>
      (
        await shop.sql<{ n: number }>(
          "SELECT count AS n FROM information_schema.innodb_metrics WHERE name = 'lock_deadlocks'",
        )
      )[0]!.n;
    const before = await deadlocks();
    await shop.sql('CREATE TABLE weight (i INT)');
    const other = await shop.begin();
    // InnoDB rolls back the transaction that has changed less.
    await other.query('INSERT INTO weight VALUES ?', [Array.from({ length: 100 }, (_, i) => [i])]);
    const lock = (id: string) => other.query('SELECT 1 FROM stock WHERE product_id = ? FOR UPDATE', [id]);
    await lock(second);
    const lines = ['deadlock 1', 'deadlock 2'].map((sku) => ({ sku, quantity: 1 }));
    const ordered = shop.send('createOrder', { lines });
    await until(async () => expect(await shop.waiting()).not.toEqual([]));
    await lock(first);
    await other.rollback();
    other.release();
    expect(await ordered).toMatchObject({ replayed: false, userErrors: [] });
    expect(await deadlocks()).toBeGreaterThan(before);
    expect(await shop.stockOf('deadlock 1')).toMatchObject({ reserved: 1 });
  });

  test('a command whose wait for a lock times out is tried again from the start', async () => {
    const id = await shop.sell('patience', 10);
    const other = await shop.begin();
    await other.query('SELECT 1 FROM stock WHERE product_id = ? FOR UPDATE', [id]);
    const ordered = shop.order('patience', 1, { idempotencyKey: 'patience' });
    let waiting: number[] = [];
    await until(async () => expect((waiting = await shop.waiting())).toHaveLength(1));
    await until(async () => {
      const [again] = await shop.waiting();
      expect(again ?? waiting[0]).not.toBe(waiting[0]);
    });
    await other.rollback();
    other.release();
    expect(await ordered).toMatchObject({ replayed: false, userErrors: [] });
    expect(await shop.stockOf('patience')).toMatchObject({ reserved: 1 });
  });

  test('an order waits for nothing but what it orders', async () => {
    const ids = [];
    for (let i = 0; i < 8; i++) ids.push(await shop.sell(`own ${i}`, 10));
    const other = await shop.begin();
    await other.query('SELECT 1 FROM stock WHERE product_id = ? FOR UPDATE', [ids[3]]);
    await other.query('SELECT 1 FROM product WHERE id = ? FOR UPDATE', [ids[4]]);
    const lines = [0, 1, 2, 5, 6, 7].map((i) => ({ sku: `own ${i}`, quantity: 1 }));
    // Were it to wait, its tries would be used up: nobody lets go before.
    expect(await shop.send('createOrder', { lines })).toMatchObject({ userErrors: [] });
    await other.rollback();
    other.release();
  });

  test('a duplicate waits for the first, and does the work where the first is rolled back', async () => {
    const id = await shop.sell('second chance', 1);
    const other = await shop.begin();
    await other.query('SELECT 1 FROM stock WHERE product_id = ? FOR UPDATE', [id]);
    const answers = Promise.all(
      [1, 2, 3].map(() => shop.order('second chance', 1, { idempotencyKey: 'chance' })),
    );
    await until(async () => expect((await shop.waiting()).length).toBeGreaterThan(1));
    await other.query('UPDATE stock SET on_hand = 0 WHERE product_id = ?', [id]);
    await other.query('UPDATE stock SET on_hand = 1 WHERE product_id = ?', [id]);
    await other.commit();
    other.release();
    expect((await answers).map(({ replayed }) => replayed).toSorted()).toEqual([false, true, true]);
  });
});

describe('what is logged of a fault has nothing of what customers gave', () => {
  const logged = (error: Error) => JSON.stringify(withoutRequest(error));
  const email = "ann.o'brien@mail.example";

  test('where a statement of a command fails', async () => {
    await shop.sql('RENAME TABLE outbox TO hidden');
    const fault = await shop
      .send('registerCustomer', { email, name: 'Ann Brien' })
      .catch((error: unknown) => error as Error);
    await shop.sql('RENAME TABLE hidden TO outbox');
    expect(fault).toMatchObject({ sql: expect.stringContaining('Ann Brien') });
    expect(logged(fault as Error)).toMatch(/"message":"Table '\w+\.outbox' doesn't exist","stack":/);
    expect(logged(fault as Error)).not.toMatch(/mail\.example|Brien/);
  });

  test.each([
    [
      'is there already',
      'INSERT INTO customer_copy VALUES (?, 1), (?, 2)',
      /Duplicate entry \? for key '(customer_copy\.)?email'/,
    ],
    [
      'is of another type',
      'INSERT INTO customer_copy VALUES (1, ?), (2, ?)',
      /Incorrect integer value: \? for column .* at row 1/,
    ],
    ['stands where SQL does not allow it', 'SELECT 1 ? ?', /for the right syntax to use near \? at line 1/],
  ])('where a value %s', async (_, text, message) => {
    await shop.sql('CREATE TABLE IF NOT EXISTS customer_copy (email VARCHAR(100) UNIQUE, n INT)');
    const fault = (await shop.sql(text, [email, email]).catch((error: unknown) => error)) as Error;
    const wrapped = new GivenUp(false, fault);
    for (const error of [fault, wrapped, new Error('no command', { cause: wrapped })]) {
      expect(withoutRequest(error)).toMatchObject({ message: expect.stringMatching(message) });
      expect(logged(error)).not.toMatch(/mail\.example/);
    }
  });
});

test('a fault that lasts is told, and nothing is left', async () => {
  await shop.sell('lasting', 1);
  const before = await shop.everything();
  proxy.failAt('START TRANSACTION', 'lose the request', Infinity);
  await expect(shop.order('lasting', 1)).rejects.toMatchObject({ mayHaveRun: false, cause: { fatal: true } });
  proxy.heal();
  expect(await shop.everything()).toEqual(before);
  expect(await shop.order('lasting', 1)).toMatchObject({ userErrors: [] });
});
