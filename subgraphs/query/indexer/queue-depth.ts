import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Messages in a queue, as SQS counts them: approximately, and on AWS up to a minute late. */
export interface QueueDepth {
  readonly waiting: number;
  /** Received, and neither deleted nor given back; or put off. */
  readonly hidden: number;
}

/** Rejects with QueueDoesNotExist. */
export async function queueDepth(sqs: SQSClient, QueueName: string): Promise<QueueDepth> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  return await depthAt(sqs, QueueUrl!);
}

export async function depthAt(sqs: SQSClient, QueueUrl: string): Promise<QueueDepth> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  const count = (which: '' | 'NotVisible' | 'Delayed'): number =>
    Number(Attributes[`ApproximateNumberOfMessages${which}`] ?? 0);
  return { waiting: count(''), hidden: count('NotVisible') + count('Delayed') };
}
