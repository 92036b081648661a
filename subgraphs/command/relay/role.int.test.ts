import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTopicCommand, SNSClient, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../../../ops/config.ts';
import { PortTaken } from '../../../ops/http.ts';
import type { Role } from '../../../ops/role.ts';
import { decodeMessage } from '../../../schema/events/message.ts';
import { startProxy } from '../test/proxy.ts';
import { openShop, type Shop } from '../test/shop.ts';
import { startRelayRole } from './main.ts';
import { openTopic } from './topic.ts';

const namespace = `r-${randomUUID().slice(0, 8)}`;
const { sqsEndpoint } = inject('engines');
const log = pino({ level: 'silent' });
let shop: Shop;
let role: Role;
let sqs: SQSClient;
let queueUrl: string;
let subscription: string;

const configAt = (relayUrl: string) =>
  readConfig({
    MYSQL_URL: shop.url,
    SQS_ENDPOINT: sqsEndpoint,
    TANDEM_NAMESPACE: namespace,
    RELAY_URL: relayUrl,
  });
const readiness = async () => (await fetch(new URL('/health/ready', role.url))).status;

const metrics = async () => (await fetch(new URL('/metrics', role.url))).text();

/** Subscribes the queue that the relay looks for. */
async function subscribe(): Promise<void> {
  const { aws } = configAt(role.url);
  sqs = new SQSClient(aws!);
  const sns = new SNSClient(aws!);
  const created = await sqs.send(new CreateQueueCommand({ QueueName: `${namespace}-indexer` }));
  queueUrl = created.QueueUrl!;
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `${namespace}-events` }));
  const { SubscriptionArn } = await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:us-east-1:000000000000:${namespace}-indexer`,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
  subscription = SubscriptionArn!;
  sns.destroy();
}

async function unsubscribe(): Promise<void> {
  const sns = new SNSClient(configAt(role.url).aws!);
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscription }));
  sns.destroy();
}

const received: ReturnType<typeof decodeMessage>[] = [];
async function receive() {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
  );
  received.push(...Messages.map(({ Body }) => decodeMessage(Body!)));
}

beforeAll(async () => {
  shop = await openShop();
  role = await startRelayRole(configAt('http://127.0.0.1:0'), log);
});
afterAll(async () => {
  sqs.destroy();
  await shop.close();
});

test('the relay waits for the queue, for a topic drops what nobody subscribes to, and then sends all', async () => {
  const id = await shop.sell('KETTLE', 5);
  expect(await readiness()).toBe(503);
  await fetch(new URL('/wake', role.url), { method: 'POST' });
  expect(await shop.count('outbox')).toBe(3);
  const told = await metrics();
  expect(told).toContain(
    'tandem_outbox_messages{state="waiting"} 3\ntandem_outbox_messages{state="set_aside"} 0\n',
  );
  expect(told).toMatch(/^tandem_outbox_oldest_seconds 0\.[0-9]*[1-9]/m);
  await subscribe();
  await vi.waitFor(async () => expect(await shop.count('outbox')).toBe(0), { timeout: 5_000, interval: 20 });
  expect(await readiness()).toBe(200);
  await vi.waitFor(
    async () => {
      await receive();
      const mine = received
        .filter((event) => event.id === id)
        .map(({ kind, revision }) => `${kind}@${revision}`);
      expect(mine.toSorted()).toEqual(['product@1', 'product@2', 'stock@1']);
    },
    { timeout: 5_000, interval: 1 },
  );
});

test('the heartbeat tells how far the outbox is empty', async () => {
  await vi.waitFor(
    async () => {
      await receive();
      const beat = received.find(({ kind }) => kind === 'heartbeat');
      const { publishedThrough } = beat!.state as { publishedThrough: string };
      expect(Math.abs(Date.parse(publishedThrough) - Date.now())).toBeLessThan(10_000);
    },
    { timeout: 5_000, interval: 1 },
  );
});

test('the heartbeat goes by the clock of MySQL, whatever that of the relay says', async () => {
  const now = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: now + 3_600_000 });
  onTestFinished(() => void vi.useRealTimers());
  const ahead = await startRelayRole(configAt('http://127.0.0.1:0'), log);
  onTestFinished(() => ahead.stop());
  received.length = 0;
  const beats = () => received.filter(({ kind }) => kind === 'heartbeat');
  // Both beat every second.
  await vi.waitFor(
    async () => {
      await receive();
      expect(beats().length).toBeGreaterThan(4);
    },
    { timeout: 10_000, interval: 1 },
  );
  for (const { revision } of beats()) expect(Math.abs(revision - now)).toBeLessThan(60_000);
});

test('a message that SNS would refuse as too large is set aside, and holds up nobody', async () => {
  await shop.sql("INSERT INTO outbox (stream, revision, message) VALUES ('order-x', 1, REPEAT('x', 300000))");
  await shop.order('KETTLE', 1);
  await vi.waitFor(
    async () =>
      expect(await shop.sql('SELECT stream, set_aside_at IS NOT NULL AS aside FROM outbox')).toEqual([
        { stream: 'order-x', aside: 1 },
      ]),
    { timeout: 5_000, interval: 20 },
  );
  expect(await metrics()).toMatch(/\{state="waiting"\} 0\n.*\{state="set_aside"\} 1\n[^]*oldest_seconds 0\n/);
});

test.each([
  ['before its answer', 'keep the reply'],
  ['in its answer', 'keep the end of the reply'],
] as const)('a connection to AWS that goes silent %s is given up for another one', async (_when, fault) => {
  const proxy = await startProxy(sqsEndpoint);
  onTestFinished(() => proxy.close());
  const topic = await openTopic({ ...configAt(role.url).aws!, endpoint: proxy.url }, `${namespace}-events`);
  onTestFinished(() => topic.close());
  proxy.failAt('ListSubscriptionsByTopic', fault);
  expect(await topic.hasSubscriber(`${namespace}-indexer`)).toBe(true);
  expect(proxy.isDone()).toBe(true);
});

test('a relay is not ready while its queue is not subscribed any more: the topic drops what it sends', async () => {
  await unsubscribe();
  expect(await readiness()).toBe(503);
  await subscribe();
  expect(await readiness()).toBe(200);
});

test('each of 101 queues is found, though SNS tells of a hundred at once', async () => {
  const name = `r-${randomUUID().slice(0, 8)}`;
  const { aws } = configAt(role.url);
  const topic = await openTopic(aws!, `${name}-events`);
  const sns = new SNSClient(aws!);
  onTestFinished(() => {
    topic.close();
    sns.destroy();
  });
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `${name}-events` }));
  const queues = Array.from({ length: 101 }, (_, i) => `${name}-${i}`);
  for (const queue of queues) {
    const Endpoint = `arn:aws:sqs:us-east-1:000000000000:${queue}`;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  }
  for (const queue of queues) expect(await topic.hasSubscriber(queue)).toBe(true);
});

test('a relay that cannot look at the subscriptions says so once, and goes on when it can', async () => {
  const proxy = await startProxy(sqsEndpoint);
  onTestFinished(() => proxy.close());
  // The client tries three times.
  proxy.failAt('ListSubscriptionsByTopic', 'lose the request', 9);
  const lines: string[] = [];
  const config = configAt('http://127.0.0.1:0');
  const cut = await startRelayRole(
    { ...config, aws: { ...config.aws!, endpoint: proxy.url } },
    pino({ level: 'warn' }, { write: (line) => lines.push(line) }),
  );
  onTestFinished(() => cut.stop());
  await vi.waitFor(
    async () => {
      expect(proxy.isDone()).toBe(true);
      expect((await fetch(new URL('/health/ready', cut.url))).status).toBe(200);
    },
    { timeout: 10_000, interval: 100 },
  );
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    'cannot look at the subscriptions; trying again',
  ]);
});

test('of a MySQL that is silent no figure is told, and the relay keeps its connections', async () => {
  const proxy = await startProxy(shop.url);
  onTestFinished(() => proxy.close());
  const behind = await startRelayRole({ ...configAt('http://127.0.0.1:0'), mysqlUrl: proxy.url }, log);
  onTestFinished(() => behind.stop());
  // More than there are connections: each answer looks twice.
  for (const figure of ['AS waiting', 'AS through']) proxy.failAt(figure, 'keep the reply', Infinity);
  const answers = Array.from({ length: 3 }, async () =>
    (await fetch(new URL('/metrics', behind.url))).text(),
  );
  for (const told of await Promise.all(answers)) expect(told).not.toMatch(/^tandem/m);
  proxy.heal();
  await vi.waitFor(async () => expect((await fetch(new URL('/health/ready', behind.url))).status).toBe(200), {
    timeout: 10_000,
    interval: 100,
  });
}, 30_000);

test('a relay whose port is taken leaves nothing running that would relay', async () => {
  await expect(startRelayRole(configAt(role.url), log)).rejects.toThrow(PortTaken);
  await role.stop();
  await shop.sql("INSERT INTO outbox (stream, revision, message) VALUES ('order-y', 1, '{}')");
  // Longer than a relay sleeps that nobody wakes; there is nothing that could be awaited.
  await sleep(600);
  expect(await shop.sql("SELECT stream FROM outbox WHERE stream = 'order-y'")).toHaveLength(1);
});
