import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../config.ts';
import { AUTH_VARIABLES, signToken } from '../test/tokens.ts';
import { createAuthenticate } from './viewer.ts';

const claims = { sub: 'u1', roles: ['customer'], customer_id: 'c1' };
const viewer = { subject: 'u1', roles: ['customer'], customerId: 'c1', expiresAt: expect.any(Number) };
/** `why` is a reason, and the claim that is at fault. */
const refused = (why?: string) => {
  const [reason, claim] = why?.split(' ') ?? [];
  return {
    extensions: {
      ...{ code: 'UNAUTHENTICATED', http: { status: 401 } },
      ...(reason && { reason }),
      ...(claim && { claim }),
    },
  };
};

describe('with a secret', () => {
  const authenticate = createAuthenticate(readConfig(AUTH_VARIABLES).auth, pino({ level: 'silent' }));

  test('a token says who asks', async () => {
    expect(await authenticate(`Bearer ${await signToken(claims)}`)).toEqual(viewer);
    expect(
      await authenticate(`Bearer ${await signToken({ ...claims, roles: 'staff  admin' })}`),
    ).toMatchObject({
      roles: ['staff', 'admin'],
    });
    expect(await authenticate(`Bearer ${await signToken({ sub: 'u1', roles: [1, { a: 1 }] })}`)).toEqual({
      subject: 'u1',
      roles: [],
      expiresAt: expect.any(Number),
    });
    expect(await authenticate(`bearer ${await signToken(claims)}`)).toEqual(viewer);
  });

  test.each([null, 7, ['c1']])('a customer of the id %j is none', async (customer_id) => {
    const { customerId: _, ...nobody } = viewer;
    expect(await authenticate(`Bearer ${await signToken({ ...claims, customer_id })}`)).toEqual(nobody);
  });

  test('and until when, with the seconds by which clocks may differ', async () => {
    const { expiresAt = 0 } = await authenticate(`Bearer ${await signToken(claims, { expires: '1h' })}`);
    const seconds = (expiresAt - Date.now()) / 1_000;
    expect(seconds).toBeGreaterThan(3_600);
    expect(seconds).toBeLessThan(3_610);
    const justExpired = await authenticate(`Bearer ${await signToken(claims, { expires: '-1s' })}`);
    expect(justExpired).toEqual(viewer);
  });

  test('without a token, anonymous asks', async () => {
    expect(await authenticate(undefined)).toEqual({ subject: 'anonymous', roles: [] });
  });

  test.each<[string, () => Promise<string> | string, string?]>([
    [
      'of another issuer',
      () => signToken(claims, { issuer: 'https://evil.example' }),
      'ERR_JWT_CLAIM_VALIDATION_FAILED iss',
    ],
    ['for others', () => signToken(claims, { audience: 'others' }), 'ERR_JWT_CLAIM_VALIDATION_FAILED aud'],
    ['that has expired', () => signToken(claims, { expires: '-1m' }), 'ERR_JWT_EXPIRED exp'],
    ['that never expires', () => signToken(claims, { expires: null }), 'ERR_JWT_CLAIM_VALIDATION_FAILED exp'],
    ['of nobody', () => signToken({ roles: ['admin'] }), 'ERR_JWT_CLAIM_VALIDATION_FAILED sub'],
    ...['', null, 7, ['u1']].map((sub): [string, () => Promise<string>, string] => [
      `of the subject ${JSON.stringify(sub)}`,
      () => signToken({ ...claims, sub }),
      'ERR_JWT_CLAIM_VALIDATION_FAILED sub',
    ]),
    [
      'with another secret',
      () => signToken(claims, { secret: 'another secret, of 32 characters or more' }),
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    ],
    ['with another signature', () => signToken(claims, { algorithm: 'HS512' }), 'ERR_JOSE_ALG_NOT_ALLOWED'],
    [
      'without a signature',
      () =>
        new UnsecuredJWT(claims)
          .setIssuer(AUTH_VARIABLES.AUTH_ISSUER)
          .setAudience('tandem')
          .setExpirationTime('1h')
          .encode(),
    ],
    ['that is none', () => 'abc'],
    ['that was changed', async () => `${(await signToken(claims)).slice(0, -3)}AAA`],
  ])('a token %s is refused', async (_, token, reason) => {
    await expect(authenticate(`Bearer ${await token()}`)).rejects.toMatchObject(refused(reason));
  });

  test('while the secret is changed, a token of either is taken', async () => {
    const secrets = [AUTH_VARIABLES.AUTH_SECRET, 'the next secret of the tests as long as that'];
    const { auth } = readConfig({ ...AUTH_VARIABLES, AUTH_SECRET: secrets.join(',') });
    const check = createAuthenticate(auth, pino({ level: 'silent' }));
    for (const secret of secrets)
      expect(await check(`Bearer ${await signToken(claims, { secret })}`)).toEqual(viewer);
    const either = `Bearer ${await signToken(claims, { secret: secrets.join(',') })}`;
    await expect(check(either)).rejects.toMatchObject(refused('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'));
    const expired = `Bearer ${await signToken(claims, { secret: secrets[1], expires: '-1m' })}`;
    await expect(check(expired)).rejects.toMatchObject(refused('ERR_JWT_EXPIRED exp'));
  });

  test.each(['Basic dTpw', 'Bearer', 'Bearer a b'])('%j is no bearer token', async (header) => {
    await expect(authenticate(header)).rejects.toMatchObject(refused());
  });
});

