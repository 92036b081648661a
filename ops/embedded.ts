import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, standInAws } from './config.ts';
import { DataDirTaken, type Engines, startEngines } from './engines/engines.ts';

/** Where the engines of this data folder answer while they run. */
const addressFile = (dataDir: string): string => join(dataDir, 'engines.json');

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
  await writeFile(addressFile(dataDir), JSON.stringify(urlsOf(engines)));
  return {
    engines: {
      ...engines,
      stop: async () => {
        await rm(addressFile(dataDir), { force: true });
        await engines.stop();
      },
    },
    config: located(config, engines),
  };
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
    const text = await readFile(addressFile(config.dataDir), 'utf8').catch(() => undefined);
    // Its Tandem is still starting, or stopping.
    if (text === undefined) throw error;
    return { config: located(config, JSON.parse(text) as EngineUrls), stop: () => Promise.resolve() };
  }
}

type EngineUrls = Pick<Engines, 'mysqlUrl' | 'elasticsearchUrl' | 'sqsEndpoint'>;

const urlsOf = ({ mysqlUrl, elasticsearchUrl, sqsEndpoint }: EngineUrls): EngineUrls => ({
  mysqlUrl,
  elasticsearchUrl,
  sqsEndpoint,
});

const located = (config: Config, urls: EngineUrls): Config => ({
  ...config,
  mysqlUrl: config.mysqlUrl ?? urls.mysqlUrl,
  elasticsearchUrl: config.elasticsearchUrl ?? urls.elasticsearchUrl,
  aws: config.aws ?? standInAws(urls.sqsEndpoint),
});
