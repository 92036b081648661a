import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { heartbeatEvent } from '../test/events.ts';
import { eventually, messageOf } from '../test/world.ts';
import { type Consumer, type ConsumerOptions, consume, createTeller } from './consume.ts';
import type { Indexed } from './indexer.ts';
import type { Message } from './queue.ts';
import type { Outcome } from './sink.ts';

let consumer: Consumer | undefined;
afterEach(async () => {
  await consumer?.stop();
  consumer = undefined;
});

/** A queue in memory whose receive waits for messages, as a long poll does, for 100 ms, and an index that does as told. */
function setUp(outcomeOf: (message: Message) => Outcome | Promise<Outcome> = () => ({ kind: 'stored' })) {
  const waiting: Message[] = [];
  const settled: string[] = [];
  const batches: number[] = [];
  const asked: number[] = [];
  let receiving = 0;
  const receive = vi.fn(async (max: number) => {
    asked.push(max);
    receiving++;
    for (let ms = 0; ms < 100 && waiting.length === 0; ms++)
      await new Promise((resolve) => setTimeout(resolve, 1));
    receiving--;
    return waiting.splice(0, max);
  });
  const options: ConsumerOptions = {
    queue: { receive, delete: async () => {}, postpone: async () => {}, deadLetter: async () => {} },
    index: async (messages) => {
      batches.push(messages.length);
      return Promise.all(messages.map(async (message) => ({ message, outcome: await outcomeOf(message) })));
    },
    settle: async (indexed) => void settled.push(...indexed.map(({ message }) => message.body)),
    probe: vi.fn(async () => {}),
    log: pino({ level: 'silent' }),
  };
  const start = (changes: Partial<ConsumerOptions> = {}) => (consumer = consume({ ...options, ...changes }));
  const send = (count: number) => waiting.push(...Array.from({ length: count }, (_, i) => messageOf(`${i}`)));
  return { waiting, settled, batches, asked, receive, receiving: () => receiving, start, send };
}

describe('consuming', () => {
  it('writes a lone message at once', async () => {
    const { start, send, batches, settled } = setUp();
    start();
    send(1);
    await eventually(() => expect(settled).toEqual(['0']));
    expect(batches).toEqual([1]);
  });

  it('writes what gathered meanwhile as one batch, of 500 at most', async () => {
    const gate = Promise.withResolvers<void>();
    const { start, send, batches, settled } = setUp(async () => (await gate.promise, { kind: 'stored' }));
    start();
    send(2_000);
    await eventually(() => expect(batches).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 50));
    gate.resolve();
    await eventually(() => expect(settled).toHaveLength(2_000));
    expect(Math.max(...batches)).toBe(500);
  });

  it('writes on while the queue is told of what was written', async () => {
    const gate = Promise.withResolvers<void>();
    const { start, send, batches } = setUp();
    const settle = vi.fn(() => gate.promise);
    start({ settle });
    try {
      send(1);
      await eventually(() => expect(settle).toHaveBeenCalled(), 1_000);
      send(1);
      await eventually(() => expect(batches).toEqual([1, 1]), 1_000);
    } finally {
      gate.resolve();
    }
  });

  it('stops receiving while a thousand messages wait in memory', async () => {
    const gate = Promise.withResolvers<void>();
    const { start, send, waiting, settled } = setUp(async () => (await gate.promise, { kind: 'stored' }));
    start();
    send(3_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(waiting.length).toBeGreaterThan(1_900);
    gate.resolve();
    await eventually(() => expect(settled).toHaveLength(3_000));
  });

  it('receives nothing while Elasticsearch is down, tries with one message, and then goes on', async () => {
    let down = true;
    const { start, send, asked, waiting, settled, receive, receiving } = setUp(() =>
      down ? { kind: 'later', cause: new Error('down') } : { kind: 'stored' },
    );
    const probe = vi.fn(async () => {
      if (down) throw new Error('down');
    });
    start({ probe });
    send(1);
    await eventually(() => expect(probe).toHaveBeenCalled());
    await eventually(() => expect(settled).toHaveLength(1));
    // A receive that was under way may still end.
    await eventually(() => expect(receiving()).toBe(0));
    const receives = receive.mock.calls.length;
    send(100);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(waiting).toHaveLength(100);
    expect(receive).toHaveBeenCalledTimes(receives);
    down = false;
    await eventually(() => expect(waiting).toHaveLength(0));
    expect(asked[receives]).toBe(1);
    expect(asked.slice(receives + 1)).toContain(10);
  });

  it('asks a queue that does not answer once or twice a second, and tells of each outage once', async () => {
    vi.useFakeTimers();
    try {
      const { start, receive } = setUp();
      const log = pino({ level: 'silent' });
      const told = vi.spyOn(log, 'error');
      receive.mockRejectedValue(new Error('connection refused'));
      start({ log });
      await vi.advanceTimersByTimeAsync(5_000);
      expect(receive.mock.calls.length).toBeGreaterThanOrEqual(5);
      expect(receive.mock.calls.length).toBeLessThanOrEqual(11);
      expect(told).toHaveBeenCalledTimes(1);
      receive.mockResolvedValueOnce([]);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(told).toHaveBeenCalledTimes(2);
    } finally {
      await consumer?.stop();
      vi.useRealTimers();
    }
  });

  it('stops receiving for one message of many that cannot be written', async () => {
    const { start, send, settled } = setUp(({ body }) =>
      body === '0' ? { kind: 'later', cause: new Error('its index is red') } : { kind: 'stored' },
    );
    const probe = vi.fn(() => Promise.reject(new Error('red')));
    start({ probe });
    send(5);
    await eventually(() => expect(settled).toHaveLength(5));
    await eventually(() => expect(probe).toHaveBeenCalled());
  });

  it('takes no heartbeat for a message that got through', async () => {
    const { start, send, waiting, asked, settled } = setUp();
    const index: ConsumerOptions['index'] = async (messages) =>
      messages.map((message) =>
        message.body === 'beat'
          ? { message, event: heartbeatEvent(0), outcome: { kind: 'stored' } }
          : { message, outcome: { kind: 'later', cause: new Error('its index is blocked') } },
      );
    start({ index });
    send(1);
    await eventually(() => expect(settled).toHaveLength(1));
    // A receive that was under way may still end.
    await new Promise((resolve) => setTimeout(resolve, 120));
    const before = asked.length;
    waiting.push(...Array.from({ length: 20 }, () => messageOf('beat')));
    await eventually(() => expect(waiting).toHaveLength(0));
    expect(new Set(asked.slice(before))).toEqual(new Set([1]));
  });

  it('goes on after SQS failed', async () => {
    const { start, send, settled, receive } = setUp();
    receive.mockRejectedValueOnce(new Error('SQS is away'));
    start();
    send(20);
    await eventually(() => expect(settled).toHaveLength(20));
  });

  it('when stopped starts no receive, waits for those under way, and writes and settles what they bring', async () => {
    const gate = Promise.withResolvers<void>();
    const { start, send, batches, settled, waiting, receive } = setUp(
      async () => (await gate.promise, { kind: 'stored' }),
    );
    const running = start();
    send(35);
    await eventually(() => expect(batches).toHaveLength(1));
    await eventually(() => expect(waiting).toHaveLength(0));
    const receives = receive.mock.calls.length;
    const stopped = running.stop();
    send(100);
    gate.resolve();
    await stopped;
    expect(receive).toHaveBeenCalledTimes(receives);
    expect(waiting.length).toBeGreaterThanOrEqual(60);
    expect(settled).toHaveLength(135 - waiting.length);
  });

  it('receives with one receiver when idle, and with all in a rush', async () => {
    const { start, send, receive, receiving, settled } = setUp();
    let most = 0;
    const inner = receive.getMockImplementation()!;
    receive.mockImplementation((max) => {
      const messages = inner(max);
      most = Math.max(most, receiving());
      return messages;
    });
    start();
    send(3);
    await eventually(() => expect(settled).toHaveLength(3));
    expect(most).toBe(1);
    send(500);
    await eventually(() => expect(settled).toHaveLength(503));
    expect(most).toBe(4);
    await eventually(() => expect(receiving()).toBe(1));
  });
});

