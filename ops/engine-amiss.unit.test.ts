import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createSilentServer, type Socket } from 'node:net';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createConnection } from 'mysql2/promise';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openTopic } from '../subgraphs/command/relay/topic.ts';
import { createClient } from '../subgraphs/query/documents/client.ts';
import { EngineFailed } from '../subgraphs/query/documents/outage.ts';
import { engineAmiss } from './engine-amiss.ts';

test('of a host with several addresses it is told why none of them answers', async () => {
  const socket = connect({
    ...{ host: 'localhost', port: 9 },
    lookup: (_host, _options, done) =>
      done(
        null,
        ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 })),
      ),
  });
  const [error] = await once(socket, 'error').catch((reason: unknown) => [reason]);
  expect(engineAmiss(error)).toBe(
    'MySQL does not answer: connect ECONNREFUSED 127.0.0.1:9; connect ECONNREFUSED 127.0.0.2:9',
  );
});

test.each([
  [
    'takes nobody without TLS',
    'ER_SECURE_TRANSPORT_REQUIRED',
    'Connections using insecure transport are prohibited while --require_secure_transport=ON.',
  ],
  [
    'lets its user make no tables',
    'ER_TABLEACCESS_DENIED_ERROR',
    "CREATE command denied to user 'u'@'h' for table 'schema_version'",
  ],
])('a MySQL that %s says so', (_, code, message) => {
  expect(engineAmiss(Object.assign(new Error(message), { code }))).toBe(`MYSQL_URL is refused: ${message}`);
});

test('which engine is silent is told, where its client names no address', async () => {
  const sockets = new Set<Socket>();
  const server = createSilentServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const aws = {
    ...{ region: 'x', credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, maxAttempts: 1 },
    requestHandler: { requestTimeout: 100, throwOnRequestTimeout: true },
  };
  const said = await Promise.all(
    [
      createConnection({ uri: `mysql://root@${host}/x`, connectTimeout: 100 }),
      createClient(`http://${host}`, 100).info(),
      new SQSClient({ endpoint: `http://${host}`, ...aws }).send(new CreateQueueCommand({ QueueName: 'q' })),
    ].map((asked) => asked.then(() => undefined, engineAmiss)),
  );
  expect(said).toEqual([
    'MySQL does not answer: connect ETIMEDOUT',
    'Elasticsearch does not answer: Request timed out',
    expect.stringMatching(/^SNS or SQS does not answer: .* requestTimeout/),
  ]);
});

describe('an engine that refuses, or cannot do, what it is asked says so', () => {
  /** What the client rejects with, asking a server that gives this answer to everything. */
  async function refusalOf(
    [status, headers, body]: readonly [number, Record<string, string>, string],
    ask: (endpoint: string) => Promise<unknown>,
  ): Promise<unknown> {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(status, headers).end(body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    return await ask(`http://127.0.0.1:${port}`).catch((error: unknown) => error);
  }
  const elastic = { 'x-elastic-product': 'Elasticsearch', 'content-type': 'application/json' };
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };

  test('Elasticsearch without credentials, also where it gives no reason', async () => {
    const reason = { type: 'security_exception', reason: 'missing credentials' };
    const answer = [401, elastic, JSON.stringify({ error: { ...reason, root_cause: [reason] } })] as const;
    const ask = (node: string) => createClient(node, 5_000);
    expect(engineAmiss(await refusalOf(answer, (node) => ask(node).info()))).toBe(
      'ELASTICSEARCH_URL is refused: 401 security_exception: missing credentials',
    );
    expect(engineAmiss(await refusalOf(answer, (node) => ask(node).exists({ index: 'i', id: '1' })))).toBe(
      'ELASTICSEARCH_URL is refused: 401',
    );
  });

  test('Elasticsearch that has no copy of an index, or too much to do', async () => {
    const reason = { type: 'no_shard_available_action_exception', reason: 'No shard available' };
    const answer = [503, elastic, JSON.stringify({ error: { ...reason, root_cause: [reason] } })] as const;
    expect(engineAmiss(await refusalOf(answer, (node) => createClient(node, 5_000).count()))).toBe(
      'Elasticsearch cannot do what it is asked: 503 no_shard_available_action_exception: No shard available',
    );
    // What it has not done of a request.
    expect(engineAmiss(new EngineFailed(429, 'orders-1: disk usage exceeded'))).toBe(
      'Elasticsearch cannot do what it is asked: 429 orders-1: disk usage exceeded',
    );
  });

  test('what is no Elasticsearch', async () => {
    const answer = [200, { 'content-type': 'application/json' }, '{}'] as const;
    const error = await refusalOf(answer, (node) => createClient(node, 5_000).info());
    expect(engineAmiss(error)).toMatch(/^ELASTICSEARCH_URL is refused: .* the server is not Elasticsearch/);
  });

  test('SNS and SQS', async () => {
    const sns = await refusalOf(
      [403, {}, '<R><Error><Code>InvalidClientTokenId</Code><Message>no</Message></Error></R>'],
      (endpoint) => openTopic({ endpoint, region: 'x', credentials }, 't'),
    );
    expect(engineAmiss(sns)).toBe('SNS or SQS refuses who asks: InvalidClientTokenId: no');
    const sqs = await refusalOf(
      [400, {}, '{"__type":"s#AccessDeniedException","message":"no"}'],
      (endpoint) =>
        new SQSClient({ endpoint, region: 'x', credentials }).send(
          new CreateQueueCommand({ QueueName: 'q' }),
        ),
    );
    expect(engineAmiss(sqs)).toBe('SNS or SQS refuses who asks: AccessDeniedException: no');
  });

  test('what is no SNS and SQS', async () => {
    const answer = [405, {}, '{"error":"Incorrect HTTP method"}'] as const;
    const options = { region: 'x', credentials };
    const asked = [
      (endpoint: string) => openTopic({ endpoint, ...options }, 't'),
      (endpoint: string) =>
        new SQSClient({ endpoint, ...options }).send(new CreateQueueCommand({ QueueName: 'q' })),
    ];
    for (const ask of asked)
      expect(engineAmiss(await refusalOf(answer, ask))).toMatch(
        /^SNS or SQS gives an answer that is not theirs, .*SQS_ENDPOINT .*: 405 /,
      );
  });
});
