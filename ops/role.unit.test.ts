import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { required, requireDecision, requireHost } from './role.ts';
import { run, type RunningProcess } from './test/processes.ts';
import { AUTH_VARIABLES } from './test/tokens.ts';

describe('that anybody may do everything must have been decided', () => {
  const decide = (env: Record<string, string>) => () => requireDecision(readConfig(env));

  test.each(['0.0.0.0', '::', '192.0.2.1', 'shop.example'])('where other machines reach it: %s', (HOST) => {
    expect(decide({ HOST })).toThrow('AUTH_JWKS_URL or AUTH_SECRET is not set');
    expect(decide({ HOST, AUTH: 'off' })).not.toThrow();
    expect(decide({ HOST, ...AUTH_VARIABLES })).not.toThrow();
  });

  test.each(['127.0.0.1', '127.0.0.2', '::1', 'localhost'])('and not where none do: %s', (HOST) => {
    expect(decide({ HOST })).not.toThrow();
  });
});

test.each(['no-such-host.invalid', '192.0.2.1'])('HOST is an address of this machine, not %s', (HOST) =>
  expect(requireHost(readConfig({ HOST }))).rejects.toThrow(
    new RegExp(`^HOST: this machine cannot listen at ${HOST}: `),
  ),
);

test.each(['127.0.0.1', '0.0.0.0', 'localhost'])('HOST may be %s', (HOST) =>
  expect(requireHost(readConfig({ HOST }))).resolves.toBeUndefined(),
);

test('all engines that a role is not told of are named together', () => {
  const config = readConfig({ ELASTICSEARCH_URL: 'http://127.0.0.1:9200' });
  expect(() => required(config, 'mysqlUrl', 'elasticsearchUrl', 'aws')).toThrow(
    /^MYSQL_URL, and SQS_ENDPOINT or AWS_REGION are not set: /,
  );
  expect(required(config, 'elasticsearchUrl')).toMatchObject({ elasticsearchUrl: 'http://127.0.0.1:9200' });
});

describe('a role on its own', () => {
  let gateway: RunningProcess | undefined;
  afterEach(() => gateway?.kill('SIGKILL'));

  test('does not start without that decision', async () => {
    gateway = run('start:gateway', { PORT: '0', HOST: '0.0.0.0', AUTH: '' });
    expect(await gateway.exited).toBe(1);
    expect(gateway.stderr()).toContain('AUTH=off to let everybody do everything');
  }, 20_000);

  test('says in one line that its HOST is none', async () => {
    gateway = run('start:gateway', { PORT: '0', HOST: 'no-such-host.invalid', AUTH: 'off' });
    expect(await gateway.exited).toBe(1);
    expect(gateway.stderr()).toMatch(/^HOST: this machine cannot listen at no-such-host\.invalid: .*\n$/);
  }, 20_000);

  test('takes no arguments, as npm start takes none', async () => {
    for (const script of ['start:gateway', 'start']) {
      gateway = run(script, { PORT: '0', TANDEM_DATA_DIR: '/dev/null/x' }, ['--port', '5000']);
      expect(await gateway.exited).toBe(1);
      expect(gateway.stderr()).toMatch(/^What is --port\? .*environment variables.*\n$/);
    }
  }, 20_000);

  test('says aloud that authentication is off', async () => {
    gateway = run('start:gateway', { PORT: '0', AUTH: '' });
    await gateway.ready;
    expect(gateway.stderr()).toContain('authentication is OFF');
  }, 20_000);

  test('ends where something of its own fails that nobody handles', async () => {
    const onSignal = "process.on('SIGUSR2',()=>Promise.reject(new Error('lost')))";
    gateway = run('start:gateway', {
      ...{ PORT: '0', AUTH: '' },
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(onSignal)}`,
    });
    await gateway.ready;
    expect(await gateway.kill('SIGUSR2')).toBe(1);
    expect(gateway.stderr()).toContain('Error: lost');
  }, 20_000);
});
