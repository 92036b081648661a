import { Readable } from 'node:stream';
import type { BaseContext } from '@apollo/server';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildSchema } from 'graphql';
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

test('who sends a byte now and then is answered with 408 after half a minute', () => {
  // Node looks every 30 s, which is too long to wait for here.
  expect(server.app.server.requestTimeout).toBe(30_000);
});

test('an idle connection is closed by the gateway, which keeps it for 30 s, and never under its request', () => {
  expect(server.app.server.keepAliveTimeout).toBeGreaterThan(60_000);
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