describe('with the keys of an issuer', async () => {
  const [ours, others] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
  const jwks = { keys: [{ ...(await exportJWK(ours.publicKey)), kid: '1', alg: 'ES256' }] };
  let up = true;
  /** What is answered instead; undefined: nothing at all. */
  let otherwise: string | undefined = '';
  let fetches = 0;
  const lines: string[] = [];
  const server = createServer((_, response) => {
    fetches++;
    if (otherwise !== '') return void (otherwise !== undefined && response.end(otherwise));
    return void (up ? response.end(JSON.stringify(jwks)) : response.writeHead(500).end());
  });
  beforeEach(() => {
    up = true;
    otherwise = '';
    fetches = 0;
    lines.length = 0;
  });
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const authenticate = (port = (server.address() as AddressInfo).port) => {
    const { AUTH_SECRET: _, ...rest } = AUTH_VARIABLES;
    const AUTH_JWKS_URL = `http://127.0.0.1:${port}/`;
    const log = pino({ level: 'error' }, { write: (line) => lines.push(line) });
    return createAuthenticate(readConfig({ ...rest, AUTH_JWKS_URL }).auth, log);
  };
  const sign = (key: CryptoKey | Uint8Array, alg = 'ES256', kid: string | null = '1') =>
    new SignJWT(claims)
      .setProtectedHeader({ alg, ...(kid !== null && { kid }) })
      .setIssuer(AUTH_VARIABLES.AUTH_ISSUER)
      .setAudience('tandem')
      .setExpirationTime('1h')
      .sign(key);

  test('a token signed with one of them says who asks', async () => {
    expect(await authenticate()(`Bearer ${await sign(ours.privateKey)}`)).toEqual(viewer);
  });

  test('a token signed with another key is refused, also with the public key as a secret', async () => {
    const check = authenticate();
    await expect(check(`Bearer ${await sign(others.privateKey)}`)).rejects.toMatchObject(refused());
    const secret = new TextEncoder().encode(await exportSPKI(ours.publicKey));
    await expect(check(`Bearer ${await sign(secret, 'HS256')}`)).rejects.toMatchObject(refused());
  });

  const unavailable = { extensions: { code: 'AUTHENTICATION_UNAVAILABLE', http: { status: 503 } } };

  test('keys that cannot be fetched are no fault of the token; the log tells why once, and nobody asks for each token', async () => {
    up = false;
    const [check, token] = [authenticate(), `Bearer ${await sign(ours.privateKey)}`];
    for (let i = 0; i < 5; i++)
      await Promise.all([1, 2].map(() => expect(check(token)).rejects.toMatchObject(unavailable)));
    expect(fetches).toBe(1);
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      "the issuer's keys cannot be fetched",
    ]);
  });

  test.each([
    ['keys that are none', '{}'],
    ['a page', '<html>'],
    ['nothing in time', undefined],
  ])('an issuer that answers with %s is no fault of the token either', async (_, answer) => {
    otherwise = answer;
    const { timeout } = AbortSignal;
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(200));
    onTestFinished(() => void vi.restoreAllMocks());
    await expect(authenticate()(`Bearer ${await sign(ours.privateKey)}`)).rejects.toMatchObject(unavailable);
    expect(fetches).toBe(1);
  });

  test('nor is one that cannot be reached', async () => {
    // Nobody listens at a port that was just given back.
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    await once(gone, 'close');
    const check = authenticate(port);
    await expect(check(`Bearer ${await sign(ours.privateKey)}`)).rejects.toMatchObject(unavailable);
  });

  test('keys are fetched again after ten minutes, and then not for the next ten', async () => {
    const token = `Bearer ${await sign(ours.privateKey)}`;
    const check = authenticate();
    expect(await check(token)).toEqual(viewer);
    const now = performance.now() + 600_000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    onTestFinished(() => void vi.restoreAllMocks());
    for (let i = 0; i < 5; i++) {
      expect(await check(token)).toEqual(viewer);
      await vi.waitFor(() => expect(fetches).toBe(2));
    }
  });

  /** Both clocks stand still there. */
  const later = (ms: number) => {
    const [now, wall] = [performance.now() + ms, Date.now() + ms];
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    vi.spyOn(Date, 'now').mockImplementation(() => wall);
    onTestFinished(() => void vi.restoreAllMocks());
  };
  const publish = async (kid: string) => {
    jwks.keys.push({ ...(await exportJWK(others.publicKey)), kid, alg: 'ES256' });
    onTestFinished(() => void jwks.keys.pop());
  };

  test('a key that the issuer rotates in is taken within seconds, and what tokens name is no reason to ask more often', async () => {
    const check = authenticate();
    expect(await check(`Bearer ${await sign(ours.privateKey)}`)).toEqual(viewer);
    await publish('2');
    const token = `Bearer ${await sign(others.privateKey, 'ES256', '2')}`;
    await expect(check(token)).rejects.toMatchObject(refused('ERR_JWKS_NO_MATCHING_KEY'));
    expect(fetches).toBe(1);
    later(5_000);
    expect(await check(token)).toEqual(viewer);
    for (let i = 0; i < 5; i++)
      await expect(
        check(`Bearer ${await sign(others.privateKey, 'ES256', `made up ${i}`)}`),
      ).rejects.toMatchObject(refused('ERR_JWKS_NO_MATCHING_KEY'));
    expect(fetches).toBe(2);
  });

  test('a token that names no key is verified with each that it may be', async () => {
    await publish('2');
    const check = authenticate();
    for (const { privateKey } of [ours, others])
      expect(await check(`Bearer ${await sign(privateKey, 'ES256', null)}`)).toEqual(viewer);
    const { privateKey } = await generateKeyPair('ES256');
    await expect(check(`Bearer ${await sign(privateKey, 'ES256', null)}`)).rejects.toMatchObject(
      refused('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'),
    );
  });

  test('known keys outlive an issuer that is away, until it answers without them', async () => {
    const token = `Bearer ${await sign(ours.privateKey)}`;
    const check = authenticate();
    expect(await check(token)).toEqual(viewer);
    up = false;
    later(660_000);
    expect(await check(token)).toEqual(viewer);
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    // What a token names does not make it ask again; whether there is such a key nobody can tell now.
    for (let i = 0; i < 5; i++)
      await expect(
        check(`Bearer ${await sign(others.privateKey, 'ES256', `made up ${i}`)}`),
      ).rejects.toMatchObject(unavailable);
    await expect(check(`Bearer ${await sign(others.privateKey)}`)).rejects.toMatchObject(
      refused('ERR_JWS_SIGNATURE_VERIFICATION_FAILED'),
    );
    expect(fetches).toBe(2);
    up = true;
    const withdrawn = jwks.keys.splice(0);
    onTestFinished(() => void jwks.keys.push(...withdrawn));
    later(10_000);
    await vi.waitFor(() => expect(check(token)).rejects.toMatchObject(refused('ERR_JWKS_NO_MATCHING_KEY')));
  });
});

