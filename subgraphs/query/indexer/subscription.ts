import { SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { createQueue, type Queue } from './queue.ts';
import { depthAt } from './queue-depth.ts';
import { ensureTopology, type Subscriber, type Topology } from './topology.ts';

/** A subscriber's queue of the topic, open. */
export interface Subscription {
  readonly topology: Topology;
  readonly queue: Queue;
  /** Resolves when SQS knows the queue. */
  probe(): Promise<void>;
  /** How many messages there are, for those who watch it. */
  readonly depth: {
    readonly name: string;
    readonly help: string;
    readonly label: 'state';
    read(): Promise<Readonly<Record<'waiting' | 'hidden' | 'dead', number>>>;
  };
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
    depth: {
      name: `tandem_${subscriber}_queue_messages`,
      help: 'Messages that wait in the queue, that were received or put off, and that are among its dead letters.',
      label: 'state',
      async read() {
        const dead = await depthAt(sqs, topology.deadLettersUrl);
        return { ...(await depthAt(sqs, topology.queueUrl)), dead: dead.waiting + dead.hidden };
      },
    },
    close: () => sqs.destroy(),
  };
}
