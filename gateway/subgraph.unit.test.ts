import dns from 'node:dns';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openGateway } from './test/gateway.ts';

const QUERY = '{ product(id: "p1") { name } }';
const ANSWER = { product: { name: 'Kettle' } };
const MUTATION = 'mutation { createOrder(input: { lines: [] }) { orderId } }';
const CREATED = { createOrder: { orderId: 'o1' } };

describe('a subgraph', () => {
  test.each([
    ['forbid', 403],
    ['too large', 413],
    ['headers too large', 431],
  ] as const)(
    'that does "%s" is asked once, has run nothing, and is not left alone',
    async (behaviour, status) => {
      await using gateway = await openGateway();
      gateway.query.behave(behaviour);
      gateway.command.behave(behaviour);
      const { data, errors } = await gateway.ask(
        '{ a: product(id: "p1") { name } b: product(id: "p2") { name } }',
      );
      expect([data, errors]).toEqual([
        { a: null, b: null },
        ['a', 'b'].map((path) => ({
          message: 'The query subgraph refuses this request',
          path: [path],
          extensions: { code: 'SUBGRAPH_REFUSED', subgraph: 'query', serviceName: 'query' },
        })),
      ]);
      for (let i = 1; i <= 12; i++) {
        expect((await gateway.ask(MUTATION)).errors).toMatchObject([
          { extensions: { code: 'SUBGRAPH_REFUSED', subgraph: 'command', mayHaveRun: false } },
        ]);
        expect(gateway.command.requests).toHaveLength(i);
      }
      expect(gateway.query.requests).toHaveLength(1);
      expect(gateway.lines.join('')).toContain(`refused with status ${status}`);
      gateway.command.behave('answer');
      gateway.query.behave('answer');
      expect((await gateway.ask(MUTATION)).data).toEqual(CREATED);
    },
    20_000,
  );

  test('that answers with too much is asked once, read no further, and not left alone', async () => {
    await using gateway = await openGateway();
    gateway.query.behave('endless');
    for (let i = 1; i <= 11; i++) {
      expect((await gateway.ask(QUERY)).errors).toEqual([
        {
          message: 'The query subgraph answers with too much: ask for less at once',
          path: ['product'],
          extensions: { code: 'SUBGRAPH_RESPONSE_TOO_LARGE', subgraph: 'query', serviceName: 'query' },
        },
      ]);
      expect(gateway.query.requests).toHaveLength(i);
    }
    expect(gateway.lines.join('')).toContain('Response content exceeded max size');
    gateway.query.behave('answer');
    expect((await gateway.ask(QUERY)).data).toEqual(ANSWER);
  }, 60_000);

  test('that is left alone is tried by one request, to its end though its client leaves; the others do not wait', async () => {
    await using gateway = await openGateway({ REQUEST_TIMEOUT_MS: '2000' });
    const { query } = gateway;
    query.behave('unavailable');
    for (let i = 0; i < 6; i++) await gateway.ask(QUERY);
    query.behave('hang');
    const leaving = new AbortController();
    while (query.requests.length === 0) {
      const [headers, body] = [{ 'content-type': 'application/json' }, JSON.stringify({ query: QUERY })];
      void fetch(gateway.url, { method: 'POST', headers, body, signal: leaving.signal }).catch(
        () => undefined,
      );
      await sleep(20);
    }
    leaving.abort();
    const unavailable = { errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] };
    expect(await Promise.race([gateway.ask(QUERY), sleep(1_000)])).toMatchObject(unavailable);
    await expect.poll(query.givenUp, { timeout: 5_000 }).toBe(1);
    expect(query.requests).toHaveLength(1);
    expect(gateway.lines.join('')).not.toContain('subgraph answers again');
    query.behave('answer');
    await expect.poll(async () => (await gateway.ask(QUERY)).data, { timeout: 10_000 }).toEqual(ANSWER);
    expect(gateway.lines.join('')).toContain('subgraph answers again');
  }, 30_000);

  test.each(['ENOTFOUND', 'EAI_AGAIN'])('whose host has no address (%s) was sent nothing', async (code) => {
    await using gateway = await openGateway({ COMMAND_URL: 'http://nobody.example/graphql' });
    const lookup = vi
      .spyOn(dns, 'lookup')
      .mockImplementation(((_host: string, _options: object, callback: (error: Error) => void) =>
        callback(Object.assign(new Error('no address'), { code, syscall: 'getaddrinfo' }))) as never);
    onTestFinished(() => lookup.mockRestore());
    expect((await gateway.ask(MUTATION)).errors).toMatchObject([
      { extensions: { code: 'SUBGRAPH_UNAVAILABLE', mayHaveRun: false } },
    ]);
    // So it was safe to try again.
    expect(lookup).toHaveBeenCalledTimes(3);
  });
});
