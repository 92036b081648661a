import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { isolate, openTopic, packBatches } from './topic.ts';

/** What SNS takes in one PublishBatch (AWS quotas). */
const QUOTA = { messages: 10, bytes: 262_144 };
const message = (id: number, bytes: number) => ({
  id: String(id),
  body: 'x'.repeat(bytes),
  traceparent: null,
});

test('nothing makes no batch', () => {
  expect(packBatches([])).toEqual([]);
});

test('25 small messages are three batches', () => {
  const messages = Array.from({ length: 25 }, (_, id) => message(id, 10));
  expect(packBatches(messages).map((batch) => batch.length)).toEqual([10, 10, 5]);
});

test('two large messages do not share a batch', () => {
  expect(packBatches([message(1, 200_000), message(2, 200_000)])).toHaveLength(2);
});

test('bytes are counted, not characters', () => {
  const kettle = { id: '1', body: '湯'.repeat(50_000), traceparent: null };
  expect(packBatches([kettle, { ...kettle, id: '2' }])).toHaveLength(2);
});

test('whatever comes: every message once and in order, and every batch within the quota', () => {
  const sizes = fc.array(fc.oneof(fc.nat(2_000), fc.nat(260_000)), { maxLength: 40 });
  fc.assert(
    fc.property(sizes, (bytes) => {
      const messages = bytes.map((size, id) => message(id, size));
      const batches = packBatches(messages);
      expect(batches.flat()).toEqual(messages);
      for (const batch of batches) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(QUOTA.messages);
        expect(batch.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0)).toBeLessThanOrEqual(
          QUOTA.bytes,
        );
      }
    }),
    { numRuns: 30 },
  );
});

test('a message for which SNS refuses the whole request is found, and the others are sent', async () => {
  const sent: string[] = [];
  const send = async (some: readonly { readonly id: string }[]) => {
    if (some.some(({ id }) => id === '3'))
      throw Object.assign(new Error('too long'), { name: 'BatchRequestTooLongException' });
    sent.push(...some.map(({ id }) => id));
    return [];
  };
  const batch = Array.from({ length: 7 }, (_, id) => message(id, 10));
  expect(await isolate(batch, send)).toEqual([
    { id: '3', reason: 'BatchRequestTooLongException: too long', permanent: true },
  ]);
  expect(sent).toEqual(['0', '1', '2', '4', '5', '6']);
});

test('a topic that refuses everybody is no fault of a message', async () => {
  const refused = Object.assign(new Error('no'), { name: 'AuthorizationErrorException' });
  await expect(isolate([message(1, 10), message(2, 10)], () => Promise.reject(refused))).rejects.toBe(
    refused,
  );
});

test('a message is refused for good where the fault is its own, and for now where it is that of SNS', async () => {
  const failed = (id: number, isOwn: boolean) =>
    `<member><Id>${id}</Id><Code>No</Code><Message>why</Message><SenderFault>${isOwn}</SenderFault></member>`;
  const server = createServer((_request, response) => {
    response.end(`<Response><CreateTopicResult><TopicArn>t</TopicArn></CreateTopicResult>
      <PublishBatchResult><Failed>${failed(1, true)}${failed(2, false)}</Failed></PublishBatchResult></Response>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const topic = await openTopic({ endpoint: `http://127.0.0.1:${port}`, region: 'x', credentials }, 't');
  expect(await topic.publish([1, 2, 3].map((id) => message(id, 10)))).toEqual([
    { id: '1', reason: 'No: why', permanent: true },
    { id: '2', reason: 'No: why', permanent: false },
  ]);
  topic.close();
});
