import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { ORDER_CHANGED, watchers } from '../../ops/test/watching.ts';
import { openGateway, post } from '../test/gateway.ts';
import { Windows } from './clients.ts';

const { watch, leaveAll } = watchers();
afterEach(leaveAll);
const PRODUCT = '{ product(id: "p1") { name } }';

describe('a client', () => {
  test('that asks too often is refused for the rest of the minute, whatever it asks', async () => {
    await using gateway = await openGateway({ RATE_LIMIT_PER_MINUTE: '3' });
    const responses = [];
    for (let i = 0; i < 4; i++) responses.push(await post(gateway.url, JSON.stringify({ query: PRODUCT })));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(Number(responses[3]!.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await responses[3]!.json()).toEqual({
      errors: [
        {
          message: expect.stringContaining('More than 3 requests a minute'),
          extensions: { code: 'TOO_MANY_REQUESTS' },
        },
      ],
    });
    expect((await fetch(new URL('/health/live', gateway.url))).status).toBe(200);
  });

  test('that asked too often may ask again after a minute, whatever became of the clock', async () => {
    await using gateway = await openGateway({ RATE_LIMIT_PER_MINUTE: '1' });
    const ask = () => post(gateway.url, JSON.stringify({ query: PRODUCT }));
    onTestFinished(() => void vi.restoreAllMocks());
    const wall = Date.now;
    vi.spyOn(Date, 'now').mockImplementation(() => wall() + 3_600_000);
    expect((await ask()).status).toBe(200);
    vi.restoreAllMocks();
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    const steady = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => steady() + 60_000);
    expect((await ask()).status).toBe(200);
  });

  test('that has too many requests under way is refused until they are answered, or given up', async () => {
    await using gateway = await openGateway({ CONCURRENT_PER_CLIENT: '2', REQUEST_TIMEOUT_MS: '500' });
    gateway.query.behave('hang');
    const gone = new AbortController();
    const underWay = [1, 2].map(() =>
      fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: PRODUCT }),
        signal: gone.signal,
      }).catch(() => undefined),
    );
    await expect.poll(() => gateway.query.requests.length).toBe(2);
    expect((await fetch(new URL('/health/live', gateway.url))).status).toBe(200);
    expect(await gateway.ask(PRODUCT)).toMatchObject({
      status: 429,
      errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }],
    });
    gone.abort();
    await Promise.all(underWay);
    gateway.query.behave('answer');
    await expect.poll(async () => (await gateway.ask(PRODUCT)).status).toBe(200);
  });

  test('that says where it comes from is believed only behind as many proxies as there are', async () => {
    const statuses = async (TRUSTED_PROXIES: string) => {
      await using gateway = await openGateway({ RATE_LIMIT_PER_MINUTE: '1', TRUSTED_PROXIES });
      const from = (address: string) =>
        post(gateway.url, JSON.stringify({ query: PRODUCT }), { 'x-forwarded-for': address });
      return [(await from('192.0.2.1')).status, (await from('192.0.2.2')).status];
    };
    expect(await Promise.all(['0', '1'].map(statuses))).toEqual([
      [200, 429],
      [200, 200],
    ]);
  });

  test.each(['CONCURRENT_PER_CLIENT', 'RATE_LIMIT_PER_MINUTE', 'STREAMS_PER_CLIENT'])(
    'is the same one to %s behind a proxy that writes its port',
    async (variable) => {
      await using gateway = await openGateway({ [variable]: '1', TRUSTED_PROXIES: '1' });
      const from = (address: string) => ({ 'x-forwarded-for': address });
      await watch(gateway.url, 'o1', { headers: from('192.0.2.1:1024') }).come(1);
      const body = JSON.stringify({ query: ORDER_CHANGED, variables: { id: 'o1' } });
      const stream = `${gateway.url}/stream`;
      expect((await post(stream, body, from('192.0.2.1:1025'))).status).toBe(429);
      const other = await post(stream, body, from('192.0.2.2:1025'));
      expect(other.status).toBe(200);
      await other.body!.cancel();
    },
  );
});

test('of more than 5,000 clients the one that has asked for nothing for the longest is forgotten', () => {
  const windows = new Windows();
  const ask = (client: number) => {
    const told = vi.fn<Parameters<Windows['incr']>[1]>();
    windows.incr(`client ${client}`, told, 60_000);
    return told.mock.calls[0]?.[1]?.current;
  };
  for (let client = 1; client <= 5_000; client++) ask(client);
  expect([ask(1), ask(5_001), ask(1), ask(2)]).toEqual([2, 1, 3, 1]);
});
