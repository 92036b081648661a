import { errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { GraphQLError } from 'graphql';
import type { Logger } from '../log.ts';
import { issuerKeys, isUnavailable } from './issuer-keys.ts';

/** Who asks. */
export interface Viewer {
  /** The token's subject: one caller, whatever else they are. */
  readonly subject: string;
  readonly roles: readonly string[];
  /** The customer that this is, where it is one. */
  readonly customerId?: string;
  /** Milliseconds since 1970 until which the token holds; undefined: nobody had to show one. */
  readonly expiresAt?: number;
}

/** How tokens are verified. */
export interface AuthConfig {
  /** Where the issuer publishes its keys, or the secrets that it shares with us, each of which is accepted. */
  readonly keys: { readonly jwksUrl: string } | { readonly secrets: readonly string[] };
  readonly issuer: string;
  readonly audience: string;
  /** The signatures that are taken; never `none`. */
  readonly algorithms: readonly string[];
}

const ANONYMOUS: Viewer = { subject: 'anonymous', roles: [] };
/** With authentication off, everybody is. */
const EVERYBODY: Viewer = { subject: 'anonymous', roles: ['admin'] };

/** Seconds by which clocks may differ. */
const CLOCK_TOLERANCE = 5;

/** The viewer of an `Authorization` header. Rejects with UNAUTHENTICATED when there is a token that does not hold. */
export type Authenticate = (authorization: string | undefined) => Promise<Viewer>;

/** Undefined: authentication is off. */
export function createAuthenticate(config: AuthConfig | undefined, log: Logger): Authenticate {
  if (config === undefined) return () => Promise.resolve(EVERYBODY);
  const { keys, issuer, audience, algorithms } = config;
  const options: JWTVerifyOptions = {
    issuer,
    audience,
    algorithms: [...algorithms],
    clockTolerance: CLOCK_TOLERANCE,
    requiredClaims: ['sub', 'exp'],
  };
  const verify =
    'secrets' in keys ? withSecrets(keys.secrets, options) : withPublishedKeys(keys.jwksUrl, options, log);
  return async (authorization) => {
    if (authorization === undefined) return ANONYMOUS;
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    if (token === undefined) throw unauthenticated('The Authorization header is no bearer token');
    try {
      return toViewer(await verify(token));
    } catch (error) {
      if (isUnavailable(error)) throw keysUnavailable(error);
      const { code: reason, claim } = error as errors.JWTClaimValidationFailed;
      throw unauthenticated('The token is not valid', { reason, claim });
    }
  };
}

type Verify = (token: string) => Promise<JWTPayload>;

function withSecrets(secrets: readonly string[], options: JWTVerifyOptions): Verify {
  const keys = secrets.map((secret) => new TextEncoder().encode(secret));
  return (token) => verifyWithAny(token, keys, options);
}

function withPublishedKeys(url: string, options: JWTVerifyOptions, log: Logger): Verify {
  const keys = issuerKeys(url, (err) => log.error({ err, url }, "the issuer's keys cannot be fetched"));
  return async (token) => {
    try {
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) return await verifyWithAny(token, error, options);
      throw error;
    }
  };
}

/** For a token that does not say which of these keys has signed it. */
async function verifyWithAny(
  token: string,
  keys: Iterable<Uint8Array> | AsyncIterable<CryptoKey>,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  for await (const key of keys)
    try {
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  throw new errors.JWSSignatureVerificationFailed();
}

/**
 * `roles` may be a list or one text with blanks between; `customer_id` names the customer. Throws where `sub` names
 * nobody: whoever has such a token would share their idempotency keys.
 */
function toViewer(payload: JWTPayload): Viewer {
  const { sub, roles, customer_id: customerId, exp } = payload;
  if (typeof sub !== 'string' || sub === '')
    throw new errors.JWTClaimValidationFailed('"sub" claim must be a text', payload, 'sub', 'invalid');
  const list = typeof roles === 'string' ? roles.split(' ') : Array.isArray(roles) ? roles : [];
  return {
    subject: sub,
    roles: list.filter((role) => typeof role === 'string' && role !== ''),
    ...(typeof customerId === 'string' && { customerId }),
    ...(exp !== undefined && { expiresAt: (exp + CLOCK_TOLERANCE) * 1_000 }),
  };
}

const unauthenticated = (message: string, why?: { reason: string; claim?: string }): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', ...why, http: { status: 401 } } });

const keysUnavailable = (cause: unknown): GraphQLError =>
  new GraphQLError('The token cannot be verified now', {
    originalError: cause instanceof Error ? cause : undefined,
    extensions: { code: 'AUTHENTICATION_UNAVAILABLE', http: { status: 503 } },
  });
