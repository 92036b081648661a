import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { requireDecision, requireHost } from './role.ts';
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

  test('says aloud that authentication is off', async () => {
    gateway = run('start:gateway', { PORT: '0', AUTH: '' });
    await gateway.ready;
    expect(gateway.stderr()).toContain('authentication is OFF');
  }, 20_000);
});

describe('a promise that nobody holds', () => {
  const live = (text: string) =>
    promisify(execFile)(process.execPath, [
      ...['--input-type=module', '--eval'],
      `import { outliveLostErrors } from './ops/role.ts';
       import { buildSchema, graphql } from 'graphql';
       outliveLostErrors();
       ${text}
       setTimeout(() => console.log('alive'), 50);`,
    ]);

  test('ends no process when it is a field of a list that has failed already', async () => {
    const { stdout } = await live(`
      const late = () => new Promise((_, reject) => setTimeout(reject, 10, new Error('late')));
      const schema = buildSchema('type Query { items: [Item!]! } type Item { id: ID! }');
      const rootValue = { items: [{ id: late }, {}] };
      console.log((await graphql({ schema, source: '{ items { id } }', rootValue })).errors.length);`);
    expect(stdout).toBe('1\nalive\n');
  });

  test('ends it when it is anything else', () =>
    expect(live("void Promise.reject(new Error('of ours'));")).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Error: of ours'),
    }));
});
