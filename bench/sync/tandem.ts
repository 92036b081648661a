import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createDatabase } from '../shop.ts';
import type { SyncOptions } from './options.ts';

export type Engines = Pick<SyncOptions, 'mysqlUrl' | 'elasticsearchUrl' | 'aws'>;

/** A program of the project in a process of its own, which has said that it is ready. */
export interface Running {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

export async function runProgram(program: string, env: Record<string, string>): Promise<Running> {
  const child: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL(`../../${program}`, import.meta.url))],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  for await (const line of createInterface({ input: child.stdout! })) {
    const url = /^ready (?:\w+ )?(http\S+)$/.exec(line)?.[1];
    if (url !== undefined) return { pid: child.pid!, url, stop };
  }
  throw new Error(`${program} ended instead of starting`);
}

export const environment = (
  { elasticsearchUrl, aws }: Engines,
  mysqlUrl: string,
  namespace: string,
): Record<string, string> => ({
  PORT: '0',
  COMMAND_URL: 'http://127.0.0.1:0/graphql',
  QUERY_URL: 'http://127.0.0.1:0/graphql',
  RELAY_URL: 'http://127.0.0.1:0',
  INDEXER_URL: 'http://127.0.0.1:0',
  MYSQL_URL: mysqlUrl,
  ELASTICSEARCH_URL: elasticsearchUrl,
  SQS_ENDPOINT: aws.endpoint ?? '',
  TANDEM_NAMESPACE: namespace,
  LOG_LEVEL: 'error',
});

/** Everything in one process, as npm start runs it, on a database and in a namespace of its own. */
export async function createTandem(
  engines: Engines,
  namespace: string,
): Promise<{ url: string; mysqlUrl: string; namespace: string; stop: () => Promise<void> }> {
  const database = await createDatabase(engines.mysqlUrl);
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-bench-sync-'));
  const env = { ...environment(engines, database.url, namespace), TANDEM_DATA_DIR: dataDir };
  const { url, stop } = await runProgram('ops/start.ts', env);
  return {
    url,
    mysqlUrl: database.url,
    namespace,
    stop: async () => {
      await stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
