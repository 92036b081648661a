import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { AuthConfig } from './auth/viewer.ts';
import { withoutPassword } from './engines/error.ts';
import { mysqlUrl, url } from './url.ts';

const port = z
  .string()
  .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, 'must be a port, 0 to 65535')
  .transform(Number);

const count = z
  .string()
  .regex(/^\d{1,9}$/, 'must be a whole number, 0 or more')
  .transform(Number);
const atLeastOne = count.refine((value) => value > 0, 'must be 1 or more');

/** What is not there yet is made by whoever needs it. */
const folder = z.string().refine((at) => !existsSync(at) || statSync(at).isDirectory(), 'must be a folder');

/** One, or two while it is changed: the first is what we sign with or show, each is accepted. */
const secret = (one: RegExp, what: string) =>
  z
    .string()
    .transform((text) => text.split(',') as [string, ...string[]])
    .refine(
      (found) => found.length <= 2 && found.every((each) => one.test(each)),
      `must have ${what}, no comma and no blank at its ends; or be two of those with a comma between`,
    );

const SIGNATURE = '((HS|RS|PS|ES)(256|384|512)|EdDSA)';

const list = (isOne: (entry: string) => boolean, problem: string) =>
  z
    .string()
    .transform((text) => text.split(',').map((entry) => entry.trim().toLowerCase()))
    .refine((entries) => entries.every(isOne), problem);
/** Host names, each with a port where it is not the scheme's own; as `URL.host` writes them. */
const hosts = list(
  (host) => /^[a-z0-9.-]+(:\d{1,5})?$/.test(host),
  'must be host names like a.example,b.example:8443',
);
/** As browsers send them. */
const origins = list(
  (origin) => URL.canParse(origin) && new URL(origin).origin === origin,
  'must be origins like https://shop.example,https://admin.example:8443',
);

/** Where the roles listen unless told otherwise; those of the subgraphs stand in the committed supergraph too. */
export const DEFAULT_URLS = {
  commandUrl: 'http://127.0.0.1:4001/graphql',
  queryUrl: 'http://127.0.0.1:4002/graphql',
  relayUrl: 'http://127.0.0.1:4003',
  indexerUrl: 'http://127.0.0.1:4004',
  imagesUrl: 'http://127.0.0.1:4005',
} as const;

