import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';

/** Keys older than this are fetched again beside the requests, so that one that was withdrawn is taken no longer. */
const REFRESH_MS = 600_000;
/** Pause after a fetch, in milliseconds: what tokens name must not decide how often the issuer is asked. */
const PAUSE_MS = 5_000;

/** What jose says when the issuer's keys cannot be fetched, or are none. */
const UNAVAILABLE = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);
/** Whether there are no keys to verify a token with, which is our trouble and not the token's. */
export const isUnavailable = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) || UNAVAILABLE.has(error.code);

/**
 * The keys that an issuer publishes at this URL. One that a token names is known within the pause, any other one with the
 * next refresh. While the issuer does not answer, those that are known are taken as before, and what another one has
 * signed cannot be judged; `report` hears of every fetch that failed.
 */
export function issuerKeys(url: string, report: (error: unknown) => void): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(url), { cacheMaxAge: Infinity, cooldownDuration: PAUSE_MS });
  let refreshAt = performance.now() + REFRESH_MS;
  let retryAt = 0;
  let meanwhile: JWTVerifyGetKey = remote;
  const failed = (error: unknown): void => {
    // All who wait for one fetch hear of it.
    if (performance.now() < retryAt) return;
    retryAt = performance.now() + PAUSE_MS;
    const known = createLocalJWKSet(remote.jwks() ?? { keys: [] });
    meanwhile = (header, token) =>
      known(header, token).catch((refusal: unknown) => {
        throw refusal instanceof errors.JWKSNoMatchingKey ? error : refusal;
      });
    report(error);
  };
  return async (header, token) => {
    const now = performance.now();
    if (now < retryAt) return await meanwhile(header, token);
    if (now > refreshAt && remote.jwks() !== undefined) {
      refreshAt = now + REFRESH_MS;
      remote.reload().catch((error: unknown) => {
        refreshAt = 0;
        failed(error);
      });
    }
    try {
      return await remote(header, token);
    } catch (error) {
      if (isUnavailable(error)) failed(error);
      throw error;
    }
  };
}
