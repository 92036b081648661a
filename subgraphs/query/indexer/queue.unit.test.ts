import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect, test, vi } from 'vitest';
import { messageOf } from '../test/world.ts';
import { batchLength, createQueue } from './queue.ts';
import type { Topology } from './topology.ts';

const queueOn = (answer: unknown) => {
  const send = vi.fn(async (_: { input: unknown }) => answer);
  return { send, queue: createQueue({ send } as unknown as SQSClient, {} as Topology) };
};

test.each([
  ['500 messages', 501, 1, 500],
  ['4 MiB', 17, 256 * 1024, 16],
  ['one at least', 2, 5 * 1024 * 1024, 1],
])('are written at once: %s', (_, count, bytes, length) => {
  expect(batchLength(Array(count).fill(messageOf('x'.repeat(bytes))))).toBe(length);
});

test('a dead letter tells why in what SQS takes: a thousand characters, none of control', async () => {
  const { send, queue } = queueOn({});
  await queue.deadLetter(messageOf('body'), { reason: `a\u0000b\uffffc\n${'x'.repeat(2_000)}` });
  expect(send.mock.calls[0]![0].input).toMatchObject({
    MessageBody: 'body',
    MessageAttributes: { reason: { StringValue: `a b c\n${'x'.repeat(994)}` } },
  });
});

test.each(['delete', 'postpone'] as const)('to %s some messages only is a failure', async (action) => {
  const { queue } = queueOn({ Failed: [{ Code: 'InternalError' }] });
  const messages = [messageOf('a'), messageOf('b')];
  const done = action === 'delete' ? queue.delete(messages) : queue.postpone(messages, () => 1);
  await expect(done).rejects.toThrow(`SQS did not ${action} 1 messages: InternalError`);
});
