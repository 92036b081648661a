import { type JWTPayload, SignJWT } from 'jose';

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
  readonly sub?: unknown;
  readonly roles?: unknown;
  readonly customer_id?: unknown;
}

/** How a token of the tests differs from one that is taken. */
interface Otherwise {
  readonly issuer?: string;
  readonly audience?: string;
  /** Null: never. */
  readonly expires?: string | null;
  readonly secret?: string;
  readonly algorithm?: string;
}

/** A token of the tests' issuer. */
export function signToken(
  claims: Claims,
  {
    issuer = ISSUER,
    audience = AUDIENCE,
    expires = '1h',
    secret = SECRET,
    algorithm = 'HS256',
  }: Otherwise = {},
): Promise<string> {
  const token = new SignJWT({ ...(claims as JWTPayload) })
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(issuer)
    .setAudience(audience);
  if (expires !== null) token.setExpirationTime(expires);
  return token.sign(new TextEncoder().encode(secret));
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