describe('telling the queue', () => {
  const some = (count: number): Indexed[] =>
    Array.from({ length: count }, () => ({ message: messageOf(''), outcome: { kind: 'stored' } }));
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is done of tens at once, and of fewer within 100 ms', async () => {
    const told: number[] = [];
    const teller = createTeller(async (indexed) => void told.push(indexed.length));
    await teller.tell(some(3));
    await vi.advanceTimersByTimeAsync(99);
    expect(told).toEqual([]);
    await teller.tell(some(4));
    await vi.advanceTimersByTimeAsync(1);
    expect(told).toEqual([7]);
    await teller.tell(some(26));
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual([7, 20]);
    await vi.advanceTimersByTimeAsync(100);
    expect(told).toEqual([7, 20, 6]);
  });

  it('is one at a time, of all that has gathered meanwhile, and ten more wait for it', async () => {
    const told: number[] = [];
    const slow = Promise.withResolvers<void>();
    const teller = createTeller(async (indexed) => {
      told.push(indexed.length);
      await slow.promise;
    });
    for (let i = 0; i < 4; i++) {
      await teller.tell(some(3));
      if (i === 0) await vi.advanceTimersByTimeAsync(100);
    }
    let isTold = false;
    void teller.tell(some(1)).then(() => (isTold = true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect([told, isTold]).toEqual([[3], false]);
    slow.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect([told, isTold]).toEqual([[3, 10], true]);
  });

  it('is over at the end, one after the other', async () => {
    const started: PromiseWithResolvers<void>[] = [];
    const teller = createTeller(() => {
      started.push(Promise.withResolvers());
      return started.at(-1)!.promise;
    });
    await teller.tell(some(10));
    let ended = false;
    void teller
      .tell(some(10))
      .then(() => teller.end())
      .then(() => (ended = true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(started).toHaveLength(1);
    started[0]!.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect([started.length, ended]).toEqual([2, false]);
    started[1]!.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(ended).toBe(true);
  });
});
