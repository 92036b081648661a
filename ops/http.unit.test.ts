import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BaseContext } from '@apollo/server';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildSchema, GraphQLError } from 'graphql';
import { type GraphqlOptions, type HttpServer, serveGraphql } from './http.ts';
import { asker } from './test/tandem.ts';

let server: HttpServer;
const lines: Record<string, unknown>[] = [];
const schema = buildSchema('type Query { a: Int }');
const options: Omit<GraphqlOptions<BaseContext>, 'source'> = {
  host: '127.0.0.1',
  port: 0,
  log: pino({}, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) }),
  context: () => ({}),
  requestTimeoutMs: 15_000,
  ready: () => Promise.resolve(),
};
beforeAll(async () => {
  server = await serveGraphql({
    ...options,
    source: { schema },
    routes: (app) => {
      app.get('/broken', () => {
        throw new Error('the password is hunter2');
      });
      app.get('/broken-stream', (_request, reply) =>
        reply.type('text/event-stream').send(
          new Readable({
            read() {
              this.destroy(new Error('the password is hunter2'));
            },
          }),
        ),
      );
    },
  });
});
afterAll(() => server.close());

test.each([
  ['outside of GraphQL', 'broken'],
  ['of a stream that did not begin', 'broken-stream'],
])('a fault %s is masked too, and logged with the id that the client gets', async (_, path) => {
  lines.length = 0;
  const response = await fetch(`${server.origin}/${path}`);
  expect(response.status).toBe(500);
  expect(lines).toHaveLength(1);
  const [logged] = lines;
  expect(logged).toMatchObject({ err: { message: 'the password is hunter2' } });
  expect(await response.json()).toEqual({
    errors: [
      {
        message: `Internal error ${String(logged!['errorId'])}`,
        extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: logged!['errorId'] },
      },
    ],
  });
});

test.each([
  ['PUT', '/graphql'],
  ['POST', '/graphql/'],
  ['GET', '/graphql/stream?query=x'],
])('%s %s is told where operations go, as GraphQL clients look for it', async (method, path) => {
  const response = await fetch(server.origin + path, { method });
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    errors: [
      {
        message:
          'Nothing is answered here: operations go to /graphql, subscriptions to /graphql/stream by POST',
        extensions: { code: 'ROUTE_NOT_FOUND' },
      },
    ],
  });
});

describe('a stream', () => {
  const withStreams = (more: Partial<typeof options> = {}) =>
    serveGraphql({
      ...{ ...options, ...more },
      source: { schema: buildSchema('type Query { a: Int } type Subscription { b: Int }') },
      streams: { most: 1, open: () => Promise.reject(new Error('the password is hunter2')) },
    });
  const open = (origin: string) => asker(`${origin}/graphql/stream`)('subscription { b }');

  test('that cannot be opened is a fault, masked, and logged as what it is', async () => {
    lines.length = 0;
    const { origin, close } = await withStreams();
    const { status, errors } = await open(origin);
    await close();
    expect([status, errors![0]!.extensions['code']]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(lines).toMatchObject([{ err: { message: 'the password is hunter2' } }]);
  });

  test('that only cannot be judged now is refused with a status, so that its client tries again', async () => {
    const extensions = { code: 'AUTHENTICATION_UNAVAILABLE', http: { status: 503 } };
    const context = () => Promise.reject(new GraphQLError('not now', { extensions }));
    const { origin, close } = await withStreams({ context });
    const { status, errors } = await open(origin);
    await close();
    expect([status, errors]).toMatchObject([503, [{ extensions: { code: 'AUTHENTICATION_UNAVAILABLE' } }]]);
  });
});

test('of a document with very many mistakes the first 20 are told', async () => {
  const fields = Array.from({ length: 50 }, (_, i) => `f${i}`);
  const { errors } = await asker(`${server.origin}/graphql`)(`{ ${fields.join(' ')} }`);
  expect(errors!.map(({ message }) => message)).toEqual([
    ...fields.slice(0, 20).map((field) => `Cannot query field "${field}" on type "Query".`),
    'Too many validation errors, error limit reached. Validation aborted.',
  ]);
});

test('a fault of a gateway that executes is masked too, and logged once with its stack', async () => {
  lines.length = 0;
  const gateway = await serveGraphql({
    ...options,
    source: {
      gateway: {
        load: () => Promise.resolve({ executor: () => Promise.reject(new Error('the password is hunter2')) }),
        onSchemaLoadOrUpdate: (loaded) => {
          loaded({ apiSchema: schema, coreSupergraphSdl: '' });
          return () => {};
        },
        stop: () => Promise.resolve(),
      },
    },
  });
  const { errors } = await asker(`${gateway.origin}/graphql`)('{ a }');
  await gateway.close();
  const [logged, ...others] = lines.filter(({ msg }) => msg === 'request failed');
  expect(others).toEqual([]);
  expect(logged).toMatchObject({
    err: { message: 'the password is hunter2', stack: expect.stringContaining('http.unit.test') },
  });
  expect(errors).toEqual([
    {
      message: `Internal error ${String(logged!['errorId'])}`,
      extensions: { code: 'INTERNAL_SERVER_ERROR', errorId: logged!['errorId'] },
    },
  ]);
});

test.each([':80', 'a b', '['])('who asks for the host "%s" is told so, and it is no fault', async (host) => {
  lines.length = 0;
  const asked = { method: 'POST', url: '/graphql', headers: { host }, payload: { query: '{ a }' } } as const;
  const response = await server.app.inject(asked);
  expect([response.statusCode, response.json()]).toEqual([
    400,
    { errors: [{ message: 'The header Host names no host', extensions: { code: 'BAD_REQUEST' } }] },
  ]);
  expect(lines).toEqual([]);
  // Who looks after a role may speak HTTP/1.0, which has no such header.
  expect((await server.app.inject({ url: '/health/live', headers: { host } })).statusCode).toBe(200);
});

test('headers are read up to the size that is given, and Node’s 16 KiB else', async () => {
  const large = { headers: { 'x-consistency-token': 'x'.repeat(20_000) } };
  const wide = await serveGraphql({ ...options, source: { schema }, maxHeaderBytes: 32_768 });
  expect((await fetch(`${wide.origin}/health/live`, large)).status).toBe(200);
  expect((await fetch(`${server.origin}/health/live`, large)).status).toBe(431);
  await wide.close();
});

test('who sends a byte now and then is answered with 408 after half a minute', async () => {
  const slow = await serveGraphql({ ...options, source: { schema } });
  const { server: http } = slow.app;
  // Whichever is longer is the one for all of a request.
  expect([http.headersTimeout, http.requestTimeout]).toEqual([30_000, 30_000]);
  http.headersTimeout = http.requestTimeout = 200; // Half a minute is too long to wait for here.
  const socket = connect(Number(new URL(slow.origin).port), '127.0.0.1');
  const headers = ['host: x', 'content-type: application/json', 'content-length: 1000'];
  socket.write(['POST /graphql HTTP/1.1', ...headers, '', ''].join('\r\n'));
  const sending = setInterval(() => socket.write('x'), 50);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  clearInterval(sending);
  expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /);
  await slow.close();
});

