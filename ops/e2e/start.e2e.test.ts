import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testFolder } from '../engines/test/folder.ts';
import { type RunningProcess, run } from '../test/processes.ts';
import { asker, cleanUp, createPlace, type TestPlace } from '../test/tandem.ts';
import { AUTH_VARIABLES, signToken } from '../test/tokens.ts';

// `npm start` as its user meets it. One copy has engines of its own, the other, beside it, those that are configured.

let folder: Awaited<ReturnType<typeof testFolder>>;
let place: TestPlace;
let own: RunningProcess;
let beside: RunningProcess;
let url: string;
let orderId: string;
let firstStartMs: number;

/** An empty variable counts as not set, whatever the tests themselves were started with. */
const noEngines = { MYSQL_URL: '', ELASTICSEARCH_URL: '', SQS_ENDPOINT: '', AWS_REGION: '' };
const startOwn = () => run('start', { ...noEngines, TANDEM_DATA_DIR: join(folder.path, 'own'), PORT: '0' });
const configured = () => {
  const { PORT, MYSQL_URL, ELASTICSEARCH_URL, SQS_ENDPOINT, TANDEM_NAMESPACE } = place.env;
  const engines = {
    MYSQL_URL: MYSQL_URL!,
    ELASTICSEARCH_URL: ELASTICSEARCH_URL!,
    SQS_ENDPOINT: SQS_ENDPOINT!,
  };
  return { ...engines, PORT: PORT!, TANDEM_NAMESPACE: TANDEM_NAMESPACE! };
};
beforeAll(async () => {
  folder = await testFolder();
  place = await createPlace();
  const before = performance.now();
  own = startOwn();
  url = await own.ready;
  firstStartMs = performance.now() - before;
}, 120_000);
afterAll(async () => {
  await Promise.all([own, beside].map((copy) => copy?.kill('SIGTERM')));
  await cleanUp(place);
  await folder[Symbol.asyncDispose]();
}, 60_000);

/** The processes whose command line names the data folder: the engines, and whoever guards them. */
async function processesOf(dataDir: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return commands.filter((command) => command.includes(dataDir));
}
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);
const milliseconds = /readable by id (\d+) ms after the commit, searchable after (\d+) ms/;

