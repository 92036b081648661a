import { randomUUID } from 'node:crypto';
import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Client } from '@elastic/elasticsearch';
import { pino } from 'pino';
import { inject, vi } from 'vitest';
import { type Config, readConfig } from '../../../ops/config.ts';
import { queueDepth } from '../indexer/queue-depth.ts';
import { type Answer, type Ask, asker } from '../../../ops/test/tandem.ts';
import type { DomainEvent } from '../../../schema/events/event.ts';
import type { PositionVector } from '../../../schema/revision.ts';
import { createTokens } from '../../../schema/token.ts';
import { encodeMessage } from '../../../schema/events/message.ts';
import { ensureIndices } from '../documents/indices.ts';
import { aliasName } from '../documents/names.ts';
import { readModelNames } from '../indexer/projections/document.ts';
import { indexBatch } from '../indexer/indexer.ts';
import { createLanes } from '../indexer/lanes.ts';
import { piecesOf } from '../pieces.ts';

interface Engines {
  readonly elasticsearchUrl: string;
  readonly sqsEndpoint: string;
}

const SECRET = 'the-secret-of-this-world';
/** A token as the command side makes it. */
export const signToken = (positions: PositionVector): string => createTokens([SECRET]).sign(positions);

/** Everything an integration test needs of the engines, under a namespace of its own. */
export type World = Awaited<ReturnType<typeof createWorld>>;

export async function createWorld(overrides: Record<string, string> = {}) {
  const engines = (inject as (key: string) => unknown)('engines') as Engines;
  const namespace = `q-${randomUUID().slice(0, 8)}`;
  const config: Config = readConfig({
    TANDEM_NAMESPACE: namespace,
    ELASTICSEARCH_URL: engines.elasticsearchUrl,
    SQS_ENDPOINT: engines.sqsEndpoint,
    QUERY_URL: 'http://127.0.0.1:0/graphql',
    TOKEN_SECRET: SECRET,
    INDEXER_URL: 'http://127.0.0.1:0',
    IMAGES_URL: 'http://127.0.0.1:0',
    ...overrides,
  });
  const client = new Client({ node: engines.elasticsearchUrl });
  const aws = config.aws!;
  const sns = new SNSClient(aws);
  const sqs = new SQSClient(aws);
  const topicArn = `arn:aws:sns:us-east-1:000000000000:${namespace}-events`;
  const queueUrl = (name: string) => `${engines.sqsEndpoint}/000000000000/${namespace}-${name}`;
  const { lines, log } = recordingLog();
  return {
    namespace,
    config,
    client,
    sqs,
    /** What the roles logged, oldest first. */
    lines,
    log,
    queueUrl,
    ensureIndices: () => ensureIndices(client, namespace, log),
    /** Brings events straight into the documents, past the queue. */
    async index(...events: readonly DomainEvent[]) {
      const messages = events.map((event) => messageOf(encodeMessage(event)));
      return indexBatch(messages, createLanes(client, namespace));
    },
    /** Makes everything that was indexed searchable. */
    async refresh() {
      await client.indices.refresh({ index: readModelNames.map((model) => aliasName(namespace, model)) });
    },
    /** Publishes message bodies on the topic, ten in a request. */
    async publish(...bodies: readonly (DomainEvent | string)[]) {
      for (const some of piecesOf(bodies, 10)) {
        const entries = some.map((body, i) => ({
          Id: String(i),
          Message: typeof body === 'string' ? body : encodeMessage(body),
        }));
        await sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries }));
      }
    },
    /** Messages in a queue, those under way included. */
    async queueDepth(name: string): Promise<number> {
      const { waiting, hidden } = await queueDepth(sqs, `${namespace}-${name}`);
      return waiting + hidden;
    },
    async deadLetters(queue = 'indexer') {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl(`${queue}-dead-letters`),
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 0,
          MessageAttributeNames: ['All'],
        }),
      );
      return Messages;
    },
    async destroy() {
      const found = await client.indices.get({ index: `${namespace}-*`, expand_wildcards: 'all' });
      const index = Object.keys(found);
      if (index.length > 0) await client.indices.delete({ index });
      await client.close();
      sns.destroy();
      sqs.destroy();
    },
  };
}

export const messageOf = (body: string, receiveCount = 1) => ({
  body,
  receipt: randomUUID(),
  receiveCount,
  traceparent: undefined,
});

function recordingLog() {
  const lines: { level: number; msg: string; [key: string]: unknown }[] = [];
  return { lines, log: pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) }) };
}

/** Waits until the check passes, looking every 5 ms; fails with its last error after 10 s. */
export const eventually = <T>(check: () => Promise<T> | T, timeout = 10_000): Promise<T> =>
  vi.waitFor(check, { timeout, interval: 5 });

/** Sends one GraphQL request. */
export async function ask(url: string, ...request: Parameters<Ask>): Promise<Omit<Answer, 'status'>> {
  const { status: _, ...answer } = await asker(url)(...request);
  return answer;
}