describe('the configuration', () => {
  const refusal = (env: Record<string, string>) => {
    try {
      readConfig(env);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  test.each([
    ['keys of two kinds', { ...AUTH_VARIABLES, AUTH_JWKS_URL: 'https://keys.example' }, 'AUTH_SECRET: '],
    ['keys, and off', { ...AUTH_VARIABLES, AUTH: 'off' }, 'AUTH: '],
    ['on without keys', { AUTH: 'on' }, 'AUTH: '],
    ['what goes with keys, and none', { ...AUTH_VARIABLES, AUTH_SECRET: '' }, 'AUTH: '],
    ['no issuer', { ...AUTH_VARIABLES, AUTH_ISSUER: '' }, 'AUTH_ISSUER: '],
    ['no audience', { ...AUTH_VARIABLES, AUTH_AUDIENCE: '' }, 'AUTH_AUDIENCE: '],
    ['a short secret', { ...AUTH_VARIABLES, AUTH_SECRET: 's3cret' }, 'AUTH_SECRET: '],
    [
      'signatures of a secret beside public keys',
      {
        ...{ ...AUTH_VARIABLES, AUTH_SECRET: '', AUTH_JWKS_URL: 'https://keys.example' },
        AUTH_ALGORITHMS: 'RS256,HS256',
      },
      'AUTH_ALGORITHMS: ',
    ],
    [
      'signatures of public keys beside a secret',
      { ...AUTH_VARIABLES, AUTH_ALGORITHMS: 'HS256,RS256' },
      'AUTH_ALGORITHMS: ',
    ],
    ['no signature at all', { ...AUTH_VARIABLES, AUTH_ALGORITHMS: 'none' }, 'AUTH_ALGORITHMS: '],
    ['production without authentication', { TANDEM_MODE: 'production' }, 'AUTH: '],
    [
      'production with subgraphs that anybody may ask',
      { ...AUTH_VARIABLES, ROUTER_CREDENTIAL: '', TANDEM_MODE: 'production' },
      'ROUTER_CREDENTIAL: ',
    ],
    [
      'a credential that no header can have',
      { ROUTER_CREDENTIAL: 'sixteen\ncharacters' },
      'ROUTER_CREDENTIAL: ',
    ],
  ])('is refused with %s', (_, env, problem) => {
    expect(refusal(env)).toContain(`  ${problem}`);
    expect(refusal(env)).not.toMatch(/s3cret|a secret of the tests/);
  });
});
