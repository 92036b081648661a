import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import { AUTH_VARIABLES } from './test/tokens.ts';

/** The message of the refusal, or undefined when the variables are taken. */
function refusal(env: Record<string, string>): string | undefined {
  try {
    readConfig(env);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
}

test('an empty environment is a Tandem on this machine with engines of its own', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    gatewayPort: 4000,
    commandUrl: 'http://127.0.0.1:4001/graphql',
    queryUrl: 'http://127.0.0.1:4002/graphql',
    dataDir: expect.stringMatching(/\/\.data$/),
    namespace: 'tandem',
    mysqlUrl: undefined,
    elasticsearchUrl: undefined,
    aws: undefined,
    imageHosts: [],
  });
});

test('an empty variable counts as not set', () => {
  expect(readConfig({ PORT: '', MYSQL_URL: '', LOG_LEVEL: '' })).toMatchObject({ gatewayPort: 4000 });
});

test('all bad variables are reported together', () => {
  const bad = {
    PORT: '70000',
    COMMAND_URL: 'localhost:4001',
    MYSQL_URL: 'postgres://localhost/tandem',
    ELASTICSEARCH_URL: 'nine',
    TANDEM_NAMESPACE: 'Tandem!',
    LOG_LEVEL: 'loud',
    IMAGE_HOSTS: 'cdn.example,*.example',
  };
  const message = refusal(bad) ?? '';
  for (const variable of Object.keys(bad)) expect(message).toMatch(new RegExp(`^  ${variable}: `, 'm'));
  expect(message.split('\n')).toHaveLength(1 + Object.keys(bad).length);
});

test('a folder that is a file is refused; one that is not there yet is made later', () => {
  const file = fileURLToPath(import.meta.url);
  expect(refusal({ TANDEM_DATA_DIR: file })).toContain('TANDEM_DATA_DIR: must be a folder');
  expect(refusal({ TANDEM_CACHE_DIR: file })).toContain('TANDEM_CACHE_DIR: must be a folder');
  expect(refusal({ TANDEM_DATA_DIR: `${file}.d`, TANDEM_CACHE_DIR: dirname(file) })).toBeUndefined();
});

test.each(['http', '-1', '4000.5', '0x10', '1e3', ' ', '65536'])('PORT cannot be %j', (PORT) => {
  expect(refusal({ PORT })).toContain('PORT');
});

test('hosts of images are names, with a port where it is not the usual one', () => {
  const { imageHosts } = readConfig({ IMAGE_HOSTS: 'CDN.example, img.example:8443' });
  expect(imageHosts).toEqual(['cdn.example', 'img.example:8443']);
});

test.each(['https://cdn.example', 'user@cdn.example', 'cdn.example/path', '*', 'a.example,', '[::1]'])(
  'IMAGE_HOSTS cannot be %j',
  (IMAGE_HOSTS) => {
    expect(refusal({ IMAGE_HOSTS })).toContain('IMAGE_HOSTS');
  },
);

test.each(['https://shop.example/', 'shop.example', '*', 'https://shop.example,'])(
  'CORS_ORIGINS cannot be %j',
  (CORS_ORIGINS) => {
    expect(refusal({ CORS_ORIGINS })).toContain('CORS_ORIGINS');
  },
);

test('in production a client has limits, in development none; both have those of a request', () => {
  const request = { maxBodyBytes: 4_194_304, maxCost: 5_000, requestTimeoutMs: 15_000 };
  const edge = { ...request, trustedProxies: 0, corsOrigins: [], persistedOperations: 'apq' };
  expect(readConfig({})).toMatchObject({
    maxStreams: 1_000,
    edge: { ...edge, production: false, ratePerMinute: 0, concurrentPerClient: 0, streamsPerClient: 0 },
  });
  expect(readConfig({ ...AUTH_VARIABLES, TANDEM_MODE: 'production' })).toMatchObject({
    maxStreams: 1_000,
    edge: {
      ...edge,
      ...{ production: true, ratePerMinute: 6_000, concurrentPerClient: 100, streamsPerClient: 20 },
    },
  });
});

