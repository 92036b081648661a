import { Client } from '@elastic/elasticsearch';
import type { Pool } from 'undici';

/** The longest that a request can be given: an engine that has just started, or has much to do, takes its time. */
export const MAX_TIMEOUT_MS = 60_000;

/**
 * A client that gives a request up after `requestTimeout` milliseconds, or after the `requestTimeout` that the request
 * has, a minute at most; and retries nothing: with one address a retry waits a second or two first. Connections end what
 * takes longer than the client that made them waits, whatever a request has: one that waits for the longest makes them.
 */
export const createClient = (node: string, requestTimeout: number): Client =>
  new Client({
    node,
    maxRetries: 0,
    requestTimeout: MAX_TIMEOUT_MS,
    // The time of a request is for the headers of its answer. The client's types know nothing of what undici has here.
    agent: { bodyTimeout: requestTimeout } satisfies Pool.Options as object,
  }).child({ requestTimeout });
