import { createHash } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type DomainEvent, streamName } from '../../schema/events/event.ts';
import { decodeMessage } from '../../schema/events/message.ts';
import { type Subscriber, subscribers } from '../../subgraphs/query/indexer/topology.ts';
import { queueDepth } from '../../subgraphs/query/indexer/queue-depth.ts';

/** How long a letter that is looked at is hidden from others; renewed by nothing, so a look at very many ends early. */
export const LOOK_SECONDS = 120;
/** A receive may come back empty though there is something: SQS asks only some of its servers. */
const EMPTY_RECEIVES = 2;

/** One message among the dead letters, and why it is there. */
export interface DeadLetter {
  readonly id: string;
  /** Who could not use it. */
  readonly subscriber: Subscriber;
  readonly sentAt: Date;
  readonly reason: string;
  readonly stream: string | undefined;
  readonly revision: string | undefined;
  readonly traceparent: string | undefined;
  /** The event, when it can be read now; it may not have been when the message was refused. */
  readonly event: DomainEvent | undefined;
  readonly body: string;
  readonly receipt: string;
}

export interface DeadLetters {
  /** How many there are, as SQS counts: about. With those that others look at now, which a walk does not find. */
  count(): Promise<number>;
  /** Every letter of every subscriber once. Those that are not dropped or redriven are shown to others again when the walk ends. */
  walk(): AsyncGenerator<DeadLetter>;
  /**
   * Sends the message to its subscriber again. A crash on the way leaves two of it, never none. False, and nothing is
   * done, when one of the same body was sent before: this is that one, refused again, or a copy of it.
   */
  redrive(letter: DeadLetter): Promise<boolean>;
  drop(letter: DeadLetter): Promise<void>;
}

/** Rejects with QueueDoesNotExist where no indexer has run. */
export async function openDeadLetters(sqs: SQSClient, namespace: string): Promise<DeadLetters> {
  const urlOf = async (QueueName: string) =>
    (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl!;
  const queues = new Map<Subscriber, { queueUrl: string; lettersUrl: string }>();
  for (const subscriber of subscribers) {
    const name = `${namespace}-${subscriber}`;
    try {
      const queueUrl = await urlOf(name);
      queues.set(subscriber, { queueUrl, lettersUrl: await urlOf(`${name}-dead-letters`) });
    } catch (error) {
      if (subscriber === 'indexer' || (error as Error).name !== 'QueueDoesNotExist') throw error;
    }
  }
  const gone = new Set<string>();
  const sent = new Set<string>();
  const drop = async ({ subscriber, receipt }: DeadLetter): Promise<void> => {
    const QueueUrl = queues.get(subscriber)!.lettersUrl;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
    gone.add(receipt);
  };
  async function* walkThrough(subscriber: Subscriber, lettersUrl: string): AsyncGenerator<DeadLetter> {
    const shown: string[] = [];
    try {
      for (let empty = 0; empty < EMPTY_RECEIVES;) {
        const letters = (await receive(sqs, lettersUrl)).map((message) => toLetter(subscriber, message));
        empty = letters.length === 0 ? empty + 1 : 0;
        shown.push(...letters.map(({ receipt }) => receipt));
        yield* letters;
      }
    } finally {
      for (const receipt of shown.filter((each) => !gone.has(each))) await show(sqs, lettersUrl, receipt);
    }
  }
  return {
    async count() {
      let count = 0;
      for (const subscriber of queues.keys()) {
        const { waiting, hidden } = await queueDepth(sqs, `${namespace}-${subscriber}-dead-letters`);
        count += waiting + hidden;
      }
      return count;
    },
    async *walk() {
      for (const [subscriber, { lettersUrl }] of queues) yield* walkThrough(subscriber, lettersUrl);
    },
    async redrive(letter) {
      const digest = createHash('sha256').update(letter.subscriber).update(letter.body).digest('base64');
      if (sent.has(digest)) return false;
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queues.get(letter.subscriber)!.queueUrl,
          MessageBody: letter.body,
          ...(letter.traceparent !== undefined && {
            MessageAttributes: { traceparent: { DataType: 'String', StringValue: letter.traceparent } },
          }),
        }),
      );
      sent.add(digest);
      await drop(letter);
      return true;
    },
    drop,
  };
}

/** After one second: fauxqs 2.4 with its data on disk loses a message that is shown again after none. */
async function show(sqs: SQSClient, QueueUrl: string, ReceiptHandle: string): Promise<void> {
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 1 }));
}

async function receive(sqs: SQSClient, QueueUrl: string): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: LOOK_SECONDS,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['SentTimestamp'],
    }),
  );
  return Messages;
}

function toLetter(subscriber: Subscriber, message: Message): DeadLetter {
  const body = message.Body ?? '';
  const attribute = (name: string) => message.MessageAttributes?.[name]?.StringValue;
  const read = readable(body);
  const event = read instanceof Error ? undefined : read;
  return {
    id: message.MessageId ?? '',
    subscriber,
    sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)),
    reason:
      attribute('reason') ??
      (read instanceof Error ? read.message : 'could not be written, however often it was delivered'),
    stream: attribute('stream') ?? (event && streamName(event.kind, event.id)),
    revision: attribute('revision') ?? (event && `${event.epoch}.${event.revision}`),
    traceparent: attribute('traceparent') ?? event?.traceparent,
    event,
    body,
    receipt: message.ReceiptHandle ?? '',
  };
}

function readable(body: string): DomainEvent | Error {
  try {
    return decodeMessage(body);
  } catch (error) {
    return error as Error;
  }
}
