import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from './random.ts';

/** The longest that a copy is held back, in milliseconds. */
const MAX_HELD_MS = 1_200;

/**
 * Takes messages from the queue and sends one to three copies of each, each after a while of its own: what a standard
 * queue may do, and the stand-in does not. Answers with what ends it once every copy is sent, and tells how many were.
 */
export function startShuffler(sqs: SQSClient, queueName: string, random: Random): () => Promise<number> {
  let stopped = false;
  const held = new Set<Promise<void>>();
  let sent = 0;

  async function copy(QueueUrl: string, message: Message): Promise<void> {
    const copies = Array.from({ length: random.pick([1, 1, 2, 3]) }, () => random.below(MAX_HELD_MS));
    for (const [i, wait] of copies.sort((a, b) => a - b).entries()) {
      await sleep(wait - (copies[i - 1] ?? 0));
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: message.Body }));
      sent++;
    }
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      try {
        const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 5, VisibilityTimeout: 30 }),
        );
        for (const message of Messages) {
          const copying = copy(QueueUrl, message)
            .catch(() => undefined) // it comes back when its visibility ends
            .finally(() => held.delete(copying));
          held.add(copying);
        }
      } catch {
        // SQS is away; what was received comes back
      }
      await sleep(random.below(200));
    }
  }
  const looping = loop();
  return async () => {
    stopped = true;
    await looping;
    await Promise.all(held);
    return sent;
  };
}
