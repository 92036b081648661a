import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ConfigError, readConfig } from '../ops/config.ts';
import { startGateway } from './main.ts';
import { openGateway, post, type TestGateway } from './test/gateway.ts';

const QUERY = '{ product(id: "p1") { name } }';
const MUTATION =
  'mutation { createOrder(input: { lines: [] }) { orderId consistencyToken order { status } } }';
const ANSWER = { product: { name: 'Kettle' } };
const ORDER = { createOrder: { orderId: 'o1', consistencyToken: 't', order: { status: 'PLACED' } } };

describe('a subgraph', () => {
  let gateway: TestGateway;
  beforeAll(async () => void (gateway = await openGateway({ REQUEST_TIMEOUT_MS: '600' })));
  afterAll(() => gateway[Symbol.asyncDispose]());
  afterEach(async () => {
    gateway.query.behave('answer');
    gateway.command.behave('answer');
    // Closes the circuit breaker again, should it be open.
    while ((await gateway.ask(MUTATION)).errors !== undefined) await sleep(50);
  });

  describe.each([
    ['hang', 'SUBGRAPH_TIMEOUT', 1],
    ['reset', 'SUBGRAPH_UNAVAILABLE', 3],
    ['cut', 'SUBGRAPH_UNAVAILABLE', 3],
    ['unavailable', 'SUBGRAPH_UNAVAILABLE', 3],
    ['rubbish', 'SUBGRAPH_INVALID_RESPONSE', 3],
  ] as const)('that does "%s"', (behaviour, code, tries) => {
    test(`fails a query with ${code} after ${tries} tries, in time, and answers when it is well again`, async () => {
      gateway.query.behave(behaviour);
      const start = performance.now();
      const { data, errors } = await gateway.ask(QUERY);
      expect(data).toEqual({ product: null });
      expect(errors).toEqual([
        {
          message: 'The query subgraph does not answer',
          path: ['product'],
          extensions: { code, subgraph: 'query', serviceName: 'query' },
        },
      ]);
      expect(gateway.query.requests).toHaveLength(tries);
      expect(performance.now() - start).toBeLessThan(2_000);
      gateway.query.behave('answer');
      expect((await gateway.ask(QUERY)).data).toEqual(ANSWER);
    });

    test('gets a mutation once, and the client is told that it may have been done', async () => {
      gateway.command.behave(behaviour);
      const { data, errors } = await gateway.ask(MUTATION);
      expect(data).toBeNull();
      expect(errors).toMatchObject([{ extensions: { code, subgraph: 'command', mayHaveRun: true } }]);
      expect(errors![0]!.message).toContain('Send it again with its idempotency key');
      expect(gateway.command.requests).toHaveLength(1);
    });

    test('leaves alone what the other one answers', async () => {
      gateway.query.behave(behaviour);
      const { data, errors } = await gateway.ask(MUTATION);
      // The write is safe, and the client knows it; what it looks like now is missing.
      expect(data).toEqual({ createOrder: { orderId: 'o1', consistencyToken: 't', order: null } });
      expect(errors).toMatchObject([
        { path: ['createOrder', 'order'], extensions: { code, subgraph: 'query' } },
      ]);
    });
  });

  test('that fails once is asked again, and the client notices nothing', async () => {
    gateway.query.behave('reset');
    const answer = gateway.ask(QUERY);
    await expect.poll(() => gateway.query.requests.length, { interval: 1 }).toBeGreaterThan(0);
    gateway.query.behave('answer');
    expect((await answer).data).toEqual(ANSWER);
  });

  test('that is down fails at once, a mutation too, which then has not run; up again, it answers', async () => {
    await gateway.command.down();
    const start = performance.now();
    const { errors } = await gateway.ask(MUTATION);
    expect(errors).toMatchObject([
      {
        message: 'The command subgraph does not answer',
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', mayHaveRun: false },
      },
    ]);
    expect(performance.now() - start).toBeLessThan(1_500);
    expect((await gateway.ask(QUERY)).data).toEqual(ANSWER);
    await gateway.command.up();
    await expect.poll(async () => (await gateway.ask(MUTATION)).data, { timeout: 5_000 }).toEqual(ORDER);
  });

  test('that keeps failing is left alone for a while, and asked again after that', async () => {
    gateway.query.behave('unavailable');
    for (let i = 0; i < 6; i++) await gateway.ask(QUERY);
    const asked = gateway.query.requests.length;
    expect(asked).toBeLessThan(18);
    expect((await gateway.ask(QUERY)).errors).toMatchObject([
      { extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
    ]);
    gateway.query.behave('answer');
    await expect.poll(async () => (await gateway.ask(QUERY)).data, { timeout: 5_000 }).toEqual(ANSWER);
    expect(gateway.lines.join('')).toContain('subgraph is left alone for a while');
    expect(gateway.lines.join('')).toContain('subgraph answers again');
  });

  test('that is left alone is asked again as soon when the clock is set back meanwhile', async () => {
    const { now } = Date;
    const ahead = vi.spyOn(Date, 'now').mockImplementation(() => now() + 600_000);
    gateway.query.behave('unavailable');
    for (let i = 0; i < 6; i++) await gateway.ask(QUERY);
    ahead.mockRestore();
    expect(gateway.query.requests.length).toBeLessThan(18);
    gateway.query.behave('answer');
    await expect.poll(async () => (await gateway.ask(QUERY)).data, { timeout: 5_000 }).toEqual(ANSWER);
  });

  describe('of whom a client that leaves has asked', () => {
    const leave = async (query: string, when: () => void) => {
      const gone = new AbortController();
      const answer = fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
        signal: gone.signal,
      });
      await vi.waitFor(when, { interval: 5 });
      gone.abort();
      await expect(answer).rejects.toThrow('abort');
    };

    test('a query is hung up on at once, is not asked again, and is no failure of the subgraph', async () => {
      gateway.lines.length = 0;
      gateway.query.behave('hang');
      for (let i = 1; i <= 12; i++) {
        await leave(QUERY, () => expect(gateway.query.requests).toHaveLength(i));
        await vi.waitFor(() => expect(gateway.query.givenUp()).toBe(i), { timeout: 400, interval: 5 });
      }
      await sleep(100);
      expect(gateway.query.requests).toHaveLength(12);
      gateway.query.behave('answer');
      expect((await gateway.ask(QUERY)).data).toEqual(ANSWER);
      expect(gateway.lines.filter((line) => /"level":[456]0/.test(line))).toEqual([]);
    });

    test('a mutation is let to its end, and what it would show is not asked for any more', async () => {
      gateway.query.behave('answer');
      gateway.command.behave('slow');
      await leave(MUTATION, () => expect(gateway.command.requests).toHaveLength(1));
      await sleep(300);
      expect(gateway.command.givenUp()).toBe(0);
      expect(gateway.query.requests).toEqual([]);
    });
  });

  test('hears how long the client still waits, and of no header that is not on the list', async () => {
    gateway.query.behave('answer');
    const listed = {
      authorization: 'Bearer x',
      'x-consistency-token': 'product-p1:0.1',
      'x-consistency': 'EVENTUAL',
      'x-consistency-budget-ms': '5',
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    };
    const others = {
      ...{
        cookie: 'a=b',
        'x-secret': '1',
        'x-timeout-ms': '1',
        'x-router-credential': 'x',
        forwarded: 'for=1',
      },
      ...{
        'x-forwarded-for': '192.0.2.1',
        'user-agent': 'a client',
        'apollographql-client-name': 'a client',
      },
    };
    await gateway.ask(QUERY, {}, { ...listed, ...others });
    const { headers } = gateway.query.requests[0]!;
    expect(headers).toMatchObject(listed);
    expect(Number(headers['x-timeout-ms'])).toBeGreaterThan(400);
    expect(Number(headers['x-timeout-ms'])).toBeLessThanOrEqual(600);
    const own = ['connection', 'content-length', 'content-type', 'host', 'x-timeout-ms'];
    expect(Object.keys(headers).toSorted()).toEqual([...Object.keys(listed), ...own].toSorted());
  });

  test('that is too slow fails once for each request, which is no reason to leave it alone yet', async () => {
    gateway.query.behave('hang');
    await Promise.all(Array.from({ length: 6 }, () => gateway.ask(QUERY)));
    gateway.query.behave('answer');
    expect((await gateway.ask(QUERY)).data).toEqual(ANSWER);
  });

  test('that is slow is waited for', async () => {
    gateway.query.behave('slow');
    expect((await gateway.ask(QUERY)).data).toEqual(ANSWER);
    expect(gateway.query.requests).toHaveLength(1);
  });
});

