import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { Pool } from 'undici';
import { keptAlive, parseResponse, REFUSALS } from './subgraph.ts';
import { clientMessage, type TroubleCode } from './trouble.ts';

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
export function connectStreams(
  name: string,
  url: string,
  answerTimeoutMs: number,
  log: Logger,
  silenceMs = SILENCE_MS,
) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connections: null,
    ...keptAlive(),
    headersTimeout: answerTimeoutMs,
    bodyTimeout: silenceMs,
  });
  /** The stream once it has begun, or whatever else is answered, once that is here: a subgraph may be gone before. */
  async function ask({ body, headers, until }: StreamRequest) {
    const response = await pool.request({
      path: `${pathname}/stream`,
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' },
      body,
      signal: until,
    });
    const { statusCode } = response;
    if (!String(response.headers['content-type']).startsWith('text/event-stream'))
      return { statusCode, text: await response.body.text() };
    const events = untilAborted(response.body, until);
    await once(events, 'readable');
    return { statusCode, events };
  }
  return {
    /** Rejects with SUBGRAPH_UNAVAILABLE or SUBGRAPH_REFUSED, or with what the subgraph refuses the subscription for. */
    async open(request: StreamRequest): Promise<Readable> {
      const { statusCode, events, text } = await ask(request).catch((cause: unknown) => {
        if (!request.until.aborted) log.warn({ err: cause, subgraph: name, url }, 'subgraph does not answer');
        throw streamError(name, 'SUBGRAPH_UNAVAILABLE');
      });
      if (events !== undefined) return events;
      const refused = REFUSALS.has(statusCode);
      const [error] = parseResponse(text)?.errors ?? [];
      if (error !== undefined && !refused)
        throw new GraphQLError(error.message, {
          extensions: { ...error.extensions, http: { status: statusCode } },
        });
      log.warn({ subgraph: name, url, status: statusCode }, 'subgraph opens no stream');
      throw streamError(name, refused ? 'SUBGRAPH_REFUSED' : 'SUBGRAPH_UNAVAILABLE');
    },
    /** Waits for no stream: what is open is aborted before. */
    close: () => pool.destroy(),
  };
}

const streamError = (subgraph: string, code: TroubleCode): GraphQLError =>
  new GraphQLError(clientMessage(subgraph, code), { extensions: { code, subgraph, http: { status: 503 } } });

/** The same bytes, which end in order when they are aborted: a client may then go on elsewhere. */
function untilAborted(body: Readable, until: AbortSignal): Readable {
  const out = new PassThrough();
  body.on('error', (error) => (until.aborted ? out.end() : out.destroy(error)));
  return body.pipe(out);
}