describe('npm start', () => {
  test('proves itself with an order, and ends with one line that says ready and where', () => {
    const [, readable, searchable] = milliseconds.exec(own.stdout()) ?? [];
    expect([Number(readable), Number(searchable)]).toEqual([expect.any(Number), expect.any(Number)]);
    expect(Number(searchable)).toBeLessThan(10_000);
    expect(own.stdout()).toMatch(/^ {2}1 x \S+ .* = .*\d/m);
    expect(lastLine(own.stdout())).toBe(`ready ${url}`);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/);
    orderId = /^order (\S+)/m.exec(own.stdout())![1]!;
  });

  test('has a shop to look at, and engines of its own', async () => {
    const { data } = await asker(url)(
      '{ products(first: 100) { totalCount edges { node { sku price { amountMinor } } } } }',
    );
    expect(data.products.totalCount).toBeGreaterThan(10);
    expect((await processesOf(join(folder.path, 'own'))).length).toBeGreaterThanOrEqual(2);
  });

  test('on a port that is taken says so in one line, ends with 1, and leaves nothing running', async () => {
    const { port } = new URL(url);
    const third = run('start', { ...noEngines, TANDEM_DATA_DIR: join(folder.path, 'third'), PORT: port });
    expect(await third.exited).toBe(1);
    expect(third.stderr().trim()).toMatch(new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken\\..*$`));
    expect(third.stdout()).toBe('');
    expect(await processesOf(join(folder.path, 'third'))).toEqual([]);
  });

  test('with the token of a customer says in one line that TANDEM_TOKEN is wrong, and ends with 1', async () => {
    const customer = run('start', {
      ...{
        ...configured(),
        ...AUTH_VARIABLES,
        TANDEM_TOKEN: await signToken({ sub: 'ann', roles: ['customer'] }),
      },
      TANDEM_DATA_DIR: join(folder.path, 'customer'),
    });
    expect(await customer.exited).toBe(1);
    expect(customer.stderr()).toMatch(
      /^This is not for you: TANDEM_TOKEN must be a token of the staff .*\n$/,
    );
  }, 60_000);

  test('runs beside another copy, on engines that are configured', async () => {
    const env = configured();
    // Only where no other machine can ask is it open without a word from anybody, and it says so.
    expect(own.stdout()).toContain('authentication is OFF');
    const undecided = run('start', {
      ...env,
      AUTH: '',
      HOST: '0.0.0.0',
      TANDEM_DATA_DIR: join(folder.path, 'undecided'),
    });
    expect(await undecided.exited).toBe(1);
    expect(undecided.stderr()).toMatch(/^AUTH_JWKS_URL or AUTH_SECRET is not set/);
    beside = run('start', { ...env, AUTH: 'off', TANDEM_DATA_DIR: join(folder.path, 'beside') });
    const other = await beside.ready;
    expect(other).not.toBe(url);
    const list = '{ products(first: 1) { totalCount } }';
    const [mine, theirs] = await Promise.all([asker(url)(list), asker(other)(list)]);
    expect(theirs.data).toEqual(mine.data);
    expect((await asker(other)(`{ order(id: "${orderId}") { id } }`)).data.order).toBeNull();
    expect(await beside.kill('SIGTERM')).toBe(0);
    expect(await processesOf(join(folder.path, 'beside'))).toEqual([]);
  }, 60_000);

  test('whose read side finds its port taken says so in one line, and ends with 1', async () => {
    const { port } = new URL(url);
    const taken = run('start', {
      ...{ ...configured(), INDEXER_URL: `http://127.0.0.1:${port}` },
      TANDEM_DATA_DIR: join(folder.path, 'taken'),
    });
    expect(await taken.exited).toBe(1);
    expect(taken.stderr()).toMatch(new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken\\..*\n$`));
  }, 60_000);

  test('on an engine that is another product says so in one line, and ends with 1', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"green"}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const other = run('start', {
      ...{ ...configured(), ELASTICSEARCH_URL: `http://127.0.0.1:${port}` },
      TANDEM_DATA_DIR: join(folder.path, 'other'),
    });
    expect(await other.exited).toBe(1);
    expect(other.stderr()).toMatch(/^ELASTICSEARCH_URL is refused: .*\n$/);
    server.close();
  }, 60_000);

  test('that is stopped while its engines start ends with 0, when they are gone', async () => {
    const dataDir = join(folder.path, 'stopped');
    const early = run('start', { ...noEngines, TANDEM_DATA_DIR: dataDir, PORT: '0' });
    const engines = () => processesOf(dataDir);
    await expect.poll(engines, { timeout: 30_000, interval: 50 }).not.toEqual([]);
    expect(await early.kill('SIGTERM')).toBe(0);
    expect(await engines()).toEqual([]);
    expect(early.stdout() + early.stderr()).not.toMatch(/Error|ready/);
  }, 60_000);

  test.each([
    ['fails', "Promise.reject(new Error('lost'))", 'Error: lost'],
    ['ends', 'process.exit(0)', 'Error: The thread of the read side has ended by itself'],
  ])(
    'ends where something of the read side %s that nobody handles',
    async (name, does, told) => {
      const onSignal = `import { isMainThread } from 'node:worker_threads';
      const channel = new BroadcastChannel('fail');
      channel.unref();
      if (isMainThread) process.on('SIGUSR2', () => channel.postMessage(''));
      else channel.onmessage = () => ${does};`;
      const failing = run('start', {
        ...{ ...configured(), TANDEM_DATA_DIR: join(folder.path, name) },
        NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(onSignal)}`,
      });
      await failing.ready;
      expect(await failing.kill('SIGUSR2')).toBe(1);
      expect(failing.stderr()).toContain(told);
    },
    60_000,
  );

  test('ends with 0 at SIGTERM within 15 s, and leaves nothing running', async () => {
    const before = performance.now();
    expect(await own.kill('SIGTERM')).toBe(0);
    expect(performance.now() - before).toBeLessThan(15_000);
    expect(await processesOf(join(folder.path, 'own'))).toEqual([]);
    expect(own.stderr()).not.toMatch(/Error/);
  }, 30_000);

  test('a second time on the same data is ready within 30 s, and shows the data of the first', async () => {
    const before = performance.now();
    own = startOwn();
    url = await own.ready;
    // On a machine that is busy with other things the first start, which does much more, tells how slow it is.
    expect(performance.now() - before).toBeLessThan(Math.max(30_000, 2 * firstStartMs));
    expect(own.stdout()).not.toContain('loaded a sample');
    const { data } = await asker(url)(`{ order(id: "${orderId}") { id } products { totalCount } }`);
    expect(data).toMatchObject({ order: { id: orderId }, products: { totalCount: 20 } });
  }, 120_000);

  test('that is killed leaves nothing running for longer than 15 s', async () => {
    void own.kill('SIGKILL');
    await expect
      .poll(() => processesOf(join(folder.path, 'own')), { timeout: 15_000, interval: 200 })
      .toEqual([]);
  }, 30_000);
});
