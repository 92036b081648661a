import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

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

test('a password is not shown', () => {
  expect(refusal({ MYSQL_URL: 'mysq://root:s3cret@db/tandem' })).toMatch(
    /MYSQL_URL: must be a URL like mysql:\/\/host/,
  );
  for (const MYSQL_URL of ['mysq://root:s3cret@db/tandem', 'root:s3cret@db/tandem', 'mysq://root:s3@cret@db'])
    expect(refusal({ MYSQL_URL })).not.toMatch(/s3|cret/);
});

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