test('the signatures that are taken go by the kind of the key', () => {
  const { AUTH_SECRET, ...others } = AUTH_VARIABLES;
  const AUTH_JWKS_URL = 'https://keys.example/jwks';
  expect(readConfig({ ...others, AUTH_SECRET }).auth).toMatchObject({ algorithms: ['HS256'] });
  const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
  expect(readConfig({ ...others, AUTH_JWKS_URL }).auth).toMatchObject({ algorithms });
});

const SIXTEEN = 'sixteen-letters-';
test.each<[string, { taken?: string[]; refused: string[] }]>([
  ['RATE_LIMIT_PER_MINUTE', { taken: ['0', '999999999'], refused: ['-1', '1.5', '1000000000'] }],
  ['TRUSTED_PROXIES', { taken: ['0', '2'], refused: ['all'] }],
  ...['MAX_STREAMS', 'MAX_BODY_BYTES', 'MAX_COST', 'REQUEST_TIMEOUT_MS'].map(
    (name): [string, { taken: string[]; refused: string[] }] => [name, { taken: ['1'], refused: ['0'] }],
  ),
  [
    'TANDEM_NAMESPACE',
    { taken: ['a', 'a-1'.padEnd(31, 'x')], refused: ['a'.padEnd(32, 'x'), '1a', 'a_b', 'a.b'] },
  ],
  [
    'TOKEN_SECRET',
    {
      taken: [SIXTEEN, `${SIXTEEN},${SIXTEEN}`],
      refused: [
        ...[SIXTEEN.slice(1), `${SIXTEEN},${SIXTEEN.slice(1)}`, `${SIXTEEN},`, 'sixteen letters 0'],
        `${SIXTEEN},${SIXTEEN},${SIXTEEN}`,
      ],
    },
  ],
  [
    'ROUTER_CREDENTIAL',
    {
      taken: [SIXTEEN, 'sixteen letters.', `${SIXTEEN},sixteen letters.`],
      refused: [
        ...[SIXTEEN.slice(1), ` ${SIXTEEN}`, `${SIXTEEN} `, `${SIXTEEN}, ${SIXTEEN}`, `${SIXTEEN},`],
        ...[`${SIXTEEN},short`, `${SIXTEEN},${SIXTEEN},${SIXTEEN}`],
      ],
    },
  ],
  [
    'AUTH_SECRET',
    {
      refused: [
        'a secret of thirty-one letters.',
        `${SIXTEEN.repeat(2)},short`,
        `${SIXTEEN.repeat(2)}, ${SIXTEEN.repeat(2)}`,
      ],
    },
  ],
  [
    'MYSQL_URL',
    {
      taken: [
        ...['mysql://db/tandem', 'mysql://me:50%25@db/tandem?x=%', 'mysql://db/tandem?ssl=Amazon%20RDS'],
        ...['mysql://db/tandem?ssl={}', 'mysql://db/tandem?ssl={"rejectUnauthorized":false}'],
      ],
      refused: [
        ...['mysql:///tandem', 'mysql://me:50%@db/tandem', 'mysql://me:%ff@db/tandem'],
        ...['mysql://db', 'mysql://db/', 'mysql://db?ssl={}'],
        ...['true', 'null', '[]', '{', 'required'].map((ssl) => `mysql://db/tandem?ssl=${ssl}`),
        ...['ssl-mode=REQUIRED', 'sslmode=require', 'tls=true'].map((tls) => `mysql://db/tandem?${tls}`),
      ],
    },
  ],
  ['PUBLIC_IMAGES_URL', { taken: ['https://cdn.example/50%/a@b'], refused: ['https://50%@cdn.example'] }],
  ['APOLLO_GRAPH_REF', { refused: ['shop@without-a-key'] }],
  ['APOLLO_SCHEMA_REPORTING', { taken: ['false'], refused: ['true', 'yes'] }],
])('%s has to be what it is for', (name, { taken = [], refused }) => {
  for (const value of taken) expect([value, refusal({ [name]: value })]).toEqual([value, undefined]);
  for (const value of refused) {
    const message = refusal({ [name]: value }) ?? `${value} is taken`;
    expect(message).toContain(`  ${name}: `);
    if (/SECRET|CREDENTIAL/.test(name)) expect(message).not.toContain(value);
  }
});

