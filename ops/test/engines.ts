import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { readConfig } from '../config.ts';
import { withEngines } from '../embedded.ts';

/** Real engines; a test keeps apart from others by a namespace and a MySQL database name of its own. */
export interface TestEngines {
  readonly mysqlUrl: string;
  readonly elasticsearchUrl: string;
  readonly sqsEndpoint: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    engines: TestEngines;
  }
}

/** Starts what MYSQL_URL, ELASTICSEARCH_URL and SQS_ENDPOINT do not name, once for all projects of a run. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const root = project.vitest.getRootProject();
  if (root.getProvidedContext().engines !== undefined) return undefined;
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-test-'));
  await chmod(dataDir, 0o755); // as root, the engines run as a user who must get in
  const removeData = () => rm(dataDir, { recursive: true, force: true });
  const { engines } = await start(dataDir).catch(async (error: unknown) => {
    await removeData();
    throw error;
  });
  const { mysqlUrl, elasticsearchUrl, sqsEndpoint } = engines;
  root.provide('engines', { mysqlUrl, elasticsearchUrl, sqsEndpoint });
  void engines.failed.then((error) => {
    console.error(error.message);
    process.exitCode = 1;
    return project.vitest.cancelCurrentRun('keyboard-input');
  });
  return async () => {
    await engines.stop();
    await removeData();
  };
}

const start = (dataDir: string) => withEngines({ ...readConfig(), dataDir }, (line) => console.error(line));