test('a subgraph is shown the first of two credentials', async () => {
  const [first, second] = ['the credential of today', 'the one of yesterday'];
  await using gateway = await openGateway({ ROUTER_CREDENTIAL: `${first},${second}` });
  gateway.query.behave('answer');
  expect((await gateway.ask(QUERY)).data).toEqual(ANSWER);
  expect(gateway.query.requests[0]!.headers['x-router-credential']).toBe(first);
});

describe('a supergraph file', () => {
  const committed = new URL('../schema/supergraph.graphql', import.meta.url);

  test.each([
    ['that is not there', undefined, 'ENOENT'],
    ['that is half written', 'type Query {', 'Syntax Error'],
    ['that is another schema', 'type Query { a: Int }', 'must be a core schema'],
  ])('%s is refused at the start, by its name', async (_, text, why) => {
    const file = join(await mkdtemp(join(tmpdir(), 'tandem-supergraph-')), 'supergraph.graphql');
    if (text !== undefined) await writeFile(file, text);
    const start = startGateway(readConfig({ PORT: '0', SUPERGRAPH: file }), pino({ level: 'silent' }));
    await expect(start).rejects.toThrow(ConfigError);
    await expect(start).rejects.toThrow(`SUPERGRAPH: ${file} is no supergraph: `);
    await expect(start).rejects.toThrow(why);
  });

  test('replaced while requests run gives the new schema, and none of them fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tandem-supergraph-'));
    const file = join(folder, 'supergraph.graphql');
    await copyFile(committed, file);
    await using gateway = await openGateway({ SUPERGRAPH: file });
    const replace = async (text: string) => {
      await writeFile(`${file}.new`, text);
      await rename(`${file}.new`, file);
    };
    const sdl = await readFile(file, 'utf8');
    const typeOf = async (name: string) =>
      (await gateway.ask('query ($name: String!) { __type(name: $name) { name } }', { name })).data.__type;

    let running = true;
    const failed: unknown[] = [];
    const load = Array.from({ length: 8 }, async (_, i) => {
      // Different texts, so that each is planned anew.
      for (let n = 0; running; n++) {
        const { data, errors } = await gateway.ask(`query Q${i}_${n} { product(id: "p1") { name } }`);
        if (errors !== undefined || data.product.name !== 'Kettle') failed.push({ data, errors });
      }
    });
    await replace(
      `${sdl}\n"""\nNew.\n"""\ntype Added @join__type(graph: QUERY) {\n  """New."""\n  id: ID!\n}\n`.replace(
        'readModel: ReadModel!',
        'added: Added @join__field(graph: QUERY)\n  readModel: ReadModel!',
      ),
    );
    await expect.poll(() => typeOf('Added'), { timeout: 5_000 }).toEqual({ name: 'Added' });

    for (const invalid of [
      '',
      'type Query {',
      'type Query { a: Int }',
      sdl.replace('name: "query"', 'name: "nobody"'),
      // Refused by the planner, when the schema without the field was taken already.
      sdl
        .replace(/"""The product's name."""\s+name: String! @join__field\(graph: QUERY\)/, '')
        .replaceAll('key: "id revision"', 'key: "id unknown"'),
    ]) {
      gateway.lines.length = 0;
      await replace(invalid);
      await expect
        .poll(() => gateway.lines.join(''), { timeout: 5_000 })
        .toContain('supergraph refused, the old one stays');
      expect(await typeOf('Added')).toEqual({ name: 'Added' });
    }
    await rm(file);
    gateway.lines.length = 0;
    // Looked for three times or more in that time.
    await sleep(1_800);
    expect(gateway.lines.filter((line) => line.includes('supergraph refused'))).toHaveLength(1);
    await replace(sdl);
    await expect.poll(() => typeOf('Added'), { timeout: 5_000 }).toBeNull();
    running = false;
    await Promise.all(load);
    expect(failed).toEqual([]);
    await rm(folder, { recursive: true });
  }, 20_000);
});

test('a gateway that is stopped under load answers every request, and tells each client to go', async () => {
  const gateway = await openGateway();
  gateway.query.behave('slow');
  const outcomes: string[] = [];
  const unlessRefused = (error: Error): undefined => {
    if ((error.cause as NodeJS.ErrnoException).syscall !== 'connect') throw error;
  };
  const client = async (): Promise<void> => {
    for (;;) {
      const response = await post(gateway.url, JSON.stringify({ query: QUERY })).catch(unlessRefused);
      // Whoever goes on asks another gateway, as a balancer does.
      if (response === undefined) return;
      const { data } = (await response.json()) as { data?: { product: { name: string } } };
      outcomes.push(data?.product.name ?? 'wrong');
      if (response.headers.get('connection') === 'close') return;
    }
  };
  const load = Promise.all(Array.from({ length: 16 }, client));
  await expect.poll(() => outcomes.length).toBeGreaterThan(20);
  await gateway.stop();
  await load;
  expect(new Set(outcomes)).toEqual(new Set(['Kettle']));
  await Promise.all([gateway.command.close(), gateway.query.close()]);
});
