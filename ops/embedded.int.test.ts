import { once } from 'node:events';
import { chown, mkdir, rmdir, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { ConfigError, type EngineName, readConfig } from './config.ts';
import { reachEngines, withEngines } from './embedded.ts';
import { testFolder } from './engines/test/folder.ts';

// Where the engines of a data folder answer, as the processes on it tell each other. The queues are engines of the
// folder's own; Elasticsearch is a server that does `meanwhile` as soon as a start asks for its health.

async function given(dataDir: string, meanwhile: () => Promise<unknown>) {
  const server = createServer((_, response) => void meanwhile().finally(() => response.end()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const ELASTICSEARCH_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return readConfig({ MYSQL_URL: inject('engines').mysqlUrl, ELASTICSEARCH_URL, TANDEM_DATA_DIR: dataDir });
}
const silent = () => undefined;
const all = ['mysqlUrl', 'elasticsearchUrl', 'aws'] as const;

test('nobody is sent to the engines of a start that was killed', async () => {
  await using folder = await testFolder();
  const killed = { mysqlUrl: 'mysql://gone', elasticsearchUrl: 'http://gone', sqsEndpoint: 'http://gone' };
  await writeFile(join(folder.path, 'engines.json'), JSON.stringify(killed));
  let meanwhile: unknown;
  const config = await given(folder.path, async () => {
    meanwhile ??= await reachEngines(config, all, silent).catch((error: unknown) => (error as Error).message);
  });
  const { engines, config: started } = await withEngines(config, silent);
  const reached = await reachEngines(config, all, silent).finally(() => engines.stop());
  expect(meanwhile).toBe(
    `The Tandem on ${folder.path} (process ${process.pid}) is starting or stopping: try again in a moment.`,
  );
  expect(reached.config).toEqual(started);
}, 60_000);

test('a start that cannot tell where its engines answer leaves none of them running', async () => {
  await using folder = await testFolder();
  const inTheWay = join(folder.path, 'engines.json');
  const config = await given(folder.path, () => mkdir(inTheWay, { recursive: true }));
  await expect(withEngines(config, silent)).rejects.toThrow(inTheWay);
  await rmdir(inTheWay);
  const { engines } = await withEngines(
    { ...config, elasticsearchUrl: inject('engines').elasticsearchUrl },
    silent,
  );
  await engines.stop();
}, 60_000);

test('where engines answer, which may tell their passwords, is for the owner of the folder alone', async () => {
  await using folder = await testFolder();
  if (process.getuid?.() === 0) await chown(folder.path, 65534, 65534);
  const {
    mysqlUrl: MYSQL_URL,
    elasticsearchUrl: ELASTICSEARCH_URL,
    sqsEndpoint: SQS_ENDPOINT,
  } = inject('engines');
  const given = { MYSQL_URL, ELASTICSEARCH_URL, SQS_ENDPOINT, TANDEM_DATA_DIR: folder.path };
  const { engines } = await withEngines(readConfig(given), silent);
  const [file, owner] = await Promise.all([stat(join(folder.path, 'engines.json')), stat(folder.path)]);
  const reached = await reachEngines(readConfig({ TANDEM_DATA_DIR: folder.path }), all, silent);
  await engines.stop();
  expect([file.mode & 0o777, file.uid, file.gid]).toEqual([0o600, owner.uid, owner.gid]);
  expect(reached.config).toMatchObject({ mysqlUrl: MYSQL_URL, elasticsearchUrl: ELASTICSEARCH_URL });
});

test('nobody is sent to AWS with credentials that are made up', async () => {
  await using folder = await testFolder();
  const {
    mysqlUrl: MYSQL_URL,
    elasticsearchUrl: ELASTICSEARCH_URL,
    sqsEndpoint: SQS_ENDPOINT,
  } = inject('engines');
  const aws = { SQS_ENDPOINT, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'A' };
  const given = { MYSQL_URL, ELASTICSEARCH_URL, ...aws, TANDEM_DATA_DIR: folder.path };
  const { engines } = await withEngines(readConfig(given), silent);
  const reach = (env: Record<string, string>, needed: readonly EngineName[] = all) =>
    reachEngines(readConfig({ ...env, TANDEM_DATA_DIR: folder.path }), needed, silent);
  const unset = await reach({}).catch((error: unknown) => error);
  const unneeded = await reach({}, ['mysqlUrl']);
  const set = await reach({ AWS_REGION: 'eu-west-1' }).finally(() => engines.stop());
  expect(unset).toEqual(
    new ConfigError(
      `Set SQS_ENDPOINT or AWS_REGION, and the credentials, as they are for the Tandem that runs on ${folder.path}`,
    ),
  );
  expect(unneeded.config).toMatchObject({ mysqlUrl: MYSQL_URL });
  expect(set.config).toMatchObject({ mysqlUrl: MYSQL_URL, aws: { region: 'eu-west-1' } });
  expect(set.config.aws).not.toHaveProperty('endpoint');
});
