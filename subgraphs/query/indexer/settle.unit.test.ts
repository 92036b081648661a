import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { productEvent } from '../test/events.ts';
import { messageOf } from '../test/world.ts';
import { encodeMessage } from '../../../schema/events/message.ts';
import { type Indexed, indexBatch } from './indexer.ts';
import type { Message, Queue } from './queue.ts';
import { settle } from './settle.ts';

function setUp() {
  const calls: [string, ...unknown[]][] = [];
  const lines: Record<string, unknown>[] = [];
  const queue: Queue = {
    receive: async () => [],
    delete: async (messages) => void calls.push(['delete', ...messages.map(({ body }) => body)]),
    postpone: async (messages, seconds) =>
      void calls.push(['postpone', ...messages.map((message) => seconds(message))]),
    deadLetter: async ({ body }, attributes) => void calls.push(['deadLetter', body, attributes]),
  };
  const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { calls, lines, queue, settle: (...indexed: Indexed[]) => settle(indexed, queue, 'q', log) };
}

const refused = (message: Message): Indexed => ({
  message,
  event: productEvent('p', 4),
  outcome: { kind: 'refused', reason: 'strict mapping' },
});

describe('settling', () => {
  it('deletes what is stored', async () => {
    const { settle, calls } = setUp();
    await settle({ message: messageOf('a'), outcome: { kind: 'stored' } });
    expect(calls).toContainEqual(['delete', 'a']);
  });

  it('leaves what may work later, longer with every try, and logs what failed together once', async () => {
    const { settle, calls, lines } = setUp();
    const later = (receiveCount: number): Indexed => ({
      message: messageOf('x', receiveCount),
      outcome: { kind: 'later', cause: new Error('busy') },
    });
    await settle(later(1), later(3), later(9));
    const [, first, third, ninth] = calls.find(([action]) => action === 'postpone') as [
      string,
      number,
      number,
      number,
    ];
    expect([1, 2]).toContain(first);
    expect(third).toBeGreaterThanOrEqual(4);
    expect(third).toBeLessThanOrEqual(8);
    expect(ninth).toBeGreaterThanOrEqual(30);
    expect(ninth).toBeLessThanOrEqual(60);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ queue: 'q', messages: 3, err: { message: 'busy' } });
  });

  it('puts what is refused among the dead letters first, then deletes it, and says why', async () => {
    const { settle, calls, lines } = setUp();
    await settle(refused(messageOf('bad')));
    const why = {
      reason: 'strict mapping',
      stream: 'product-p',
      revision: '0.4',
      traceparent: productEvent('p').traceparent,
    };
    expect(calls.filter((call) => call.length > 1)).toEqual([
      ['deadLetter', 'bad', why],
      ['delete', 'bad'],
    ]);
    expect(lines).toEqual([expect.objectContaining({ level: 50, queue: 'q', ...why })]);
  });

  it('deletes what a generation that is not served has refused, and says so', async () => {
    const { settle, calls, lines } = setUp();
    const refusal = { kind: 'refused', reason: 'strict mapping', index: 't-products-000002' } as const;
    await settle({ ...refused(messageOf('bad')), outcome: { kind: 'stored' }, refusal });
    expect(calls).toContainEqual(['delete', 'bad']);
    expect(calls.map(([action]) => action)).not.toContain('deadLetter');
    const { reason, index } = refusal;
    const told = { level: 50, reason, index, stream: 'product-p', revision: '0.4' };
    expect(lines).toEqual([expect.objectContaining(told)]);
  });

  it('says of which event it is what could not be read, as far as that can be read', async () => {
    const { settle, calls } = setUp();
    const event = { ...productEvent('p', 4), kind: 'warehouse' } as never;
    await settle(...(await indexBatch([messageOf(encodeMessage(event))], async () => [])));
    expect(calls).toContainEqual([
      'deadLetter',
      encodeMessage(event),
      expect.objectContaining({ stream: 'warehouse-p', revision: '0.4' }),
    ]);
  });

  it.each(['postpone', 'delete'] as const)(
    'does not fail when the queue does not take a %s',
    async (action) => {
      const { settle, queue, lines } = setUp();
      vi.spyOn(queue, action).mockRejectedValue(new Error('away'));
      await settle({ message: messageOf('a'), outcome: { kind: 'stored' } });
      expect(lines).toMatchObject([{ level: 40, action, err: { message: 'away' } }]);
    },
  );

  it('keeps the message when there is no room among the dead letters', async () => {
    const { settle, calls, queue } = setUp();
    vi.spyOn(queue, 'deadLetter').mockRejectedValue(new Error('away'));
    await settle(refused(messageOf('bad')));
    expect(calls).not.toContainEqual(['delete', 'bad']);
  });
});