test('a key of Apollo’s is of one graph', () => {
  expect(refusal({ APOLLO_KEY: 'k' })).toContain('APOLLO_GRAPH_REF: goes together with APOLLO_KEY');
  for (const APOLLO_GRAPH_REF of ['shop', 'shop@', 'shop@a@b'])
    expect(refusal({ APOLLO_KEY: 'k', APOLLO_GRAPH_REF })).toContain('must be like graph@variant');
  expect(readConfig({ APOLLO_KEY: 'k', APOLLO_GRAPH_REF: 'shop@current' }).studio).toEqual({
    ...{ key: 'k', graphRef: 'shop@current', endpointUrl: undefined, schemaReporting: undefined },
  });
});

test('the address of the thumbnails ends without a slash', () => {
  const { publicImagesUrl } = readConfig({ PUBLIC_IMAGES_URL: 'https://cdn.example/images//' });
  expect(publicImagesUrl).toBe('https://cdn.example/images');
});

test('a password is not shown', () => {
  expect(refusal({ MYSQL_URL: 'mysq://root:s3cret@db/tandem' })).toMatch(
    /MYSQL_URL: must be a URL like mysql:\/\/host/,
  );
  for (const MYSQL_URL of ['mysq://root:s3cret@db/tandem', 'root:s3cret@db/tandem', 'mysq://root:s3@cret@db'])
    expect(refusal({ MYSQL_URL })).not.toMatch(/s3|cret/);
});

test.each(['mysql://a%zz@db/tandem', 'mysql://a:b%@db/tandem', 'mysql://db/tan%zzdem'])(
  '%j is refused: it cannot be decoded',
  (MYSQL_URL) => expect(refusal({ MYSQL_URL })).toContain('must have %25 for each %'),
);

describe('AWS', () => {
  /** What has gone silent is given up, as an error. */
  const requestHandler = {
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    throwOnRequestTimeout: true,
    socketTimeout: 5_000,
  };

  test('a stand-in at an endpoint takes any credentials', () => {
    expect(readConfig({ SQS_ENDPOINT: 'http://127.0.0.1:4566' }).aws).toEqual({
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:4566',
      useQueueUrlAsEndpoint: false,
      credentials: { accessKeyId: 'tandem', secretAccessKey: 'tandem' },
      requestHandler,
    });
    const elsewhere = readConfig({ SQS_ENDPOINT: 'http://127.0.0.1:4566', AWS_REGION: 'eu-west-1' }).aws;
    expect(elsewhere).toMatchObject({ region: 'eu-west-1', credentials: { accessKeyId: 'tandem' } });
  });

  test('a region alone is AWS itself, with the credentials of its SDK', () => {
    expect(readConfig({ AWS_REGION: 'eu-west-1' }).aws).toEqual({ region: 'eu-west-1', requestHandler });
  });

  test('given credentials are the credentials of an endpoint too', () => {
    const env = { SQS_ENDPOINT: 'https://sqs.example', AWS_ACCESS_KEY_ID: 'A', AWS_REGION: 'eu-west-1' };
    expect(readConfig(env).aws).toEqual({
      region: 'eu-west-1',
      endpoint: 'https://sqs.example',
      useQueueUrlAsEndpoint: false,
      requestHandler,
    });
  });
});
