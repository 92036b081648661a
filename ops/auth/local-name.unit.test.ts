import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { AUTH_VARIABLES } from '../test/tokens.ts';
import { requireLocalName } from './local-name.ts';

const statuses = (variables: Record<string, string>, hosts: readonly string[], more = {}) => {
  const app = fastify({ trustProxy: true });
  requireLocalName(app, readConfig(variables));
  app.get('/', () => 'let in');
  return Promise.all(
    hosts.map(async (host) => (await app.inject({ url: '/', headers: { host, ...more } })).statusCode),
  );
};

const HERE = ['localhost:4000', 'shop.localhost', 'LOCALHOST.', '127.0.0.1:4000', '[::1]:4000', ':80'];
const ELSEWHERE = [
  'evil.example',
  'evil.example:4000',
  'localhost.evil.example',
  'notlocalhost',
  '127.0.0.1.nip.io',
];

test('while nobody has decided who may ask, a site that has its name lead here is not answered', async () => {
  expect(await statuses({}, HERE)).toEqual(HERE.map(() => 200));
  expect(await statuses({}, ELSEWHERE)).toEqual(ELSEWHERE.map(() => 421));
});

test('where a proxy may say which host was asked for, the word of a page is not enough', async () => {
  const said = (host: string) => ({ 'x-forwarded-host': host });
  expect(await statuses({}, ELSEWHERE, said('localhost'))).toEqual(ELSEWHERE.map(() => 421));
  expect(await statuses({}, HERE, said('evil.example'))).toEqual(HERE.map(() => 421));
  expect(await statuses({}, HERE, said('localhost'))).toEqual(HERE.map(() => 200));
});

test('with authentication, or without it on purpose, every name is answered', async () => {
  for (const variables of [{ AUTH: 'off' }, AUTH_VARIABLES])
    expect(await statuses(variables, ELSEWHERE)).toEqual(ELSEWHERE.map(() => 200));
});
