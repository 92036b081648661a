import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { probeConfigured, probeElasticsearch, probeMysql, probeSqs } from './configured.ts';
import { withoutPassword } from './error.ts';
import { freePorts } from './ports.ts';

test('a password never shows', () => {
  expect(withoutPassword('mysql://me:s3cret@db:3306/tandem')).toBe('mysql://me:***@db:3306/tandem');
  expect(withoutPassword('mysql://me@shop:s3cret@db/tandem')).toBe('mysql://me@shop:***@db/tandem');
  expect(withoutPassword('mysql://me@db:3306/tandem')).toBe('mysql://me@db:3306/tandem');
  expect(withoutPassword('https://me:s3cret@[bad')).not.toContain('s3cret');
});

test.each([
  ['MYSQL_URL', 'mysql://me:s3cret@127.0.0.1', probeMysql],
  ['ELASTICSEARCH_URL', 'http://me:s3cret@127.0.0.1', probeElasticsearch],
  ['SQS_ENDPOINT', 'http://127.0.0.1', probeSqs],
])(
  '%s that does not answer is named, without its password, with what failed',
  async (variable, host, probe) => {
    const [port] = await freePorts(1);
    const probing = probeConfigured(variable, `${host}:${port}`, probe, 0.2);
    await expect(probing).rejects.toThrow(
      new RegExp(`^${variable}=.*127.0.0.1:${port}.* cannot be used: .*ECONNREFUSED`),
    );
    await expect(probing).rejects.not.toThrow('s3cret');
  },
);

test('one that does not answer is waited for no longer when the start is given up', async () => {
  const [port] = await freePorts(1);
  const given = AbortSignal.timeout(50);
  await expect(
    probeConfigured('SQS_ENDPOINT', `http://127.0.0.1:${port}`, probeSqs, 60, given),
  ).rejects.toThrow('aborted');
});

test('one that starts a little later is waited for', async () => {
  const [port] = await freePorts(1);
  const server = createServer((_, response) => response.writeHead(403).end());
  setTimeout(() => server.listen(port, '127.0.0.1'), 700);
  await probeConfigured('SQS_ENDPOINT', `http://127.0.0.1:${port}`, probeSqs, 5);
  server.closeAllConnections();
  server.close();
});

test('Elasticsearch gets the credentials of its URL, and its refusal is told', async () => {
  const server = createServer((request, response) => {
    const welcome = request.headers.authorization === `Basic ${btoa('me:p@ss')}`;
    response.writeHead(welcome ? 200 : 401).end(welcome ? '{}' : 'who are you');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await probeConfigured('ELASTICSEARCH_URL', `http://me:p%40ss@127.0.0.1:${port}`, probeElasticsearch, 0);
  await expect(
    probeConfigured('ELASTICSEARCH_URL', `http://me:no@127.0.0.1:${port}`, probeElasticsearch, 0),
  ).rejects.toThrow('/_cluster/health answered 401: who are you');
  server.closeAllConnections();
  server.close();
});
