import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { serveHttp } from './http.ts';
import { createLog } from './log.ts';
import { acceptWake, createWake } from './wake.ts';

/** A proxy that begins to answer every call and then hangs up. */
let calls = 0;
const proxy = createServer((_request, response: ServerResponse) => {
  calls++;
  response.writeHead(503, { 'content-length': 100 });
  response.write('upstream', () => response.destroy());
});

beforeAll(() => new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve)));
afterAll(() => void proxy.close());

test('an answer that is cut is no fault, and the next wake calls again', async () => {
  const wake = createWake(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  wake();
  await vi.waitFor(() => expect(calls).toBe(1));
  await vi.waitFor(() => {
    wake();
    expect(calls).toBeGreaterThan(1);
  });
});

test('what comes while one is called is told by one more call, and only then', async () => {
  const calls: ServerResponse[] = [];
  const role = createServer((_request, response) => void calls.push(response));
  await new Promise<void>((resolve) => role.listen(0, '127.0.0.1', resolve));
  const wake = createWake(`http://127.0.0.1:${(role.address() as AddressInfo).port}`);
  for (let i = 0; i < 3; i++) wake();
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  await sleep(50);
  expect(calls).toHaveLength(1);
  calls[0]!.end();
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  calls[1]!.end();
  await sleep(50);
  expect(calls).toHaveLength(2);
  // A role that takes the call without a word is called again after a second.
  wake();
  await vi.waitFor(() => expect(calls).toHaveLength(3));
  wake();
  await vi.waitFor(() => expect(calls).toHaveLength(4), { timeout: 4_000 });
  role.closeAllConnections();
  role.close();
});

test.each(['127.0.0.1', '0.0.0.0', 'localhost'])(
  'who listens at %s in this thread is told what is new',
  async (host) => {
    const told: (string | undefined)[] = [];
    const options = { host, port: 0, log: createLog('test', 'warn'), ready: () => Promise.resolve() };
    const server = await serveHttp(options, (app) =>
      acceptWake<string>(app, host, (news) => void told.push(news)),
    );
    createWake<string>(server.origin)('news');
    expect(told).toEqual(['news']);
    await server.close();
    createWake<string>(server.origin)('more');
    expect(told).toEqual(['news']);
  },
);
