import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../mysql/connect.ts';
import { DeadlinePassed } from '../mysql/lend.ts';
import { insertMessages, numbered } from '../test/outbox.ts';
import { startProxy } from '../test/proxy.ts';
import { openShop, type Shop } from '../test/shop.ts';
import { heldTopic, recordingTopic } from '../test/topic.ts';
import { relayOnce, startRelay } from './relay.ts';
import type { Topic } from './topic.ts';

let shop: Shop;
beforeEach(async () => void (shop = await openShop()));
afterEach(() => shop.close());

const log = pino({ level: 'silent' });
const relay = (topic: Topic) => relayOnce(shop.pool, topic, log);

const fill = (...bodies: readonly string[]) => shop.sql(...insertMessages(...bodies));

describe('the outbox', () => {
  test('is emptied of what the topic has acknowledged', async () => {
    await fill('a', 'b');
    const { topic, sent } = recordingTopic();
    expect(await relay(topic)).toBe(2);
    expect(sent).toEqual(['a', 'b']);
    expect([await relay(topic), await shop.count('outbox')]).toEqual([0, 0]);
  });

  test('keeps everything while the topic does not answer', async () => {
    await fill('a', 'b');
    const broken = recordingTopic(() => Promise.reject(new Error('no network')));
    await expect(relay(broken.topic)).rejects.toThrow('no network');
    const { topic, sent } = recordingTopic();
    await relay(topic);
    expect(sent).toEqual(['a', 'b']);
  });

  test('does not lose the row of a slow transaction whose id is lower than one that was sent', async () => {
    const slow = await shop.begin();
    await slow.query(...insertMessages('slow'));
    await fill('fast');
    const { topic, sent } = recordingTopic();
    await relay(topic);
    expect(sent).toEqual(['fast']);
    await slow.commit();
    slow.release();
    await relay(topic);
    expect(sent).toEqual(['fast', 'slow']);
  });

  test('takes new rows while a relay publishes, and no command waits for it', async () => {
    await shop.sell('KETTLE', 10);
    const { topic, publishing, acknowledge } = heldTopic();
    const relaying = relay(topic);
    await publishing;
    const before = performance.now();
    expect(await shop.order('KETTLE', 1)).toMatchObject({ userErrors: [] });
    expect(performance.now() - before).toBeLessThan(1_000);
    acknowledge();
    await relaying;
    expect(await shop.count('outbox')).toBe(2);
  });

  test('is shared by two relays without loss or doubles', async () => {
    const messages = numbered(1_000);
    await fill(...messages);
    const { topic, sent } = recordingTopic(async () => {
      await sleep(2);
      return [];
    });
    const pools = [connect(shop.url, 2), connect(shop.url, 2)];
    const relays = pools.map((pool) => startRelay(pool, topic, log));
    await vi.waitFor(async () => expect(await shop.count('outbox')).toBe(0), 10_000);
    await Promise.all(relays.map((running) => running.stop()));
    await Promise.all(pools.map((pool) => pool.end()));
    expect(sent).toHaveLength(messages.length);
    expect(new Set(sent)).toEqual(new Set(messages));
  });

  test('loses what was acknowledged, whatever became of what was claimed with it; the rest is as it was', async () => {
    await fill(...numbered(40));
    const broken = recordingTopic((messages) => {
      if (messages.some(({ body }) => body === 'message 13')) throw new Error('no network');
      return [];
    });
    await expect(relay(broken.topic)).rejects.toThrow('no network');
    expect(broken.sent).toHaveLength(30);
    expect(await shop.sql('SELECT DISTINCT attempts FROM outbox')).toEqual([{ attempts: 0 }]);
    const { topic, sent } = recordingTopic();
    expect(await relay(topic)).toBe(10);
    expect(sent).toEqual(numbered(40).slice(10, 20));
  });

  test('of large messages is emptied ten requests at a time, without a pause', async () => {
    await fill(...numbered(95));
    await shop.sql("UPDATE outbox SET message = REPEAT('x', 131000)");
    let underWay = 0;
    let most = 0;
    const { topic, sent } = recordingTopic(async () => {
      most = Math.max(most, ++underWay);
      await sleep(20);
      underWay--;
      return [];
    });
    const wakes: number[] = [];
    while ((await shop.count('outbox')) > 0) {
      let wake = 0;
      await relayOnce(shop.pool, topic, log, () => wake++);
      wakes.push(wake);
    }
    // All claims but the last leave some, which need not wait for anybody to wake the relay.
    expect(wakes).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
    expect([most, sent.length]).toEqual([10, 95]);
  });

  test('sends again what a relay had published when it was killed', async () => {
    await fill('a');
    const killed = recordingTopic(async () => {
      const claims = await shop.sql<{ id: number }>(
        `SELECT trx_mysql_thread_id AS id FROM information_schema.innodb_trx
         JOIN information_schema.processlist ON processlist.id = trx_mysql_thread_id WHERE db = DATABASE()`,
      );
      expect(claims).toHaveLength(1);
      await shop.sql(`KILL ${claims[0]!.id}`);
      return [];
    });
    await expect(relay(killed.topic)).rejects.toThrow();
    expect(killed.sent).toEqual(['a']);
    const { topic, sent } = recordingTopic();
    await relay(topic);
    expect(sent).toEqual(['a']);
  });
});