test('an idle connection is closed by the gateway, which keeps it for 30 s, and never under its request', () => {
  expect(server.app.server.keepAliveTimeout).toBeGreaterThan(60_000);
});

describe('a server that is about to close', () => {
  /** Is written by the time that it returns a promise. */
  const ask = async (socket: Socket): Promise<string> => {
    socket.write('GET /health/live HTTP/1.1\r\nhost: test\r\n\r\n');
    return String(await once(socket, 'data'));
  };
  /** With a connection that is kept alive, and one on which nothing was asked yet. */
  const beginToClose = async () => {
    const { origin, app, close } = await serveGraphql({ ...options, source: { schema } });
    const open = async () => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1');
      await once(app.server, 'connection');
      return socket;
    };
    const [kept, unused] = [await open(), await open()];
    expect(await ask(kept)).toMatch(/^connection: keep-alive/im);
    const closed = close();
    await vi.waitFor(() => expect(app.server.listening).toBe(false), { interval: 5 });
    return { origin, kept, unused, closed };
  };
  const lastAnswer = expect.stringContaining('connection: close') as string;

  test('refuses new connections, and ends those that there are with an answer', async () => {
    const { origin, kept, unused, closed } = await beginToClose();
    // At once: what has not come after 150 ms is answered no more.
    const answers = Promise.all([ask(kept), ask(unused)]);
    await expect(fetch(origin)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect(await answers).toEqual([lastAnswer, lastAnswer]);
    await closed;
  });

  test('answers what has come by then, however busy it was', async () => {
    const { kept, unused, closed } = await beginToClose();
    // After an immediate the timers come next, and only then what is to be read.
    await nextTurn();
    const answers = Promise.all([ask(kept), ask(unused)]);
    for (const end = performance.now() + 300; performance.now() < end;);
    expect(await answers).toEqual([lastAnswer, lastAnswer]);
    await closed;
  });
});

test('a server that was busy when it is stopped takes all who came meanwhile', async () => {
  const { origin, close } = await serveGraphql({ ...options, source: { schema } });
  const port = Number(new URL(origin).port);
  // As a signal does, what connects comes with what is to be read.
  await once(connect(port, '127.0.0.1'), 'connect');
  const came = Array.from({ length: 5 }, () => connect(port, '127.0.0.1'));
  for (const end = performance.now() + 50; performance.now() < end;);
  const closed = close();
  const answers = came.map(async (socket) => {
    socket.write('GET /health/live HTTP/1.1\r\nhost: test\r\n\r\n');
    return String(await once(socket, 'data')).slice(0, 12);
  });
  expect(await Promise.all(answers)).toEqual(Array(5).fill('HTTP/1.1 200'));
  // And not for the one that has asked for nothing.
  await closed;
});

test('a server that is stopped answers what takes as long as a request may, and waits no longer', async () => {
  const asked: string[] = [];
  const answer = Promise.withResolvers<string>();
  const { origin, close } = await serveGraphql({
    ...options,
    source: { schema },
    routes: (app) => {
      app.addHook('onRequest', async ({ url }) => void asked.push(url));
      app.get('/slow', () => answer.promise);
      app.get('/never', () => new Promise(() => {}));
    },
  });
  const slow = fetch(`${origin}/slow`);
  const never = fetch(`${origin}/never`).catch((error: unknown) => error);
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const closed = close();
    await vi.advanceTimersByTimeAsync(15_000);
    answer.resolve('answered');
    expect(await (await slow).text()).toBe('answered');
    await vi.advanceTimersByTimeAsync(5_000);
    await closed;
    expect(await never).toBeInstanceOf(TypeError);
  } finally {
    vi.useRealTimers();
  }
});
