import { CreateTopicCommand, type SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** The queue of one subscriber, and where the messages go that it cannot use. */
export interface Topology {
  readonly topicArn: string;
  readonly queueName: string;
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
}

/** Those who get every event, each through a queue of its own; images only where thumbnails are made. */
export const subscribers = ['indexer', 'images'] as const;
export type Subscriber = (typeof subscribers)[number];

/**
 * Longer than a batch takes from receive to delete (a bulk request is given up after 5 s); what takes longer comes twice, which is
 * harmless. Short, because what a killed indexer had received stays hidden for as long.
 */
export const VISIBILITY_SECONDS = 15;
/** So that a write that hangs is given up while its messages are still ours. */
export const WRITE_TIMEOUT_MS = (VISIBILITY_SECONDS * 1_000) / 3;
/** The longest that SQS keeps a message. */
const RETENTION_SECONDS = 14 * 24 * 3_600;
/** With waits that double from 1 s to 60 s between tries, about four minutes of trouble with one message. */
export const MAX_RECEIVES = 10;

/**
 * Creates, as far as they are missing, the topic, the queue with its dead letters, and the subscription between them:
 * the subscriber owns them, so that nothing is published into the void. Idempotent; also sets the attributes of
 * queues that exist. Only this topic may send to the queue.
 */
export async function ensureTopology(
  sns: SNSClient,
  sqs: SQSClient,
  namespace: string,
  subscriber: Subscriber,
): Promise<Topology> {
  const queueName = `${namespace}-${subscriber}`;
  const { TopicArn: topicArn } = await sns.send(new CreateTopicCommand({ Name: `${namespace}-events` }));
  if (topicArn === undefined) throw new Error('SNS gave no ARN for the topic');
  const deadLetters = await ensureQueue(sqs, `${queueName}-dead-letters`, () => ({}));
  const queue = await ensureQueue(sqs, queueName, (arn) => ({
    VisibilityTimeout: String(VISIBILITY_SECONDS),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: MAX_RECEIVES }),
    Policy: JSON.stringify(onlyTopicSends(arn, topicArn)),
  }));
  await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: queue.arn,
      Attributes: { RawMessageDelivery: 'true' },
      ReturnSubscriptionArn: true,
    }),
  );
  return { topicArn, queueName, queueUrl: queue.url, deadLettersUrl: deadLetters.url };
}

/** Creating with attributes fails where they differ from those of the queue that exists: so they are set after. */
async function ensureQueue(
  sqs: SQSClient,
  name: string,
  attributesOf: (arn: string) => Record<string, string>,
): Promise<{ url: string; arn: string }> {
  const { QueueUrl: url } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  const arn = Attributes?.['QueueArn'];
  if (url === undefined || arn === undefined) throw new Error(`SQS gave no URL or ARN for the queue ${name}`);
  await sqs.send(
    new SetQueueAttributesCommand({
      QueueUrl: url,
      Attributes: { MessageRetentionPeriod: String(RETENTION_SECONDS), ...attributesOf(arn) },
    }),
  );
  return { url, arn };
}

const onlyTopicSends = (queueArn: string, topicArn: string) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
    },
  ],
});
