import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readConfig } from '../config.ts';
import { startEngines, type Engines } from './engines.ts';
import { startMysql } from './mysql.ts';
import { isRunning } from './predecessor.ts';
import { createProgress } from './progress.ts';
import { testFolder } from './test/folder.ts';

type Running = Omit<Engines, 'failed' | 'stop'>;

const { cacheDir } = readConfig();
const lines: string[] = [];
const start = (dataDir: string): Promise<Engines> =>
  startEngines({ dataDir, cacheDir, env: process.env, report: (line) => lines.push(line) });

/** The engines under a parent of their own, to be killed. */
async function startInChild(dataDir: string): Promise<{ parent: ChildProcess; engines: Running }> {
  const script = fileURLToPath(new URL('./test/run.ts', import.meta.url));
  const parent = spawn(process.execPath, [script, dataDir, cacheDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [json] = await once(parent.stdout, 'data');
  return { parent, engines: JSON.parse(String(json)) as Running };
}

async function query(url: string, sql: string): Promise<RowDataPacket[]> {
  const connection = await createConnection(url);
  const [rows] = await connection.query(sql).finally(() => connection.end());
  return rows as RowDataPacket[];
}

const sqs = (endpoint: string): SQSClient =>
  new SQSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });

async function writeEverywhere({ mysqlUrl, elasticsearchUrl, sqsEndpoint }: Running): Promise<void> {
  await query(mysqlUrl, 'CREATE TABLE kept (id INT PRIMARY KEY)');
  await query(mysqlUrl, 'INSERT INTO kept VALUES (42)');
  await fetch(`${elasticsearchUrl}/kept/_doc/42`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"kept":true}',
  });
  const client = sqs(sqsEndpoint);
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'kept' }));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
}

async function readEverywhere({ mysqlUrl, elasticsearchUrl, sqsEndpoint }: Running) {
  const client = sqs(sqsEndpoint);
  // The SDK sends to the URL that the queue has, not to the endpoint: it must have moved with the port.
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'kept' }));
  const received = await client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }));
  const document = (await (await fetch(`${elasticsearchUrl}/kept/_doc/42`)).json()) as { _source?: unknown };
  return {
    rows: await query(mysqlUrl, 'SELECT id FROM kept'),
    document: document._source,
    messages: received.Messages?.map(({ Body }) => Body),
  };
}

const kept = { rows: [{ id: 42 }], document: { kept: true }, messages: ['kept'] };

async function runningOf(pids: Engines['pids'], dataDir: string): Promise<number[]> {
  const all = Object.values(pids);
  const alive = await Promise.all(all.map((pid) => isRunning(pid, dataDir)));
  return all.filter((_, index) => alive[index]);
}