/** Every variable of Tandem's own, with its default. The README and the docs that it links tell what each is for. */
const Environment = z.object({
  PORT: port.prefault('4000'),
  HOST: z.string().default('127.0.0.1'),
  COMMAND_URL: url('http', 'https').default(DEFAULT_URLS.commandUrl),
  QUERY_URL: url('http', 'https').default(DEFAULT_URLS.queryUrl),
  RELAY_URL: url('http', 'https').default(DEFAULT_URLS.relayUrl),
  INDEXER_URL: url('http', 'https').default(DEFAULT_URLS.indexerUrl),
  IMAGES_URL: url('http', 'https').default(DEFAULT_URLS.imagesUrl),
  IMAGE_HOSTS: hosts.optional(),
  PUBLIC_IMAGES_URL: url('http', 'https').optional(),
  SUPERGRAPH: z.string().optional(),
  TANDEM_DATA_DIR: folder.prefault('.data'),
  TANDEM_CACHE_DIR: folder.optional(),
  XDG_CACHE_HOME: z.string().optional(),
  TANDEM_NAMESPACE: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be 1 to 31 of a-z, 0-9 and -, a letter first')
    .default('tandem'),
  MYSQL_URL: mysqlUrl.optional(),
  ELASTICSEARCH_URL: url('http', 'https').optional(),
  SQS_ENDPOINT: url('http', 'https').optional(),
  AWS_REGION: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AUTH: z.enum(['on', 'off']).optional(),
  AUTH_JWKS_URL: url('http', 'https').optional(),
  AUTH_SECRET: secret(/^\S.{30,}\S$/s, '32 characters or more').optional(),
  AUTH_ISSUER: z.string().optional(),
  AUTH_AUDIENCE: z.string().optional(),
  AUTH_ALGORITHMS: z
    .string()
    .regex(new RegExp(`^${SIGNATURE}(,${SIGNATURE})*$`), 'must be names of signatures with commas between')
    .optional(),
  APOLLO_KEY: z.string().optional(),
  APOLLO_GRAPH_REF: z
    .string()
    .regex(/^[^@]+@[^@]+$/, 'must be like graph@variant')
    .optional(),
  APOLLO_REPORTING_URL: url('http', 'https').optional(),
  APOLLO_SCHEMA_REPORTING: z.enum(['true', 'false']).default('false'),
  APOLLO_SCHEMA_REPORTING_URL: url('http', 'https').optional(),
  TANDEM_TOKEN: z.string().optional(),
  ROUTER_CREDENTIAL: secret(/^[!-~][ -~]{14,}[!-~]$/, '16 characters of ASCII or more').optional(),
  TANDEM_MODE: z.enum(['development', 'production']).default('development'),
  PERSISTED_OPERATIONS: z.enum(['apq', 'safelist', 'off']).default('apq'),
  PERSISTED_MANIFEST: z.string().optional(),
  CORS_ORIGINS: origins.optional(),
  TRUSTED_PROXIES: count.optional(),
  RATE_LIMIT_PER_MINUTE: count.optional(),
  CONCURRENT_PER_CLIENT: count.optional(),
  STREAMS_PER_CLIENT: count.optional(),
  MAX_STREAMS: atLeastOne.optional(),
  MAX_BODY_BYTES: atLeastOne.optional(),
  MAX_COST: atLeastOne.optional(),
  REQUEST_TIMEOUT_MS: atLeastOne.optional(),
  TOKEN_SECRET: secret(/^\S{16,}$/, '16 characters or more without a blank').optional(),
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
  readonly imagesUrl: string;
  /** The only hosts from which product images are fetched; none: no thumbnails are made. */
  readonly imageHosts: readonly string[];
  /** Where clients reach the thumbnails; undefined: at the query subgraph itself. */
  readonly publicImagesUrl: string | undefined;
  readonly supergraphFile: string;
  readonly dataDir: string;
  readonly cacheDir: string;
  /** First part of every topic, queue and index name, so that several Tandems can share engines. */
  readonly namespace: string;
  /** An undefined URL means the embedded engine. */
  readonly mysqlUrl: string | undefined;
  readonly elasticsearchUrl: string | undefined;
  readonly aws: AwsConfig | undefined;
  readonly edge: EdgeConfig;
  /** Streams of subscriptions that a gateway or query subgraph has open at once. */
  readonly maxStreams: number;
  /** Undefined: authentication is off. */
  readonly auth: AuthConfig | undefined;
  /** Authentication is off because somebody said so. */
  readonly authIsOffOnPurpose: boolean;
  /** Undefined: nothing is reported to Apollo Studio. */
  readonly studio: StudioConfig | undefined;
  /** Who the commands of ops/ are to the gateway. */
  readonly token: string | undefined;
  /** What a router shows to the subgraphs, the first, and is let in with, all; undefined: anybody may ask them. */
  readonly routerCredentials: readonly [string, ...string[]] | undefined;
  /** What consistency tokens are signed with, the first, and accepted with, all; undefined means the data folder's own. */
  readonly tokenSecrets: readonly [string, ...string[]] | undefined;
  readonly logLevel: z.infer<typeof Environment>['LOG_LEVEL'];
  /** The variables themselves, for those who look for a Java or a proxy. */
  readonly environment: NodeJS.ProcessEnv;
}

/** How the gateway meets those outside. */
export interface EdgeConfig {
  /** Introspection, field suggestions and the landing page are off; limits by client are on. */
  readonly production: boolean;
  /** `apq`: any operation may be registered by its hash; `safelist`: those of the manifest, and nothing else. */
  readonly persistedOperations: 'apq' | 'safelist' | 'off';
  readonly manifestFile: string;
  /** Origins whose pages may read answers; none: only pages of the gateway itself. */
  readonly corsOrigins: readonly string[];
  /** Proxies between a client and the gateway, whose `x-forwarded-for` is believed. */
  readonly trustedProxies: number;
  /** Requests of one client in a minute; 0: any number. */
  readonly ratePerMinute: number;
  /** Requests of one client at once; 0: any number. */
  readonly concurrentPerClient: number;
  /** Streams of one client at once, which count as requests too; 0: any number. */
  readonly streamsPerClient: number;
  readonly maxBodyBytes: number;
  /** The estimated cost of an operation, in objects. */
  readonly maxCost: number;
  readonly requestTimeoutMs: number;
}

/** Where and as what the gateway reports its usage. */
export interface StudioConfig {
  readonly key: string;
  readonly graphRef: string;
  /** Undefined: Apollo's own. */
  readonly endpointUrl: string | undefined;
  /** Undefined: the schema is not reported. */
  readonly schemaReporting: { readonly endpointUrl: string | undefined } | undefined;
}

/** What an SQS and SNS client is made with. */
export interface AwsConfig {
  readonly region: string;
  readonly endpoint?: string;
  /** The queue's URL names the host as SQS knows it, which a stand-in's need not resolve here. */
  readonly useQueueUrlAsEndpoint?: false;
  /** Undefined: the AWS SDK's own chain of credentials. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly requestHandler: typeof AWS_PATIENCE;
}

/**
 * Without these a connection that has gone silent is waited for without end: a new one, one without an answer, and one in the
 * middle of it. A receive alone takes a second.
 */
const AWS_PATIENCE = {
  connectionTimeout: 2_000,
  requestTimeout: 5_000,
  throwOnRequestTimeout: true,
  socketTimeout: 5_000,
};

/** What names each engine. */
const ENGINE_VARIABLES = {
  mysqlUrl: 'MYSQL_URL',
  elasticsearchUrl: 'ELASTICSEARCH_URL',
  aws: 'SQS_ENDPOINT or AWS_REGION',
} as const;
export type EngineName = keyof typeof ENGINE_VARIABLES;

/** The variables to set for those engines that are needed and not configured. */
export const missingEngines = (config: Config, needed: readonly EngineName[]): string[] =>
  needed.filter((engine) => config[engine] === undefined).map((engine) => ENGINE_VARIABLES[engine]);

/** Thrown with one line for every variable that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The only reader of these variables. Throws ConfigError, which reports all bad variables together. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = Environment.superRefine(checkTogether).safeParse(set);
  if (!result.success) {
    const problems = new Map(result.error.issues.map(({ path, message }) => [String(path[0]), message]));
    const lines = [...problems].map(
      ([name, problem]) =>
        `  ${name}: ${problem} (it is ${/SECRET|CREDENTIAL|TOKEN|KEY/.test(name) && set[name] ? '***' : JSON.stringify(withoutPassword(set[name] ?? ''))})`,
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
    imagesUrl: e.IMAGES_URL,
    imageHosts: e.IMAGE_HOSTS ?? [],
    publicImagesUrl: e.PUBLIC_IMAGES_URL?.replace(/\/+$/, ''),
    supergraphFile: e.SUPERGRAPH ?? schemaFile('supergraph.graphql'),
    dataDir: resolve(e.TANDEM_DATA_DIR),
    cacheDir: resolve(e.TANDEM_CACHE_DIR ?? join(e.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'tandem')),
    namespace: e.TANDEM_NAMESPACE,
    mysqlUrl: e.MYSQL_URL,
    elasticsearchUrl: e.ELASTICSEARCH_URL,
    aws: awsConfig(e),
    edge: edgeConfig(e),
    maxStreams: e.MAX_STREAMS ?? 1_000,
    auth: authConfig(e),
    authIsOffOnPurpose: e.AUTH === 'off',
    studio: studioConfig(e),
    token: e.TANDEM_TOKEN,
    routerCredentials: e.ROUTER_CREDENTIAL,
    tokenSecrets: e.TOKEN_SECRET,
    logLevel: e.LOG_LEVEL,
    environment: env,
  });
}

const schemaFile = (name: string): string => fileURLToPath(new URL(`../schema/${name}`, import.meta.url));

/** The client settings of a stand-in for AWS at this endpoint, which takes any credentials. */
export const standInAws = (endpoint: string): AwsConfig => ({
  region: 'us-east-1',
  endpoint,
  useQueueUrlAsEndpoint: false,
  credentials: { accessKeyId: 'tandem', secretAccessKey: 'tandem' },
  requestHandler: AWS_PATIENCE,
});

/** An order of 2,000 lines with long SKUs fits ten times into the body; a full page of whole products fits into the cost. */
function edgeConfig(e: Variables): EdgeConfig {
  const production = e.TANDEM_MODE === 'production';
  return {
    production,
    persistedOperations: e.PERSISTED_OPERATIONS,
    manifestFile: e.PERSISTED_MANIFEST ?? schemaFile('persisted-operations.json'),
    corsOrigins: e.CORS_ORIGINS ?? [],
    trustedProxies: e.TRUSTED_PROXIES ?? 0,
    ratePerMinute: e.RATE_LIMIT_PER_MINUTE ?? (production ? 6_000 : 0),
    concurrentPerClient: e.CONCURRENT_PER_CLIENT ?? (production ? 100 : 0),
    streamsPerClient: e.STREAMS_PER_CLIENT ?? (production ? 20 : 0),
    maxBodyBytes: e.MAX_BODY_BYTES ?? 4 * 1024 * 1024,
    maxCost: e.MAX_COST ?? 5_000,
    requestTimeoutMs: e.REQUEST_TIMEOUT_MS ?? 15_000,
  };
}

type Variables = z.infer<typeof Environment>;

/** What goes together: reported with everything else that is wrong. */
function checkTogether(e: Variables, context: z.RefinementCtx): void {
  const problem = (name: keyof Variables, message: string) =>
    context.addIssue({ code: 'custom', path: [name], message });
  const keys = e.AUTH_JWKS_URL !== undefined || e.AUTH_SECRET !== undefined;
  if (e.AUTH_JWKS_URL !== undefined && e.AUTH_SECRET !== undefined)
    problem('AUTH_SECRET', 'must not be set beside AUTH_JWKS_URL: keys are of one kind');
  if (e.AUTH === 'off' && keys) problem('AUTH', 'must not be off where keys are set');
  const isHalf = (e.AUTH_ISSUER ?? e.AUTH_AUDIENCE ?? e.AUTH_ALGORITHMS) !== undefined;
  if (!keys && (e.AUTH === 'on' || (e.AUTH === undefined && isHalf)))
    problem('AUTH', 'needs AUTH_JWKS_URL or AUTH_SECRET');
  for (const name of ['AUTH_ISSUER', 'AUTH_AUDIENCE'] as const)
    if (keys && e[name] === undefined) problem(name, 'must be set: a token for others is not one for us');
  if (
    e.AUTH_SECRET !== undefined &&
    (e.AUTH_ALGORITHMS ?? 'HS256').split(',').some((a) => !a.startsWith('HS'))
  )
    problem('AUTH_ALGORITHMS', 'must be HS256, HS384 or HS512 where the key is a secret');
  if (e.AUTH_JWKS_URL !== undefined && /HS\d/.test(e.AUTH_ALGORITHMS ?? ''))
    problem('AUTH_ALGORITHMS', 'must not have an HS signature where keys are public: anybody could sign');
  if ((e.APOLLO_KEY === undefined) !== (e.APOLLO_GRAPH_REF === undefined))
    problem('APOLLO_GRAPH_REF', 'goes together with APOLLO_KEY');
  if (e.APOLLO_SCHEMA_REPORTING === 'true' && e.APOLLO_KEY === undefined)
    problem('APOLLO_SCHEMA_REPORTING', 'goes together with APOLLO_KEY');
  if (e.TANDEM_MODE !== 'production') return;
  if (!keys) problem('AUTH', 'must be on in production: set AUTH_JWKS_URL or AUTH_SECRET');
  if (e.ROUTER_CREDENTIAL === undefined) problem('ROUTER_CREDENTIAL', 'must be set in production');
}

function authConfig(e: Variables): AuthConfig | undefined {
  const { AUTH_JWKS_URL: jwksUrl, AUTH_SECRET: secrets } = e;
  const keys = jwksUrl !== undefined ? { jwksUrl } : secrets !== undefined ? { secrets } : undefined;
  if (keys === undefined) return undefined;
  const usual = 'secrets' in keys ? 'HS256' : 'RS256,PS256,ES256,EdDSA';
  return {
    keys,
    issuer: e.AUTH_ISSUER!,
    audience: e.AUTH_AUDIENCE!,
    algorithms: (e.AUTH_ALGORITHMS ?? usual).split(','),
  };
}

function studioConfig(e: Variables): StudioConfig | undefined {
  const { APOLLO_KEY: key, APOLLO_GRAPH_REF: graphRef } = e;
  if (key === undefined || graphRef === undefined) return undefined;
  return {
    key,
    graphRef,
    endpointUrl: e.APOLLO_REPORTING_URL,
    schemaReporting:
      e.APOLLO_SCHEMA_REPORTING === 'true' ? { endpointUrl: e.APOLLO_SCHEMA_REPORTING_URL } : undefined,
  };
}

function awsConfig(e: Variables): AwsConfig | undefined {
  const { SQS_ENDPOINT: endpoint, AWS_REGION: region = 'us-east-1' } = e;
  if (endpoint === undefined)
    return e.AWS_REGION === undefined ? undefined : { region, requestHandler: AWS_PATIENCE };
  if (e.AWS_ACCESS_KEY_ID === undefined) return { ...standInAws(endpoint), region };
  return { region, endpoint, useQueueUrlAsEndpoint: false, requestHandler: AWS_PATIENCE };
}
