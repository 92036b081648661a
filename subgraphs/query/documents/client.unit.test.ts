import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from './client.ts';

let server: Server;
let client: Client;
beforeAll(async () => {
  server = createServer((request, answer) => {
    const headers = { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' };
    if (request.url === '/who/_count')
      answer.writeHead(200, headers).end(JSON.stringify({ count: request.headers.authorization }));
    else if (request.url!.startsWith('/half')) answer.writeHead(200, headers).write('{');
    else setTimeout(() => answer.writeHead(200, headers).end('{}'), 2_000);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = createClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 200);
});
afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
});

test('a request is given up after the time of the client', async () => {
  await expect(client.search({})).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('a request that is given longer has it', async () => {
  await client.search({}, { requestTimeout: 5_000 });
});

test('a request that is given less has no more', async () => {
  const start = performance.now();
  await expect(client.search({}, { requestTimeout: 50 })).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(performance.now() - start).toBeLessThan(190);
});

test('an answer that stops in its midst is given up too', async () => {
  await expect(client.search({ index: 'half' })).rejects.toThrow('Body Timeout');
});

test('the user and the password of the URL are shown to the engine', async () => {
  const { port } = server.address() as AddressInfo;
  const known = createClient(`http://me:p%40ss@127.0.0.1:${port}`, 5_000);
  expect((await known.count({ index: 'who' })).count).toBe(`Basic ${btoa('me:p@ss')}`);
  await known.close();
});
