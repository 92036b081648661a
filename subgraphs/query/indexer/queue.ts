import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message as SqsMessage,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Topology } from './topology.ts';
import { piecesOf } from '../pieces.ts';

/** Entries in one batch request, and the most that one receive returns (limits of SQS). */
export const MAX_BATCH = 10;
/**
 * How long a receive waits for a message; SQS takes up to 20. Nobody hangs up on a receive, since messages on their way
 * to a client that is gone stay hidden for their visibility: so a stop waits this long, and a killed indexer's last
 * receive cannot take messages for longer. One request a second when idle.
 */
const LONG_POLL_SECONDS = 1;

/** One delivery of one message. */
export interface Message {
  readonly body: string;
  readonly receipt: string;
  /** How often it has been delivered, this time included; approximate, as SQS counts it. */
  readonly receiveCount: number;
  readonly traceparent: string | undefined;
}

/** Messages written at once: past a few hundred a bulk request gains little and a retry costs more. */
const MAX_BATCH_MESSAGES = 500;
/** Bytes of messages written at once; unpacked, a tenth of the engine's limit of 100 MB is not reached. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/** How many of these, from the front, are written at once: one at least. */
export function batchLength(messages: readonly Message[]): number {
  let bytes = 0;
  const end = messages.findIndex((message, i) => {
    bytes += message.body.length;
    return i > 0 && (i >= MAX_BATCH_MESSAGES || bytes > MAX_BATCH_BYTES);
  });
  return end === -1 ? messages.length : end;
}

/** A subscriber's queue. Every method rejects when SQS refuses or does not answer; then the message comes again. */
export interface Queue {
  /** Waits up to 1 s for 1 to `max` messages. At least once, in any order. */
  receive(max: number): Promise<Message[]>;
  delete(messages: readonly Message[]): Promise<void>;
  /** Makes the messages visible again after this many seconds, for each its own. */
  postpone(messages: readonly Message[], seconds: (message: Message) => number): Promise<void>;
  /** Puts a copy among the dead letters. Delete the message afterwards: a crash between leaves two copies, never none. */
  deadLetter(message: Message, attributes: Readonly<Record<string, string>>): Promise<void>;
}

/** A queue on SQS. */
export function createQueue(sqs: SQSClient, { queueUrl, deadLettersUrl }: Topology): Queue {
  return {
    receive: (max) => receive(sqs, queueUrl, max),
    delete: (messages) =>
      inBatches(messages, async (batch) => {
        const Entries = batch.map((message, i) => ({ Id: String(i), ReceiptHandle: message.receipt }));
        const result = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        refuseFailed('delete', result.Failed);
      }),
    postpone: (messages, seconds) =>
      inBatches(messages, async (batch) => {
        const Entries = batch.map((message, i) => ({
          Id: String(i),
          ReceiptHandle: message.receipt,
          VisibilityTimeout: seconds(message),
        }));
        const result = await sqs.send(
          new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }),
        );
        refuseFailed('postpone', result.Failed);
      }),
    deadLetter: async (message, attributes) => {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [name, attribute(value)]),
      );
      await sqs.send(
        new SendMessageCommand({ QueueUrl: deadLettersUrl, MessageBody: message.body, MessageAttributes }),
      );
    },
  };
}

async function receive(sqs: SQSClient, QueueUrl: string, max: number): Promise<Message[]> {
  const request = new ReceiveMessageCommand({
    QueueUrl,
    MaxNumberOfMessages: max,
    WaitTimeSeconds: LONG_POLL_SECONDS,
    MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    MessageAttributeNames: ['traceparent'],
  });
  const { Messages = [] } = await sqs.send(request);
  return Messages.map(readMessage);
}

const readMessage = (message: SqsMessage): Message => ({
  body: message.Body ?? '',
  receipt: message.ReceiptHandle ?? '',
  receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
  traceparent: message.MessageAttributes?.['traceparent']?.StringValue,
});

async function inBatches<T>(items: readonly T[], send: (batch: T[]) => Promise<void>): Promise<void> {
  await Promise.all(piecesOf(items, MAX_BATCH).map(send));
}

function refuseFailed(action: string, failed: readonly { Message?: string; Code?: string }[] = []): void {
  const [first] = failed;
  if (first !== undefined)
    throw new Error(`SQS did not ${action} ${failed.length} messages: ${first.Code} ${first.Message ?? ''}`);
}

/** SQS takes no control characters in an attribute. */
const attribute = (value: string): MessageAttributeValue => ({
  DataType: 'String',
  StringValue: value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ').slice(0, 1_000),
});
