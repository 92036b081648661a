import { SignJWT } from 'jose';

const SECRET = 'a secret of the tests with 32 characters or more';
const ISSUER = 'https://issuer.example';
const AUDIENCE = 'tandem';

/** The variables that turn authentication on, with a secret of the tests. */
export const AUTH_VARIABLES = {
  AUTH: 'on',
  AUTH_SECRET: SECRET,
  AUTH_ISSUER: ISSUER,
  AUTH_AUDIENCE: AUDIENCE,
  ROUTER_CREDENTIAL: 'the credential of the tests',
};

export interface Claims {
  readonly sub?: string;
  readonly roles?: unknown;
  readonly customer_id?: unknown;
}

/** A token of the tests' issuer. */
export const signToken = (
  claims: Claims,
  { issuer = ISSUER, audience = AUDIENCE, expires = '1h', secret = SECRET, algorithm = 'HS256' } = {},
): Promise<string> =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret));

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
