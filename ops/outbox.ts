import { SQSClient } from '@aws-sdk/client-sqs';
import { connect, type Pool } from '../subgraphs/command/mysql/connect.ts';
import { findSetAside, outboxBacklog, resendSetAside } from '../subgraphs/command/mysql/outbox.ts';
import { UsageError } from './command-line.ts';
import type { Config } from './config.ts';
import { operate } from './operate.ts';
import { queueDepth, type QueueDepth } from './queue-depth.ts';

const usage = `npm run outbox -- list
npm run outbox -- resend ID... | --all

The messages that wait for the relay, those that wait in the indexer's queue, and those that the relay has set aside
because the topic refused them. Resend gives them to the relay again, with all their tries.`;

/** Rows read at once. */
const PAGE = 1_000;

await operate(usage, parse, async (ids, config) => {
  const pool = connect(config.mysqlUrl!, 2);
  try {
    return ids === undefined ? await list(pool, config) : await resend(pool, ids);
  } finally {
    await pool.end();
  }
});

/** What to resend; undefined: list. */
function parse([action = 'list', ...given]: string[]): readonly number[] | 'all' | undefined {
  if (action === 'list') {
    if (given.length > 0) throw new UsageError(`list takes no ids, and was given ${given.join(' ')}`);
    return undefined;
  }
  if (action !== 'resend') throw new UsageError(`What is ${action}?`);
  if (given.join() === '--all') return 'all';
  const ids = given.map(Number);
  if (ids.length === 0 || !ids.every(Number.isSafeInteger))
    throw new UsageError('Which messages? Give the ids that list shows, or --all.');
  return ids;
}

async function list(pool: Pool, config: Config): Promise<number> {
  const { waiting, ageMs } = await outboxBacklog(pool);
  console.log(`${waiting} messages wait for the relay, the oldest for ${(ageMs / 1_000).toFixed(1)} s`);
  const queue = await indexersQueue(config);
  console.log(
    queue === undefined
      ? 'there is no queue yet: no indexer has run'
      : `${queue.waiting} messages wait for the indexer, and ${queue.hidden} are being written or wait for another try`,
  );
  let count = 0;
  for (let after = 0; ;) {
    const rows = await findSetAside(pool, after, PAGE);
    for (const row of rows)
      console.log(
        `${row.id}  ${row.setAsideAt.toISOString()}  ${row.stream}@${row.revision}  ${row.reason}  ` +
          `${row.attempts} tries, trace ${row.traceparent ?? 'unknown'}`,
      );
    count += rows.length;
    if (rows.length < PAGE) break;
    after = rows.at(-1)!.id;
  }
  console.log(`${count} messages are set aside`);
  return 0;
}

async function resend(pool: Pool, ids: readonly number[] | 'all'): Promise<number> {
  const resent = await resendSetAside(pool, ids);
  console.log(`${resent} messages are given to the relay again`);
  return resent > 0 ? 0 : 1;
}

async function indexersQueue({ aws, namespace }: Config): Promise<QueueDepth | undefined> {
  const sqs = new SQSClient({ ...aws!, useQueueUrlAsEndpoint: aws?.endpoint === undefined });
  try {
    return await queueDepth(sqs, `${namespace}-indexer`);
  } catch (error) {
    if ((error as Error).name === 'QueueDoesNotExist') return undefined;
    throw error;
  } finally {
    sqs.destroy();
  }
}
