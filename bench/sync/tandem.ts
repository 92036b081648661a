import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../program.ts';
import { createDatabase } from '../shop.ts';
import type { SyncOptions } from './options.ts';

type Engines = Pick<SyncOptions, 'mysqlUrl' | 'elasticsearchUrl' | 'aws'>;

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
