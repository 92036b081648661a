import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  comparePositions,
  decodeToken,
  encodeToken,
  MalformedPosition,
  type PositionVector,
} from './revision.ts';

/** Bytes of a signature that are kept: 128 bits, as many as HMAC may be cut to without harm (RFC 2104). */
const SIGNATURE_BYTES = 16;
/** Tokens by which a router hears what an operation has written, of some 4,000 characters each; Node takes 16 KiB of headers. */
export const MAX_WRITTEN_TOKENS = 3;
/** Tokens of a client that may be joined with commas, as HTTP joins headers of one name. */
export const MAX_CLIENT_TOKENS = 10;
/** Those of a client, and what a router adds to them. */
const MAX_JOINED_TOKENS = MAX_CLIENT_TOKENS + MAX_WRITTEN_TOKENS;
/** The headers of a client, of which Node takes 16 KiB, and what a router adds to them. */
export const MAX_ROUTED_HEADER_BYTES = 32_768;

/** Makes and reads consistency tokens, which nobody else can make. */
export interface Tokens {
  sign(positions: PositionVector): string;
  /** Reads one token, or up to `most` joined with commas as their merge. Throws MalformedPosition. */
  read(text: string, most?: number): PositionVector;
  /** Signs one anew that was kept where nobody else writes: the secret of then may be none that is accepted now. */
  renew(token: string): string;
}

/** The first secret signs, any of them is accepted; decision 42 tells how they are changed. */
export function createTokens(secrets: readonly [string, ...string[]]): Tokens {
  const signature = (body: string, secret: string): Buffer =>
    createHmac('sha256', secret).update(body).digest().subarray(0, SIGNATURE_BYTES);
  function readOne(token: string): PositionVector {
    const [body = '', given = '', ...more] = token.trim().split('.');
    const bytes = Buffer.from(given, 'base64url');
    const ours =
      more.length === 0 &&
      bytes.length === SIGNATURE_BYTES &&
      secrets.some((secret) => timingSafeEqual(signature(body, secret), bytes));
    if (!ours) throw new MalformedPosition('not a consistency token');
    return decodeToken(body);
  }
  const signed = (body: string): string => `${body}.${signature(body, secrets[0]).toString('base64url')}`;
  return {
    sign: (positions) => signed(encodeToken(positions)),
    renew: (token) => signed(token.slice(0, token.indexOf('.'))),
    read(text, most = MAX_JOINED_TOKENS) {
      if (text.length > MAX_ROUTED_HEADER_BYTES) throw new MalformedPosition('not a consistency token');
      const tokens = text.split(',');
      if (tokens.length > most) throw new MalformedPosition(`at most ${most} tokens`);
      return tokens.map(readOne).reduce(mergeVectors);
    },
  };
}

/** The higher of each position. */
export function mergeVectors(a: PositionVector, b: PositionVector): PositionVector {
  const higher = Object.entries(b).filter(([stream, position]) => {
    const present = a[stream];
    return present === undefined || comparePositions(position, present) > 0;
  });
  return { ...a, ...Object.fromEntries(higher) };
}