describe('the embedded engines', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let dataDir: string;
  let child: Awaited<ReturnType<typeof startInChild>>;
  let engines: Engines | undefined;

  beforeAll(async () => {
    folder = await testFolder();
    dataDir = folder.path;
    // As a start leaves it that is stopped while Elasticsearch makes its keystore.
    const config = join(dataDir, 'elasticsearch', 'config');
    await mkdir(config, { recursive: true });
    await writeFile(join(config, 'elasticsearch.keystore.tmp'), '');
    child = await startInChild(dataDir);
    await writeEverywhere(child.engines);
  }, 180_000);

  afterAll(async () => {
    child.parent.kill('SIGKILL');
    await engines?.stop();
    await folder[Symbol.asyncDispose]();
  }, 60_000);

  test('are real processes, on ports of their own', async () => {
    expect(Object.keys(child.engines.pids).toSorted()).toEqual(['elasticsearch', 'mysql', 'sqs']);
    expect((await runningOf(child.engines.pids, dataDir)).length).toBe(3);
  });

  test('MySQL is set up for a shop', async () => {
    const [row] = await query(
      child.engines.mysqlUrl,
      `SELECT @@sql_mode LIKE '%STRICT_TRANS_TABLES%' strict, @@global.time_zone zone, @@character_set_server charset,
        @@innodb_flush_log_at_trx_commit flush, @@max_connections connections, DATABASE() db`,
    );
    expect(row).toEqual({
      strict: 1,
      zone: '+00:00',
      charset: 'utf8mb4',
      flush: 1,
      connections: 200,
      db: 'tandem',
    });
  });

  test('a second start on the same data is refused', async () => {
    await expect(start(dataDir)).rejects.toThrow(
      `${dataDir} is in use by another Tandem (process ${child.parent.pid})`,
    );
  });

  test('end soon when their parent is killed, and what was written is there at the next start', async () => {
    child.parent.kill('SIGKILL');
    engines = await start(dataDir);
    // The start waited for those that were stopping.
    expect(await runningOf(child.engines.pids, dataDir)).toEqual([]);
    expect(lines.join('\n')).toMatch(/Waiting for the \w+ of an earlier start/);
    expect(await readEverywhere(engines)).toEqual(kept);
  }, 60_000);

  test('one that dies is reported with its name and the end of its log', async () => {
    const { pids, failed } = engines as Engines;
    process.kill(pids.elasticsearch as number, 'SIGKILL');
    const failure = await failed;
    expect(failure.message).toMatch(
      new RegExp(
        `^Elasticsearch died while running \\(.*\\)\\. The last lines of ${dataDir}/logs/elasticsearch.log:\n  `,
      ),
    );
    expect(failure.message.split('\n').length).toBe(21);
  }, 30_000);

  test('stop leaves nothing running', async () => {
    const { pids } = engines as Engines;
    await engines?.stop();
    expect(await runningOf(pids, dataDir)).toEqual([]);
  }, 30_000);
});

test('a start that fails leaves nothing running, and the data folder free', async () => {
  await using folder = await testFolder();
  const waits: string[] = [];
  const report = (line: string): void => void waits.push(line);
  const failing = (): Promise<Engines> =>
    startEngines({ dataDir: folder.path, cacheDir, env: { PATH: '/nowhere' }, report });
  await expect(failing()).rejects.toThrow('needs Java 17');
  await expect(failing()).rejects.toThrow('needs Java 17');
  expect(waits.filter((line) => line.startsWith('Waiting'))).toEqual([]);
}, 30_000);

describe.runIf(process.getuid?.() === 0)('whoever owns the data folder can go on where root began', () => {
  const uid = 12_345;

  test('in folders of its own, so that a log of root can be put aside', async () => {
    await using folder = await testFolder();
    await chown(folder.path, uid, uid);
    const { mysqlUrl, elasticsearchUrl } = inject('engines');
    const options = { dataDir: folder.path, cacheDir, mysqlUrl, elasticsearchUrl, env: process.env };
    await (await startEngines({ ...options, report: () => undefined })).stop();
    const entries = await readdir(folder.path, { recursive: true, withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory());
    const owners = folders.map(async ({ name }) => [name, (await stat(join(folder.path, name))).uid]);
    expect((await Promise.all(owners)).toSorted()).toEqual([
      ['logs', uid],
      ['sqs', uid],
    ]);
  }, 30_000);

  test('with accounts of its own, not in a file that another user wrote', async () => {
    await using folder = await testFolder();
    const accounts = join(folder.path, 'mysql', 'accounts.sql');
    await mkdir(join(folder.path, 'mysql'));
    await writeFile(accounts, '');
    await chown(accounts, uid, uid);
    const report = (): void => undefined;
    const place = {
      ...{ dataDir: folder.path, logDir: folder.path, user: undefined, report },
      download: { folder: cacheDir, env: process.env, progress: createProgress(report, false) },
      launch: () => Promise.reject(new Error('far enough')),
    };
    await expect(startMysql(place, 0)).rejects.toThrow('far enough');
    expect((await stat(accounts)).uid).toBe(process.getuid?.());
  }, 120_000);
});