describe('a MySQL that is silent', () => {
  // A claim and its end: the connection answers nothing any more, and nobody cuts it.
  test.each(['SKIP LOCKED', 'DELETE FROM outbox'])(
    'at %s is waited for no longer than a claim',
    async (text) => {
      await fill('a');
      const proxy = await startProxy(shop.url);
      const pool = connect(proxy.url, 2);
      proxy.failAt(text, 'keep the reply');
      const { topic, sent } = recordingTopic();
      await expect(relayOnce(pool, topic, log, undefined, 500)).rejects.toThrow(DeadlinePassed);
      expect(proxy.isDone()).toBe(true);
      // Neither the connection nor the row stays taken, though the server has not noticed.
      await vi.waitFor(async () => {
        await relayOnce(pool, topic, log, undefined, 500);
        expect([sent.length > 0, await shop.count('outbox')]).toEqual([true, 0]);
      }, 5_000);
      await pool.end();
      proxy.close();
    },
  );
});

describe('a message that the topic refuses', () => {
  const reason = 'no'.repeat(500);
  const refusing = (body: string, permanent: boolean) =>
    recordingTopic((messages) =>
      messages
        .filter((message) => message.body === body)
        .map(({ id }) => ({ id, reason: `${reason} and more`, permanent })),
    );
  const dueNow = () => shop.sql('UPDATE outbox SET next_attempt_at = UTC_TIMESTAMP(3)');
  const left = () =>
    shop.sql('SELECT message, attempts, reason, set_aside_at IS NOT NULL AS aside FROM outbox');

  test('for good is set aside with the first 1,000 characters of its reason, and holds up nobody', async () => {
    await fill('bad', 'good');
    const { topic, sent } = refusing('bad', true);
    await relay(topic);
    expect(sent).toEqual(['good']);
    await fill('next');
    await relay(topic);
    expect(sent).toEqual(['good', 'next']);
    expect(await left()).toEqual([{ message: 'bad', attempts: 1, reason, aside: 1 }]);
  });

  test('for now is tried later, and set aside after ten times', async () => {
    await fill('bad');
    const { topic } = refusing('bad', false);
    expect(await relay(topic)).toBe(1);
    expect(await relay(topic)).toBe(0);
    for (let attempt = 2; attempt <= 10; attempt++) {
      expect(await left()).toMatchObject([{ attempts: attempt - 1, aside: 0 }]);
      await dueNow();
      expect(await relay(topic)).toBe(1);
    }
    expect(await left()).toMatchObject([{ attempts: 10, aside: 1 }]);
  });

  test.each([
    [2, 4],
    [7, 128],
  ])('after %i attempts waits %i s', async (attempts, seconds) => {
    await fill('bad');
    await shop.sql('UPDATE outbox SET attempts = ?', [attempts]);
    await relay(refusing('bad', false).topic);
    const [row] = await shop.sql<{ wait: number }>(
      'SELECT TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(3), next_attempt_at) / 1e6 AS wait FROM outbox',
    );
    expect(row!.wait).toBeGreaterThan(seconds / 2);
    expect(row!.wait).toBeLessThanOrEqual(seconds);
  });
});
