import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const url = (...protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    hostname: /.+/,
    error: `must be a URL like ${protocols[0]}://host`,
  });
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port, 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a port, 0 to 65535');

/** Where the roles listen unless told otherwise; those of the subgraphs stand in the committed supergraph too. */
export const DEFAULT_URLS = {
  commandUrl: 'http://127.0.0.1:4001/graphql',
  queryUrl: 'http://127.0.0.1:4002/graphql',
  relayUrl: 'http://127.0.0.1:4003',
  indexerUrl: 'http://127.0.0.1:4004',
} as const;

/** Every variable that Tandem reads, with its default. The README tells what each is for. */
const Environment = z.object({
  PORT: port.prefault('4000'),
  HOST: z.string().default('127.0.0.1'),
  COMMAND_URL: url('http', 'https').default(DEFAULT_URLS.commandUrl),
  QUERY_URL: url('http', 'https').default(DEFAULT_URLS.queryUrl),
  RELAY_URL: url('http', 'https').default(DEFAULT_URLS.relayUrl),
  INDEXER_URL: url('http', 'https').default(DEFAULT_URLS.indexerUrl),
  SUPERGRAPH: z.string().optional(),
  TANDEM_DATA_DIR: z.string().min(1).default('.data'),
  TANDEM_CACHE_DIR: z.string().min(1).optional(),
  XDG_CACHE_HOME: z.string().optional(),
  TANDEM_NAMESPACE: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be 1 to 31 of a-z, 0-9 and -, a letter first')
    .default('tandem'),
  MYSQL_URL: url('mysql').optional(),
  ELASTICSEARCH_URL: url('http', 'https').optional(),
  SQS_ENDPOINT: url('http', 'https').optional(),
  AWS_REGION: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  TOKEN_SECRET: z
    .string()
    .regex(
      /^[^,\s]{16,}(,[^,\s]{16,})?$/,
      'must be 16 characters or more, or two of those with a comma between',
    )
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
});

export interface Config {
  /** Where this machine listens; 0.0.0.0 in a container. */
  readonly host: string;
  readonly gatewayPort: number;
  /** Where the others reach a role, and at whose port it listens; port 0 takes a free one. */
  readonly commandUrl: string;
  readonly queryUrl: string;
  readonly relayUrl: string;
  readonly indexerUrl: string;
  readonly supergraphFile: string;
  readonly dataDir: string;
  readonly cacheDir: string;
  /** First part of every topic, queue and index name, so that several Tandems can share engines. */
  readonly namespace: string;
  /** An undefined URL means the embedded engine. */
  readonly mysqlUrl: string | undefined;
  readonly elasticsearchUrl: string | undefined;
  readonly aws: AwsConfig | undefined;
  /** What consistency tokens are signed with, the first, and accepted with, all; undefined means the data folder's own. */
  readonly tokenSecrets: readonly [string, ...string[]] | undefined;
  readonly logLevel: z.infer<typeof Environment>['LOG_LEVEL'];
  /** The variables themselves, for those who look for a Java or a proxy. */
  readonly environment: NodeJS.ProcessEnv;
}

/** What an SQS and SNS client is made with. */
export interface AwsConfig {
  readonly region: string;
  readonly endpoint?: string;
  /** Undefined: the AWS SDK's own chain of credentials. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Thrown with one line for every variable that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The only reader of the environment. Throws ConfigError, which reports all bad variables together. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = Environment.safeParse(set);
  if (!result.success) {
    const problems = new Map(result.error.issues.map(({ path, message }) => [String(path[0]), message]));
    const lines = [...problems].map(
      ([name, problem]) =>
        `  ${name}: ${problem}${name === 'TOKEN_SECRET' ? '' : ` (it is ${JSON.stringify(withoutPassword(set[name] ?? ''))})`}`,
    );
    throw new ConfigError(`The configuration is wrong:\n${lines.join('\n')}`);
  }
  const e = result.data;
  return Object.freeze({
    host: e.HOST,
    gatewayPort: e.PORT,
    commandUrl: e.COMMAND_URL,
    queryUrl: e.QUERY_URL,
    relayUrl: e.RELAY_URL,
    indexerUrl: e.INDEXER_URL,
    supergraphFile: e.SUPERGRAPH ?? new URL('../schema/supergraph.graphql', import.meta.url).pathname,
    dataDir: resolve(e.TANDEM_DATA_DIR),
    cacheDir: resolve(e.TANDEM_CACHE_DIR ?? join(e.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tandem')),
    namespace: e.TANDEM_NAMESPACE,
    mysqlUrl: e.MYSQL_URL,
    elasticsearchUrl: e.ELASTICSEARCH_URL,
    aws: awsConfig(e),
    tokenSecrets: e.TOKEN_SECRET?.split(',') as [string, ...string[]] | undefined,
    logLevel: e.LOG_LEVEL,
    environment: env,
  });
}

/** A URL as it may be shown. */
export const withoutPassword = (text: string): string => text.replace(/(:\/\/[^:@/]*):.*@/, '$1:***@');

/** The client settings of a stand-in for AWS at this endpoint, which takes any credentials. */
export const standInAws = (endpoint: string): AwsConfig => ({
  region: 'us-east-1',
  endpoint,
  credentials: { accessKeyId: 'tandem', secretAccessKey: 'tandem' },
});

function awsConfig(e: z.infer<typeof Environment>): AwsConfig | undefined {
  if (e.SQS_ENDPOINT === undefined) return e.AWS_REGION === undefined ? undefined : { region: e.AWS_REGION };
  if (e.AWS_ACCESS_KEY_ID === undefined)
    return { ...standInAws(e.SQS_ENDPOINT), region: e.AWS_REGION ?? 'us-east-1' };
  return { region: e.AWS_REGION ?? 'us-east-1', endpoint: e.SQS_ENDPOINT };
}
