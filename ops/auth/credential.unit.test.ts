import { fastify } from 'fastify';
import { expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { CREDENTIAL_HEADER, requireCredential } from './credential.ts';

test('while the credential is changed, a router that shows either is let in', async () => {
  const [first, second] = ['the credential of today', 'the one of yesterday'];
  const app = fastify();
  requireCredential(app, readConfig({ ROUTER_CREDENTIAL: `${first},${second}` }).routerCredentials);
  app.post('/graphql', () => 'let in');
  const show = async (credential: string) => {
    const headers = { [CREDENTIAL_HEADER]: credential };
    return (await app.inject({ method: 'POST', url: '/graphql', headers })).statusCode;
  };
  expect(await Promise.all([first, second].map(show))).toEqual([200, 200]);
  const others = ['', `${first},${second}`, first.slice(1), `${second}x`];
  expect(await Promise.all(others.map(show))).toEqual([403, 403, 403, 403]);
});
