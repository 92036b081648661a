import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError, type EngineName, missingEngines, standInAws } from './config.ts';
import { EngineError } from './engines/error.ts';
import { type Engines, type EngineUrls, LOGS, runningEngines, startEngines } from './engines/engines.ts';
import { DataDirTaken, lockDataDir } from './engines/lock.ts';

/**
 * Starts the engines that are not configured, and answers with the configuration that names them all. With the signal the
 * start is given up.
 */
export async function withEngines(
  config: Config,
  report: (line: string) => void,
  signal?: AbortSignal,
): Promise<{ engines: Engines; config: Config }> {
  const { dataDir, cacheDir, mysqlUrl, elasticsearchUrl, aws, environment: env } = config;
  const engines = await startEngines({
    dataDir,
    cacheDir,
    mysqlUrl,
    elasticsearchUrl,
    sqsEndpoint: aws && (aws.endpoint ?? `https://sqs.${aws.region}.amazonaws.com`),
    sqsTakesCredentials: aws !== undefined && aws.credentials === undefined,
    env,
    report,
    signal,
  });
  return { engines, config: located(config, engines) };
}

/**
 * The configuration with the engines that are needed in it: those that are configured, those of the Tandem that runs on
 * the data folder, or else, where one has run, engines of one's own on its data, which `stop` stops. Throws ConfigError
 * where none has, or where some engines are configured, but not all that are needed: it would look elsewhere for what is
 * in theirs; and where the Tandem that runs has the queues that are needed from AWS, whose credentials it tells nobody.
 * Throws EngineError while one starts or stops.
 */
export async function reachEngines(
  config: Config,
  needed: readonly EngineName[],
  report: (line: string) => void,
): Promise<{ config: Config; stop: () => Promise<void> }> {
  const { dataDir, mysqlUrl, elasticsearchUrl, aws } = config;
  const missing = missingEngines(config, needed);
  if (missing.length === 0) return { config, stop: () => Promise.resolve() };
  try {
    if (existsSync(dataDir)) await (await lockDataDir(dataDir)).release();
    if (mysqlUrl ?? elasticsearchUrl ?? aws)
      throw new ConfigError(
        `Set ${missing.join(' and ')} too: no Tandem runs on ${dataDir} to ask for them (npm run start:engines starts what is not set, and prints it)`,
      );
    if (!existsSync(join(dataDir, LOGS)))
      throw new ConfigError(
        `No Tandem has run on ${dataDir}: set TANDEM_DATA_DIR to where it runs, or ${missing.join(', ')} to its engines`,
      );
    report(`No Tandem runs on ${dataDir}: its engines are started for this command`);
    const started = await withEngines(config, report);
    return { config: started.config, stop: () => started.engines.stop() };
  } catch (error) {
    if (!(error instanceof DataDirTaken)) throw error;
    const running = await runningEngines(dataDir);
    if (running === undefined)
      throw new EngineError(
        `The Tandem on ${dataDir} (process ${error.pid}) is starting or stopping: try again in a moment.`,
      );
    const reached = located(config, running);
    if (needed.includes('aws') && reached.aws === undefined)
      throw new ConfigError(
        `Set SQS_ENDPOINT or AWS_REGION, and the credentials, as they are for the Tandem that runs on ${dataDir}`,
      );
    return { config: reached, stop: () => Promise.resolve() };
  }
}

const located = (config: Config, { mysqlUrl, elasticsearchUrl, sqsEndpoint }: EngineUrls): Config => ({
  ...config,
  mysqlUrl: config.mysqlUrl ?? mysqlUrl,
  elasticsearchUrl: config.elasticsearchUrl ?? elasticsearchUrl,
  aws: config.aws ?? (sqsEndpoint === undefined ? undefined : standInAws(sqsEndpoint)),
});
