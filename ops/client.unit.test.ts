import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createClient, NoAnswer, RequestRefused } from './client.ts';

test('what comes too soon is sent again when the endpoint takes more', async () => {
  const told: (string | undefined)[] = ['2', undefined];
  const arrived: number[] = [];
  const server = createServer((_request, response) => {
    arrived.push(performance.now());
    const busy = arrived.length <= told.length;
    const retryAfter = told[arrived.length - 1];
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    response.setHeader('content-type', 'application/json');
    response.writeHead(busy ? 429 : 200).end(busy ? 'too many' : '{ "data": { "done": true } }');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const client = createClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await client(parse('{ done }'), {})).toEqual({ done: true });
    const [first, second, third] = arrived;
    expect(second! - first!).toBeGreaterThan(1_950);
    expect(third! - second!).toBeGreaterThan(950);
  } finally {
    server.close();
  }
}, 10_000);

test.each([
  [404, 'text/html', '<p>', true],
  [200, 'text/html', '<p>', true],
  [502, 'text/html', '<p>', false],
  [408, 'text/html', '<p>', false],
  [400, 'application/json', '{ "errors": [{ "message": "no such field" }] }', true],
  [
    200,
    'application/json',
    '{ "errors": [{ "message": "no", "extensions": { "code": "FORBIDDEN" } }], "data": null }',
    true,
  ],
  [
    200,
    'application/json',
    '{ "errors": [{ "message": "away", "extensions": { "code": "SUBGRAPH_UNAVAILABLE" } }] }',
    false,
  ],
])('an answer of %d, %s, %s: it is %s that no other try can help', async (status, type, body, forGood) => {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = createClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const error: unknown = await client(parse('{ done }'), {}).catch((caught: unknown) => caught);
  server.close();
  expect(error).toBeInstanceOf(Error);
  expect(error instanceof RequestRefused).toBe(forGood);
});

test.each(['UNAUTHENTICATED', 'FORBIDDEN'])('%s names the variable that has the token', async (code) => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ errors: [{ message: 'no', extensions: { code } }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const asking = createClient(url)(parse('{ done }'), {}).finally(() => server.close());
  await expect(asking).rejects.toThrow(`no: TANDEM_TOKEN must be a token of the staff that ${url} takes`);
});

test('a URL at which nobody answers is named, with what starts somebody', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const error: unknown = await createClient(`http://127.0.0.1:${port}/graphql`)(parse('{ done }'), {}).catch(
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(NoAnswer);
  expect((error as Error).message).toBe(
    `http://127.0.0.1:${port}/graphql does not answer (fetch failed: connect ECONNREFUSED 127.0.0.1:${port}): npm start starts a gateway`,
  );
});
