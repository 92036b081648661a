import {
  CreateTopicCommand,
  paginateListSubscriptionsByTopic,
  PublishBatchCommand,
  SNSClient,
  type SNSClientConfig,
} from '@aws-sdk/client-sns';

/** PublishBatch takes 10 messages and 262,144 bytes in all (AWS quotas). */
const MAX_BATCH_MESSAGES = 10;
const MAX_BATCH_BYTES = 262_144 - 2_048;

/** How SNS refuses a request whose messages are at fault, not the topic, the credentials or the rate. */
const CONTENT_REFUSED = new Set([
  'BatchRequestTooLongException',
  'InvalidParameterException',
  'InvalidParameterValueException',
  'ValidationException',
]);

/** One message on its way; `id` is the caller's own. */
export interface OutgoingMessage {
  readonly id: string;
  readonly body: string;
  readonly traceparent: string | null;
}
/** A message that the topic refused. `permanent`: sending the same again cannot help. */
export interface Refusal {
  readonly id: string;
  readonly reason: string;
  readonly permanent: boolean;
}

export interface Topic {
  /**
   * Sends a batch of `packBatches`; answers with those of it that were refused. Rejects when the topic does not answer:
   * then any may have been sent.
   */
  publish(batch: readonly OutgoingMessage[]): Promise<readonly Refusal[]>;
  /** Whether a queue with this name is subscribed: a topic drops what nobody subscribes to. */
  hasSubscriber(queueName: string): Promise<boolean>;
  close(): void;
}

/** The topic with this name, made where it is missing. */
export async function openTopic(aws: SNSClientConfig, name: string): Promise<Topic> {
  const client = new SNSClient(aws);
  const { TopicArn } = await client.send(new CreateTopicCommand({ Name: name }));
  return {
    publish: (batch) => isolate(batch, (some) => publishBatch(client, TopicArn!, some)),
    hasSubscriber: async (queueName) => {
      for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn })) {
        const found = Subscriptions.some(
          ({ Endpoint, SubscriptionArn }) =>
            Endpoint?.endsWith(`:${queueName}`) === true && SubscriptionArn !== 'PendingConfirmation',
        );
        if (found) return true;
      }
      return false;
    },
    close: () => client.destroy(),
  };
}

/** Splits into batches that each fit one PublishBatch, in order. */
export function packBatches(messages: readonly OutgoingMessage[]): OutgoingMessage[][] {
  const batches: OutgoingMessage[][] = [];
  let bytes = Infinity;
  for (const message of messages) {
    const size = Buffer.byteLength(message.body);
    if (bytes + size > MAX_BATCH_BYTES || batches.at(-1)!.length === MAX_BATCH_MESSAGES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)!.push(message);
    bytes += size;
  }
  return batches;
}

/**
 * Sends the batch. Where SNS refuses the whole request for what is in it, halves it until the message at fault is alone,
 * so that it holds up nobody.
 */
export async function isolate(
  batch: readonly OutgoingMessage[],
  send: (some: readonly OutgoingMessage[]) => Promise<Refusal[]>,
): Promise<Refusal[]> {
  try {
    return await send(batch);
  } catch (error) {
    const { name = '', message = '' } = error as Partial<Error>;
    if (!CONTENT_REFUSED.has(name)) throw error;
    const [first] = batch;
    if (first !== undefined && batch.length === 1)
      return [{ id: first.id, reason: `${name}: ${message}`, permanent: true }];
    const middle = batch.length / 2;
    return [...(await isolate(batch.slice(0, middle), send)), ...(await isolate(batch.slice(middle), send))];
  }
}

async function publishBatch(
  client: SNSClient,
  TopicArn: string,
  batch: readonly OutgoingMessage[],
): Promise<Refusal[]> {
  const { Failed = [] } = await client.send(
    new PublishBatchCommand({
      TopicArn,
      PublishBatchRequestEntries: batch.map(({ id, body, traceparent }) => ({
        Id: id,
        Message: body,
        ...(traceparent !== null && {
          MessageAttributes: { traceparent: { DataType: 'String', StringValue: traceparent } },
        }),
      })),
    }),
  );
  return Failed.map(({ Id, Code, Message, SenderFault }) => ({
    id: Id!,
    reason: `${Code ?? 'refused'}: ${Message ?? ''}`,
    permanent: SenderFault === true,
  }));
}
