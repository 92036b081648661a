import { Readable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSchema } from 'graphql';
import { type HttpServer, serveGraphql } from './http.ts';

let server: HttpServer;
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
  server = await serveGraphql({
    host: '127.0.0.1',
    port: 0,
    log: pino({}, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) }),
    source: { schema: buildSchema('type Query { a: Int }') },
    context: () => ({}),
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
    ready: () => Promise.resolve(),
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

test('who sends a byte now and then is answered with 408 after half a minute', () => {
  // Node looks every 30 s, which is too long to wait for here.
  expect(server.app.server.requestTimeout).toBe(30_000);
});

test('an idle connection is closed by the gateway, which keeps it for 30 s, and never under its request', () => {
  expect(server.app.server.keepAliveTimeout).toBeGreaterThan(60_000);
});
