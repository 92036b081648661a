import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { AUTH_VARIABLES } from '../../ops/test/tokens.ts';
import { openGateway, post } from '../test/gateway.ts';

const PRODUCT = '{ product(id: "p1") { name } }';

/** As a browser asks which was told that the site is here. */
async function askAs(host: string, url: string) {
  const headers = { host, 'content-type': 'application/json' };
  const asking = request(url, { method: 'POST', headers }).end(JSON.stringify({ query: '{ __typename }' }));
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return [answer.statusCode, await json(answer)];
}

test('without authentication a page of another site is not answered, wherever its name leads', async () => {
  await using gateway = await openGateway();
  const refused = { errors: [{ extensions: { code: 'MISDIRECTED_REQUEST' } }] };
  expect(await askAs('evil.example:4000', gateway.url)).toMatchObject([421, refused]);
  expect(await askAs('localhost:4000', gateway.url)).toMatchObject([200, { data: {} }]);
});

test('a token that does not hold is refused with what would do, as HTTP asks for', async () => {
  await using gateway = await openGateway(AUTH_VARIABLES);
  const { status, headers } = await post(gateway.url, '{"query":"{ __typename }"}', {
    authorization: 'Bearer x',
  });
  expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
});

test('with authentication, the gateway has any name', async () => {
  await using gateway = await openGateway(AUTH_VARIABLES);
  expect(await askAs('shop.example', gateway.url)).toMatchObject([200, { data: {} }]);
});

test.each([
  ['an answer', `?query=${encodeURIComponent(PRODUCT)}`, 200],
  ['a refused operation', '?query=%7B', 200],
  ['what no operation came with', '', 400],
  ['what is not there', '/nothing', 404],
])(
  'no cache on the way keeps %s: kept, it would be old, or that of somebody else',
  async (_, path, status) => {
    await using gateway = await openGateway();
    const response = await fetch(gateway.url + path, { headers: { 'apollo-require-preflight': '1' } });
    expect(response.status).toBe(status);
    expect(response.headers.get('cache-control')).toBe('no-store');
  },
);

test('a page of an allowed origin may read how long to wait when it has asked too often', async () => {
  await using gateway = await openGateway({
    CORS_ORIGINS: 'https://shop.example',
    RATE_LIMIT_PER_MINUTE: '1',
  });
  const ask = () => post(gateway.url, JSON.stringify({ query: PRODUCT }), { origin: 'https://shop.example' });
  await ask();
  const { status, headers } = await ask();
  expect(status).toBe(429);
  expect(headers.get('retry-after')).not.toBeNull();
  expect(headers.get('access-control-expose-headers')).toBe('retry-after');
});
