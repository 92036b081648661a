import { PassThrough, type Readable } from 'node:stream';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { Pool } from 'undici';
import { CONNECT_TIMEOUT_MS, KEEP_ALIVE_MS, parseResponse } from './subgraph.ts';

/** A subgraph sends a comment every 12 s: one that is silent for longer is gone. */
const SILENCE_MS = 30_000;

interface StreamRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly until: AbortSignal;
}

/**
 * Streams of the subgraph at this GraphQL URL, passed on as they come. A slow client slows the subgraph down, which then
 * leaves out what is old by the time it could be sent. Each stream has a connection of its own, beside those of requests.
 */
export function connectStreams(name: string, url: string, answerTimeoutMs: number, log: Logger) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connections: null,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
    headersTimeout: answerTimeoutMs,
    bodyTimeout: SILENCE_MS,
  });
  return {
    /** Rejects with SUBGRAPH_UNAVAILABLE, or with what the subgraph refuses it for. */
    async open({ body, headers, until }: StreamRequest): Promise<Readable> {
      const response = await pool
        .request({
          path: `${pathname}/stream`,
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' },
          body,
          signal: until,
        })
        .catch((cause: unknown) => {
          if (!until.aborted) log.warn({ err: cause, subgraph: name, url }, 'subgraph does not answer');
          throw unavailable(name);
        });
      const isStream = String(response.headers['content-type']).startsWith('text/event-stream');
      if (isStream) return untilAborted(response.body, until);
      const text = await response.body.text();
      const [error] = parseResponse(text)?.errors ?? [];
      if (error !== undefined)
        throw new GraphQLError(error.message, {
          extensions: { ...error.extensions, http: { status: response.statusCode } },
        });
      log.warn({ subgraph: name, url, status: response.statusCode }, 'subgraph opens no stream');
      throw unavailable(name);
    },
    /** Waits for no stream: what is open is aborted before. */
    close: () => pool.destroy(),
  };
}

const unavailable = (subgraph: string): GraphQLError =>
  new GraphQLError(`The ${subgraph} subgraph does not answer`, {
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph, http: { status: 503 } },
  });

/** The same bytes, which end in order when they are aborted: a client may then go on elsewhere. */
function untilAborted(body: Readable, until: AbortSignal): Readable {
  const out = new PassThrough();
  body.on('error', (error) => (until.aborted ? out.end() : out.destroy(error)));
  return body.pipe(out);
}
