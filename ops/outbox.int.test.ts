import { randomUUID } from 'node:crypto';
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { outboxBacklog } from '../subgraphs/command/mysql/outbox.ts';
import { openShop, type Shop } from '../subgraphs/command/test/shop.ts';
import { standInAws } from './config.ts';
import { runToEnd } from './test/processes.ts';

const { elasticsearchUrl, sqsEndpoint } = inject('engines');
const namespace = `o-${randomUUID().slice(0, 8)}`;

let shop: Shop;
/** Of the rows in the outbox; all but the first are set aside. */
let ids: number[];
beforeAll(async () => {
  shop = await openShop();
  for (const sku of ['a', 'b']) await shop.sell(sku);
  const rows = await shop.sql<{ id: number }>('SELECT id FROM outbox ORDER BY id');
  ids = rows.map(({ id }) => id);
  await shop.sql(
    `UPDATE outbox SET set_aside_at = UTC_TIMESTAMP(3), attempts = 5, reason = 'InvalidParameter: too long' WHERE id > ?`,
    [ids[0]],
  );
});
afterAll(() => shop.close());

function command(...args: string[]) {
  const env = {
    MYSQL_URL: shop.url,
    ELASTICSEARCH_URL: elasticsearchUrl,
    SQS_ENDPOINT: sqsEndpoint,
    TANDEM_NAMESPACE: namespace,
  };
  return runToEnd('outbox', env, args);
}

test('lists what waits and what was set aside, with its reason', async () => {
  const { code, said } = await command();
  expect(code).toBe(0);
  const [waiting, queue, first, ...rest] = said.split('\n');
  expect(rest).toHaveLength(ids.length - 1);
  expect(waiting).toMatch(/^1 messages wait for the relay, the oldest for \d+\.\d s$/);
  expect(queue).toBe('there is no queue yet: no indexer has run');
  expect(first).toMatch(/^\d+ {2}\S+Z {2}\S+@2 {2}InvalidParameter: too long {2}5 tries, trace /);
  expect(rest.at(-1)).toBe(`${ids.length - 1} messages are set aside`);
});

test('tells how many messages are in the queue of the indexer', async () => {
  const sqs = new SQSClient(standInAws(sqsEndpoint));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${namespace}-indexer` }));
  for (const MessageBody of ['1', '2', '3'])
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1 }));
  const { said } = await command();
  expect(said).toContain(
    '\n2 messages wait for the indexer, and 1 are being written or wait for another try\n',
  );
  sqs.destroy();
});

test('gives one to the relay again, or all, drops one, and names what is not there', async () => {
  expect(await command('resend', String(ids[1]))).toEqual({
    code: 0,
    said: '1 messages are given to the relay again',
  });
  // What waits for the relay is not dropped.
  expect(await command('drop', String(ids[2]), String(ids[1]))).toEqual({
    code: 1,
    said: `1 messages are dropped\nnot set aside: ${ids[1]}`,
  });
  expect((await outboxBacklog(shop.pool)).waiting).toBe(2);
  expect((await command('resend', '--all')).said).toBe(
    `${ids.length - 3} messages are given to the relay again`,
  );
  expect((await outboxBacklog(shop.pool)).waiting).toBe(ids.length - 1);
  expect((await command('resend', '--all')).code).toBe(1);
});

test.each([
  [['resend'], 'Which messages?'],
  [['resend', 'all'], 'Which messages?'],
  [['lose'], 'What is lose?'],
  [['list', '7'], 'list takes no ids, and was given 7'],
])('does not take %j, and says why', async (args, wrong) => {
  const { code, said } = await command(...args);
  expect(code).toBe(2);
  expect(said).toContain(wrong);
  expect(said).toContain('npm run outbox -- resend ID... | --all');
});
