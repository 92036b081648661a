import { SQSClient } from '@aws-sdk/client-sqs';
import { connect, type Pool } from '../subgraphs/command/mysql/connect.ts';
import {
  actOnSetAside,
  findSetAside,
  outboxBacklog,
  type SetAsideAction,
} from '../subgraphs/command/mysql/outbox.ts';
import { queueDepth, type QueueDepth } from '../subgraphs/query/indexer/queue-depth.ts';
import { UsageError } from './command-line.ts';
import type { Config } from './config.ts';
import { operate } from './operate.ts';

const usage = `npm run outbox -- list
npm run outbox -- resend ID... | --all
npm run outbox -- drop ID... | --all

The messages that wait for the relay, those that wait in the indexer's queue, and those that the relay has set aside
because the topic refused them. Resend gives them to the relay again, with all their tries. What is dropped is never sent:
a later event of the stream, or a rebuild, which reads MySQL, brings its document up to date.`;

/** Rows read at once. */
const PAGE = 1_000;

await operate(usage, parse, ['mysqlUrl', 'aws'], async (asked, config) => {
  const pool = connect(config.mysqlUrl!, 2);
  try {
    return asked === undefined ? await list(pool, config) : await act(pool, asked);
  } finally {
    await pool.end();
  }
});

interface Asked {
  readonly action: SetAsideAction;
  readonly ids: readonly number[] | 'all';
}

/** Undefined: list. */
function parse([action = 'list', ...given]: string[]): Asked | undefined {
  if (action === 'list') {
    if (given.length > 0) throw new UsageError(`list takes no ids, and was given ${given.join(' ')}`);
    return undefined;
  }
  if (action !== 'resend' && action !== 'drop') throw new UsageError(`What is ${action}?`);
  if (given.join() === '--all') return { action, ids: 'all' };
  const ids = given.map(Number);
  if (ids.length === 0 || !ids.every(Number.isSafeInteger))
    throw new UsageError('Which messages? Give the ids that list shows, or --all.');
  return { action, ids };
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

async function act(pool: Pool, { action, ids }: Asked): Promise<number> {
  let done = 0;
  let missing = 0;
  for (const some of ids === 'all' ? [ids] : ids.map((id) => [id])) {
    const rows = await actOnSetAside(pool, action, some);
    done += rows;
    if (some === 'all' || rows > 0) continue;
    missing++;
    console.error(`not set aside: ${some.join()}`);
  }
  console.log(`${done} messages are ${action === 'resend' ? 'given to the relay again' : 'dropped'}`);
  return done > 0 && missing === 0 ? 0 : 1;
}

async function indexersQueue({ aws, namespace }: Config): Promise<QueueDepth | undefined> {
  const sqs = new SQSClient(aws!);
  try {
    return await queueDepth(sqs, `${namespace}-indexer`);
  } catch (error) {
    if ((error as Error).name === 'QueueDoesNotExist') return undefined;
    throw error;
  } finally {
    sqs.destroy();
  }
}
