import { type Config, standInAws } from './config.ts';
import { DataDirTaken, type Engines, runningEngines, startEngines } from './engines/engines.ts';

/** Starts the engines that are not configured, and answers with the configuration that names them all. */
export async function withEngines(
  config: Config,
  report: (line: string) => void,
): Promise<{ engines: Engines; config: Config }> {
  const { dataDir, cacheDir, mysqlUrl, elasticsearchUrl, aws, environment: env } = config;
  const engines = await startEngines({
    dataDir,
    cacheDir,
    mysqlUrl,
    elasticsearchUrl,
    sqsEndpoint: aws && (aws.endpoint ?? `https://sqs.${aws.region}.amazonaws.com`),
    env,
    report,
  });
  return { engines, config: located(config, engines) };
}

/**
 * The configuration with every engine in it: those that are configured, those of the Tandem that runs on the data
 * folder, or else engines of one's own, which `stop` stops.
 */
export async function reachEngines(
  config: Config,
  report: (line: string) => void,
): Promise<{ config: Config; stop: () => Promise<void> }> {
  const { mysqlUrl, elasticsearchUrl, aws } = config;
  if (mysqlUrl !== undefined && elasticsearchUrl !== undefined && aws !== undefined)
    return { config, stop: () => Promise.resolve() };
  try {
    const started = await withEngines(config, report);
    return { config: started.config, stop: () => started.engines.stop() };
  } catch (error) {
    if (!(error instanceof DataDirTaken)) throw error;
    const running = await runningEngines(config.dataDir);
    if (running === undefined) throw error;
    return { config: located(config, running), stop: () => Promise.resolve() };
  }
}

const located = (
  config: Config,
  urls: Pick<Engines, 'mysqlUrl' | 'elasticsearchUrl' | 'sqsEndpoint'>,
): Config => ({
  ...config,
  mysqlUrl: config.mysqlUrl ?? urls.mysqlUrl,
  elasticsearchUrl: config.elasticsearchUrl ?? urls.elasticsearchUrl,
  aws: config.aws ?? standInAws(urls.sqsEndpoint),
});
