import { randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { expect, inject, test } from 'vitest';
import { migrate } from '../subgraphs/command/mysql/migrate.ts';
import { createWorld } from '../subgraphs/query/test/world.ts';
import { createDatabase } from './test/database.ts';
import { testFolder } from './engines/test/folder.ts';
import { runToEnd } from './test/processes.ts';

// What an operator reads when a command cannot do its work: a line, and no stack.

const { elasticsearchUrl, sqsEndpoint } = inject('engines');

/** Answers with the exit code and all that it printed. */
async function answer(script: string, args: string[], engines: Record<string, string>) {
  const shared = { ELASTICSEARCH_URL: elasticsearchUrl, SQS_ENDPOINT: sqsEndpoint };
  const namespace = { TANDEM_NAMESPACE: `o-${randomUUID().slice(0, 8)}` };
  const { code, said } = await runToEnd(script, { ...shared, ...namespace, ...engines }, args);
  return [code, said];
}

test('a command says what is missing, or what does not answer', async () => {
  const { url: MYSQL_URL, drop } = await createDatabase();
  await migrate(MYSQL_URL);
  const noDatabase = MYSQL_URL.replace(/[^/]+$/, 'nosuch');
  const noFolder = { TANDEM_DATA_DIR: '/no/folder' };
  await using empty = await testFolder();
  const answers = await Promise.all([
    answer('verify', [], { MYSQL_URL }),
    answer('dead-letters', [], { MYSQL_URL }),
    answer('verify', [], { MYSQL_URL, ELASTICSEARCH_URL: 'http://127.0.0.1:9' }),
    answer('epoch', [], { MYSQL_URL: noDatabase }),
    answer('migrate', [], { MYSQL_URL: noDatabase }),
    answer('epoch', [], { MYSQL_URL: `${MYSQL_URL}?ssl={}` }),
    answer('epoch', [], { MYSQL_URL, SQS_ENDPOINT: '', ELASTICSEARCH_URL: '', ...noFolder }),
    answer('outbox', [], { MYSQL_URL, SQS_ENDPOINT: '', ELASTICSEARCH_URL: '', ...noFolder }),
    answer('epoch', [], { MYSQL_URL: '', SQS_ENDPOINT: '', ELASTICSEARCH_URL: '', ...noFolder }),
    answer('epoch', [], {
      ...{ MYSQL_URL: '', SQS_ENDPOINT: '', ELASTICSEARCH_URL: '' },
      TANDEM_DATA_DIR: empty.path,
    }),
    answer('outbox', [], {
      ...{ MYSQL_URL, SQS_ENDPOINT: '', AWS_REGION: 'eu-west-1' },
      ...{ AWS_ACCESS_KEY_ID: '', AWS_PROFILE: '', AWS_EC2_METADATA_DISABLED: 'true', HOME: empty.path },
    }),
  ]);
  await drop();
  const nothing = 'No Tandem has run on these engines in this namespace: start an indexer.';
  expect(answers).toEqual([
    [1, nothing],
    [1, nothing],
    [1, 'Elasticsearch does not answer: connect ECONNREFUSED 127.0.0.1:9'],
    [1, "MYSQL_URL is refused: Unknown database 'nosuch'"],
    [1, "MYSQL_URL is refused: Unknown database 'nosuch'"],
    [1, expect.stringMatching(/^MYSQL_URL is refused: .*certificate.*$/)],
    [0, 'the epoch is 0'],
    [2, expect.stringMatching(/^Set SQS_ENDPOINT or AWS_REGION too: no Tandem runs on \/no\/folder /)],
    [2, 'No Tandem has run on /no/folder: set TANDEM_DATA_DIR to where it runs, or MYSQL_URL to its engines'],
    [2, expect.stringContaining(`No Tandem has run on ${empty.path}: `)],
    [
      1,
      expect.stringMatching(
        /^0 messages wait .*\nAWS_REGION is set, and no credentials for it are found: Could not load .*$/,
      ),
    ],
  ]);
}, 60_000);

test('on a database that no command subgraph has used epoch says so, and migrate makes the tables', async () => {
  const { url: MYSQL_URL, drop } = await createDatabase();
  expect(await answer('epoch', [], { MYSQL_URL })).toEqual([
    1,
    'No Tandem has run on this database: start a command subgraph.',
  ]);
  expect(await answer('migrate', [], { MYSQL_URL })).toEqual([0, expect.stringMatching(/^migrated 001/)]);
  expect(await answer('migrate', [], { MYSQL_URL })).toEqual([0, 'nothing to migrate']);
  expect(await answer('epoch', [], { MYSQL_URL })).toEqual([0, 'the epoch is 0']);
  await drop();
}, 60_000);

test('verify and rebuild name the event of a newer program', async () => {
  const [{ url: MYSQL_URL, drop }, world] = await Promise.all([createDatabase(), createWorld()]);
  await Promise.all([migrate(MYSQL_URL), world.ensureIndices()]);
  const sql = await createConnection(MYSQL_URL);
  const id = randomUUID();
  await sql.query(
    `INSERT INTO events (kind, id, epoch, revision, type, version, occurred_at, data, state)
     VALUES ('order', ?, 0, 1, 'OrderPaid', 99, NOW(), '{}', '{}')`,
    [id],
  );
  await sql.end();
  const engines = { MYSQL_URL, TANDEM_NAMESPACE: world.namespace };
  const sentence = `MySQL has order-${id}@0.1, which a newer program may have written, and this one cannot read: order event OrderPaid v99: unknown version`;
  for (const [script, ...args] of [['verify'], ['rebuild', 'orders']] as const) {
    const [code, said] = await answer(script, args, engines);
    expect([code, String(said).split('\n').at(-1)]).toEqual([1, sentence]);
  }
  await Promise.all([drop(), world.destroy()]);
}, 60_000);

test('a command says what MySQL cannot do', async () => {
  const { url: MYSQL_URL, drop } = await createDatabase();
  await migrate(MYSQL_URL);
  const sql = await createConnection(MYSQL_URL);
  await sql.beginTransaction();
  await sql.query('SELECT epoch FROM epoch FOR UPDATE');
  expect(await answer('epoch', ['raise'], { MYSQL_URL })).toEqual([
    1,
    'MySQL cannot do what it is asked: Lock wait timeout exceeded; try restarting transaction',
  ]);
  await sql.end();
  await drop();
}, 60_000);
