import { randomUUID } from 'node:crypto';
import { SNSClient } from '@aws-sdk/client-sns';
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Client } from '@elastic/elasticsearch';
import { decodeMessage, encodeMessage } from '../../schema/events/message.ts';
import { ensureIndices } from '../../subgraphs/query/documents/indices.ts';
import { aliasName } from '../../subgraphs/query/documents/names.ts';
import { withSearchable } from '../../subgraphs/query/documents/searchable.ts';
import { project } from '../../subgraphs/query/indexer/projections/project.ts';
import { ensureTopology } from '../../subgraphs/query/indexer/topology.ts';
import { runProgram } from '../program.ts';
import type { SyncOptions } from './options.ts';
import { backlog, EVENTS_PER_PRODUCT } from './events.ts';
import { watchMemory } from './memory.ts';
import { environment } from './tandem.ts';

/** Receives under way at once, of 10 messages each: what goes into one bulk request of the bare loop. */
const RECEIVES = 20;

/**
 * Drains the same backlog by an indexer in a process of its own, and by the least that could be called one before it and
 * after it: whoever comes first finds the engines cold, and the better of the two counts. Rejects when any of them lost
 * an event.
 */
export async function measureDrain(options: SyncOptions) {
  const client = new Client({ node: options.elasticsearchUrl });
  const sqs = new SQSClient(options.aws);
  try {
    const bare = async () => {
      const prepared = await prepare(options, client, sqs);
      const rate = await drainBare(prepared, client, sqs, options.events);
      await assertDrained(prepared, client, sqs, options.events);
      return rate;
    };
    const before = await bare();
    const prepared = await prepare(options, client, sqs);
    const indexer = await runProgram(
      'subgraphs/query/indexer/main.ts',
      environment(options, options.mysqlUrl, prepared.namespace),
    );
    const started = performance.now();
    const memory = await watchMemory(indexer.pid, async () => (await depth(sqs, prepared.queueUrl)) > 0);
    const rate = options.events / ((performance.now() - started) / 1_000);
    await indexer.stop();
    await assertDrained(prepared, client, sqs, options.events);
    return { rate, bareRate: Math.max(before, await bare()), memory };
  } finally {
    sqs.destroy();
    await client.close();
  }
}

type Prepared = Awaited<ReturnType<typeof prepare>>;

/** A queue with the backlog in it, and empty indices. */
async function prepare({ aws, events }: SyncOptions, client: Client, sqs: SQSClient) {
  const namespace = `b-${randomUUID().slice(0, 8)}`;
  const sns = new SNSClient(aws);
  await ensureIndices(client, namespace, console);
  const { queueUrl, deadLettersUrl } = await ensureTopology(sns, sqs, namespace, 'indexer');
  sns.destroy();
  const bodies = backlog(events);
  const sender = async (): Promise<void> => {
    for (let batch = take(bodies, 10); batch.length > 0; batch = take(bodies, 10)) {
      const Entries = batch.map((event, i) => ({ Id: String(i), MessageBody: encodeMessage(event) }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  return { namespace, queueUrl, deadLettersUrl };
}

function take<T>(items: Generator<T>, most: number): T[] {
  const taken: T[] = [];
  while (taken.length < most) {
    const { value, done } = items.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

/** Receive, write each message's section straight over the document, delete: no merge, no order, no care. */
async function drainBare(
  { namespace, queueUrl: QueueUrl }: Prepared,
  client: Client,
  sqs: SQSClient,
  events: number,
): Promise<number> {
  const started = performance.now();
  for (let done = 0; done < events;) {
    const received = await Promise.all(
      Array.from({ length: RECEIVES }, () =>
        sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 })),
      ),
    );
    const batches = received.flatMap(({ Messages = [] }) => (Messages.length > 0 ? [Messages] : []));
    const patches = batches.flat().map(({ Body = '' }) => project(decodeMessage(Body)));
    if (patches.length === 0) continue;
    const { errors } = await client.bulk({
      operations: patches.flatMap(({ key, document }) => [
        { index: { _index: aliasName(namespace, key.model), _id: key.id } },
        withSearchable(document),
      ]),
    });
    if (errors) throw new Error('the bare loop could not write all it received');
    await Promise.all(
      batches.map((messages) =>
        sqs.send(
          new DeleteMessageBatchCommand({
            QueueUrl,
            Entries: messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle })),
          }),
        ),
      ),
    );
    done += patches.length;
  }
  return events / ((performance.now() - started) / 1_000);
}

/** An empty queue is not enough: an indexer that refuses every event empties it fastest. */
async function assertDrained(
  { namespace, deadLettersUrl }: Prepared,
  client: Client,
  sqs: SQSClient,
  events: number,
): Promise<void> {
  const index = aliasName(namespace, 'products');
  await client.indices.refresh({ index });
  const { count } = await client.count({ index });
  const expected = Math.ceil(events / EVENTS_PER_PRODUCT);
  const deadLetters = await depth(sqs, deadLettersUrl);
  if (count !== expected || deadLetters > 0)
    throw new Error(
      `${events} events became ${count} of ${expected} products, and ${deadLetters} dead letters`,
    );
}

async function depth(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return (
    Number(Attributes?.ApproximateNumberOfMessages) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible)
  );
}
