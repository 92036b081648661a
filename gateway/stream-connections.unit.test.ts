import { text } from 'node:stream/consumers';
import { pino } from 'pino';
import { Pool } from 'undici';
import { expect, test } from 'vitest';
import { ORDER_CHANGED } from '../ops/test/watching.ts';
import { connectStreams } from './stream.ts';
import { keptAlive } from './subgraph.ts';
import { startFakeSubgraph } from './test/fake-subgraph.ts';
import { openGateway, post } from './test/gateway.ts';

const BODY = JSON.stringify({ query: ORDER_CHANGED, variables: { id: 'o1' } });

test('a gateway that stops keeps no connection for requests or streams that come no more', async () => {
  const gateway = await openGateway();
  await gateway.ask('{ product(id: "p1") { name } }');
  gateway.query.behave('too many');
  expect((await post(`${gateway.url}/stream`, BODY)).status).toBe(429);
  expect(await gateway.query.connections()).toBe(2);
  await gateway.stop();
  await expect.poll(gateway.query.connections).toBe(0);
  await Promise.all([gateway.command.close(), gateway.query.close()]);
});

test('a stream is broken off where the subgraph is silent for longer than its comments are apart', async () => {
  const subgraph = await startFakeSubgraph('query');
  const streams = connectStreams('query', subgraph.url, 5_000, pino({ level: 'silent' }), 200);
  const events = await streams.open({ body: BODY, headers: {}, until: new AbortController().signal });
  await expect(text(events)).rejects.toThrow('Body Timeout Error');
  await Promise.all([streams.close(), subgraph.close()]);
});

test('an idle connection is kept no longer because the subgraph says that it keeps it longer', async () => {
  const subgraph = await startFakeSubgraph('query');
  const pool = new Pool(new URL(subgraph.url).origin, keptAlive(200));
  const { headers, body } = await pool.request({ path: '/health/ready', method: 'GET' });
  await body.dump();
  expect(headers['keep-alive']).toBe('timeout=5');
  await expect.poll(subgraph.connections, { timeout: 2_500 }).toBe(0);
  await Promise.all([pool.close(), subgraph.close()]);
});
