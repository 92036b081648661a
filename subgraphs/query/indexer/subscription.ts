import { SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { createQueue, type Queue } from './queue.ts';
import { ensureTopology, type Subscriber, type Topology } from './topology.ts';

/** A subscriber's queue of the topic, open. */
export interface Subscription {
  readonly topology: Topology;
  readonly queue: Queue;
  /** Resolves when SQS knows the queue. */
  probe(): Promise<void>;
  close(): void;
}

/** Opens the subscriber's queue; makes it, the topic and the subscription where they are missing. */
export async function openSubscription(
  aws: SQSClientConfig & { readonly endpoint?: string },
  namespace: string,
  subscriber: Subscriber,
): Promise<Subscription> {
  const sqs = new SQSClient(aws);
  const sns = new SNSClient(aws);
  const topology = await ensureTopology(sns, sqs, namespace, subscriber);
  sns.destroy();
  return {
    topology,
    queue: createQueue(sqs, topology),
    async probe() {
      await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: topology.queueUrl, AttributeNames: ['QueueArn'] }),
      );
    },
    close: () => sqs.destroy(),
  };
}
