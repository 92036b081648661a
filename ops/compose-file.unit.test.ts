import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from './config.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const { scripts, dependencies } = JSON.parse(read('package.json'));
const { services } = parse(read('docker-compose.yml'), { merge: true });

const roles = ['gateway', 'command', 'query', 'relay', 'indexer', 'images'];
describe.each(roles)('the container of %s', (role) => {
  const { command, healthcheck, depends_on } = services[role];
  const environment = given(services[role].environment);

  test('runs the script that is tested here', () => {
    expect(command).toBe(`npm run start:${role}`);
    expect(scripts).toHaveProperty(`start:${role}`);
  });

  test('has a configuration that names services of this file', () => {
    const config = readConfig(environment);
    const urls = [
      config.commandUrl,
      config.queryUrl,
      config.relayUrl,
      config.indexerUrl,
      config.imagesUrl,
      config.mysqlUrl,
      config.elasticsearchUrl,
      config.aws?.endpoint,
    ];
    for (const url of urls) expect(services).toHaveProperty(new URL(url!).hostname);
    expect(config.host).toBe('0.0.0.0');
  });

  test('is healthy when its own port says that it is ready', () => {
    const port = { ...ports(environment), gateway: '4000' }[role];
    expect(environment.READY).toBe(`http://127.0.0.1:${port}/health/ready`);
    expect(healthcheck.test.join(' ')).toContain('process.env.READY');
  });

  test('is given the time to answer what is in flight when it is stopped', () => {
    const { requestTimeoutMs } = readConfig(environment).edge;
    const seconds = /^(\d+)s$/.exec(services[role].stop_grace_period)?.[1];
    expect(Number(seconds) * 1_000).toBeGreaterThanOrEqual(requestTimeoutMs + 15_000);
  });

  test('waits for what it needs to be healthy', () => {
    for (const [needed, { condition }] of Object.entries<{ condition: string }>(depends_on)) {
      expect(condition).toBe('service_healthy');
      // The image of fauxqs checks its own health.
      if (needed !== 'fauxqs') expect(services[needed]).toHaveProperty('healthcheck');
    }
  });
});

/** A variable without a value is handed on from where compose runs. */
const given = (environment: Record<string, string | null>) =>
  Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== null),
  );

const ports = (environment: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    ['command', 'query', 'relay', 'indexer', 'images'].map((role) => [
      role,
      new URL(environment[`${role.toUpperCase()}_URL`]!).port,
    ]),
  );

test('the engines are of the versions that are tested here', () => {
  expect(services.mysql.image).toBe('mysql:8.4');
  expect(services.fauxqs.image).toBe(`kibertoad/fauxqs:${dependencies.fauxqs}`);
  expect(services.elasticsearch.image).toBe(`elasticsearch:${embeddedElasticsearch()}`);
});

const embeddedElasticsearch = () => /8\.19\.\d+/.exec(read('ops/engines/elasticsearch.ts'))?.[0];
