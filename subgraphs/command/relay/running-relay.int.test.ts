import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { connect } from '../mysql/connect.ts';
import { insertMessages, numbered } from '../test/outbox.ts';
import { openShop, type Shop } from '../test/shop.ts';
import { heldTopic, recordingTopic } from '../test/topic.ts';
import { startRelay } from './relay.ts';

let shop: Shop;
beforeEach(async () => void (shop = await openShop()));
afterEach(() => shop.close());

const log = pino({ level: 'silent' });
const fill = (...bodies: readonly string[]) => shop.sql(...insertMessages(...bodies));

describe('a running relay', () => {
  // Time stands still but where a test moves it: nothing comes of a poll, and no pause ends by itself.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());
  /** Moves no time, as `vi.waitFor` would by its interval. */
  const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000, interval: 0 });

  test('sends at once when it is woken, and within 250 ms when it is not', async () => {
    await fill('first');
    const { topic, sent } = recordingTopic();
    const running = startRelay(shop.pool, topic, log);
    await soon(() => expect(sent).toEqual(['first']));
    await vi.advanceTimersByTimeAsync(20);
    await fill('woken');
    running.wake();
    await soon(() => expect(sent).toEqual(['first', 'woken']));
    await fill('unwoken');
    await vi.advanceTimersByTimeAsync(250);
    await soon(() => expect(sent).toEqual(['first', 'woken', 'unwoken']));
    await running.stop();
  });

  test('empties a long outbox with three claims at once, and without a pause', async () => {
    await fill(...numbered(500));
    const together = Promise.withResolvers<void>();
    let requests = 0;
    // The ten of the first claim are acknowledged at once; those of the next three claims not before all are under way.
    const { topic, sent } = recordingTopic(async () => {
      if (++requests > 10) await together.promise;
      return [];
    });
    const pool = connect(shop.url, 4);
    const running = startRelay(pool, topic, log);
    await soon(() => expect(requests).toBe(40));
    for (let i = 0; i < 10; i++) await shop.count('outbox');
    expect(requests).toBe(40);
    together.resolve();
    await soon(() => expect(sent).toHaveLength(500));
    await running.stop();
    await pool.end();
    expect(await shop.count('outbox')).toBe(0);
  });

  describe('claims once for what comes', () => {
    /** A relay that has claimed `first`; what it sends after that waits for `acknowledge` if `held`. */
    async function begun({ held }: { held: boolean }) {
      await fill('first');
      const acknowledged = Promise.withResolvers<void>();
      const batches: string[][] = [];
      const { topic } = recordingTopic(async (messages) => {
        batches.push(messages.map(({ body }) => body));
        if (held && batches.length > 1) await acknowledged.promise;
        return [];
      });
      const running = startRelay(shop.pool, topic, log);
      await soon(async () => expect([batches.length, await shop.count('outbox')]).toEqual([1, 0]));
      const commit = async (...bodies: string[]) => {
        for (const body of bodies) await fill(body).finally(running.wake);
      };
      const sent = async (...expected: string[][]) => {
        await soon(() => expect(batches).toEqual([['first'], ...expected]));
        // Time for one claim more.
        for (let i = 0; i < 3; i++) await shop.count('outbox');
        expect(batches).toHaveLength(expected.length + 1);
      };
      return { running, commit, sent, acknowledge: acknowledged.resolve };
    }
    const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

    test('within 20 ms of a claim, whether that is under way or over', async () => {
      const { running, commit, sent, acknowledge } = await begun({ held: true });
      await commit('a');
      await pass(19);
      await sent();
      await pass(1);
      await sent(['a']);
      await commit('b', 'c');
      await pass(19);
      await sent(['a']);
      await pass(1);
      await sent(['a'], ['b', 'c']);
      acknowledge();
      await running.stop();
    });

    test('when that was two commits, until two wait again, 10 ms after the claim before', async () => {
      const { running, commit, sent } = await begun({ held: false });
      await commit('a', 'b');
      await pass(20);
      await sent(['a', 'b']);
      await commit('c');
      await pass(9);
      await commit('d');
      await sent(['a', 'b']);
      await pass(1);
      await sent(['a', 'b'], ['c', 'd']);
      await pass(15);
      await commit('e');
      await sent(['a', 'b'], ['c', 'd']);
      await commit('f');
      await sent(['a', 'b'], ['c', 'd'], ['e', 'f']);
      await running.stop();
    });

    test('until the claim before is over, or 30 ms have passed', async () => {
      const { running, commit, sent, acknowledge } = await begun({ held: true });
      await commit('a', 'b');
      await pass(20);
      await sent(['a', 'b']);
      await commit('c', 'd');
      await pass(29);
      await sent(['a', 'b']);
      await pass(1);
      await sent(['a', 'b'], ['c', 'd']);
      await commit('e', 'f');
      await pass(29);
      await sent(['a', 'b'], ['c', 'd']);
      acknowledge();
      await sent(['a', 'b'], ['c', 'd'], ['e', 'f']);
      await running.stop();
    });
  });

  test('finishes the claim under way when it is stopped', async () => {
    await fill('a');
    const { topic, publishing, acknowledge } = heldTopic();
    const running = startRelay(shop.pool, topic, log);
    await publishing;
    const ended = vi.fn<() => void>();
    const stopped = running.stop().then(ended);
    expect(await shop.count('outbox')).toBe(1);
    expect(ended).not.toHaveBeenCalled();
    acknowledge();
    await stopped;
    expect(await shop.count('outbox')).toBe(0);
  });

  test('pauses for a second after a fault, however often it is woken, and tells of it once until something is sent', async () => {
    await fill('a');
    const held = Promise.withResolvers<void>();
    let requests = 0;
    const { topic, sent } = recordingTopic(async () => {
      if (++requests === 2) await held.promise;
      if (requests === 3) return [];
      throw new Error('no network');
    });
    const write = vi.fn<(line: string) => void>();
    const running = startRelay(shop.pool, topic, pino({}, { write }));
    const wakeOften = async () => {
      for (let i = 0; i < 10; i++) await shop.count('outbox').finally(running.wake);
    };
    await soon(() => expect(write).toHaveBeenCalledTimes(1));
    await wakeOften();
    expect(requests).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    await soon(() => expect(requests).toBe(2));
    await wakeOften(); // Claims beside this one find nothing, which does not end the fault.
    held.resolve();
    const later = (check: () => unknown) => vi.waitFor(check, { timeout: 10_000 }); // Moves time as it goes by.
    await later(async () => expect(await shop.count('outbox')).toBe(0));
    expect([sent, write.mock.calls.length]).toEqual([['a'], 1]);
    await fill('b');
    await later(() => expect(write).toHaveBeenCalledTimes(2));
    for (const [line] of write.mock.calls) expect(line).toContain('no network');
    const before = requests;
    await running.stop();
    expect(requests).toBe(before);
  });
});
