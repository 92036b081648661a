import { type Config, standInAws } from './config.ts';
import { type Engines, startEngines } from './engines/engines.ts';

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
  return {
    engines,
    config: {
      ...config,
      mysqlUrl: engines.mysqlUrl,
      elasticsearchUrl: engines.elasticsearchUrl,
      aws: aws ?? standInAws(engines.sqsEndpoint),
    },
  };
}
