import type { GraphQLDataSource } from '@apollo/gateway';
import type { GatewayGraphQLResponse } from '@apollo/server-gateway-interface';
import { type GraphQLFormattedError, Kind, parse } from 'graphql';
import type { Logger } from 'pino';
import { type Dispatcher, Pool } from 'undici';
import { BUDGET_HEADER, CONSISTENCY_HEADER, TIMEOUT_HEADER, TOKEN_HEADER } from '../schema/headers.ts';
import { clientMessage, createPolicies, isCircuitOpen, SubgraphTrouble } from './trouble.ts';

/** Connections to one subgraph; more requests at once wait for one. */
const CONNECTIONS = 128;
/** Shorter than the subgraphs' own 75 s, so that the gateway closes an idle connection first. */
const KEEP_ALIVE_MS = 30_000;
/** A subgraph whose machine is gone does not even refuse. */
const CONNECT_TIMEOUT_MS = 2_000;

/** How long a connection to a subgraph is waited for, and kept, however much longer the subgraph says that it keeps it. */
export const keptAlive = (ms = KEEP_ALIVE_MS) => ({
  connect: { timeout: CONNECT_TIMEOUT_MS },
  keepAliveTimeout: ms,
  keepAliveMaxTimeout: ms,
});

/** Ten orders of 2,000 lines fit, with the names of their products. An answer of 44 MB took 9 s of CPU and 800 MB of memory. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
/** With these the HTTP layer of a subgraph refuses a router without its credential, a body and headers; no GraphQL response has them. */
export const REFUSALS = new Set([403, 413, 431]);

/** Where these fail, nothing was sent: a host has no address, or nobody listens there. */
const BEFORE_SENDING = new Set(['getaddrinfo', 'connect']);
/** What says so too, where it does not name the system call: of a host with several addresses. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT']);

/** What the gateway knows of a request, and passes on. */
export interface RequestContext {
  readonly headers: Readonly<Record<string, string>>;
  /** On the clock of `performance.now()`; whatever is not done by then is given up. */
  readonly deadline: number;
  /** Aborted when nobody waits for the answer any more: queries are given up, mutations under way are not. */
  readonly over: AbortSignal;
  /** The consistency tokens of what this operation has written so far. */
  readonly written: string[];
}

/** The one list of client headers that reach the subgraphs. */
export const FORWARDED_HEADERS = [
  'authorization',
  TOKEN_HEADER,
  CONSISTENCY_HEADER,
  BUDGET_HEADER,
  'traceparent',
] as const;

interface Answer {
  readonly response: GatewayGraphQLResponse;
  readonly token: string | undefined;
}

/** A request to a subgraph in its HTTP form. */
interface SubgraphRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly isMutation: boolean;
  readonly deadline: number;
  readonly over: AbortSignal;
}

/** Others wait for what the trial of a subgraph finds: it goes on though its own client leaves. */
const NEVER = new AbortController().signal;

/** A subgraph reached by URL over kept-alive connections. `close` waits for what is under way. */
export function connectSubgraph(name: string, url: string, log: Logger) {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connections: CONNECTIONS,
    ...keptAlive(),
    maxResponseSize: MAX_RESPONSE_BYTES,
  });
  const policies = createPolicies((state) => {
    if (state === 'open') log.error({ subgraph: name, url }, 'subgraph is left alone for a while');
    else log.info({ subgraph: name, url }, 'subgraph answers again');
  });
  const send = async (request: SubgraphRequest): Promise<Answer> => {
    // Of a request that comes too late the subgraph is not to blame.
    timeLeft(request);
    return await policies[request.isMutation ? 'mutation' : 'query']((isTrial) =>
      exchange(pool, pathname + search, isTrial ? { ...request, over: NEVER } : request),
    );
  };

  const source: GraphQLDataSource<RequestContext> = {
    async process({ request, context: given }) {
      const context = given as RequestContext;
      const { query = '', variables, operationName, extensions } = request;
      const isMutation = query.startsWith('mutation');
      const sent: SubgraphRequest = {
        body: JSON.stringify({ query, variables, operationName, extensions }),
        headers: { ...Object.fromEntries(request.http?.headers ?? []), ...withWritten(context) },
        isMutation,
        deadline: context.deadline,
        over: context.over,
      };
      try {
        const { response, token } = await send(sent);
        if (token !== undefined) context.written.push(...token.split(','));
        return response;
      } catch (error) {
        if (error instanceof SubgraphTrouble)
          log.warn({ err: error, subgraph: name, url }, 'subgraph does not answer');
        // That it is left alone was told when that began.
        else if (!isCircuitOpen(error)) throw error;
        return {
          errors: unanswered(query, variables).map((path) => ({
            ...toClientError(name, error, isMutation),
            path,
          })),
        };
      }
    },
  };
  return { source, close: () => pool.close() };
}

/**
 * What an operation has written is demanded of whatever it reads next: the entities of its answer say by their revisions how
 * new they are, and what they refer to, as the products of an order, does not.
 */
function withWritten({ headers, written }: RequestContext): RequestContext['headers'] {
  if (written.length === 0) return headers;
  const asked = headers[TOKEN_HEADER]?.split(',') ?? [];
  return { ...headers, [TOKEN_HEADER]: [...asked, ...written].join(',') };
}

function toClientError(subgraph: string, trouble: unknown, isMutation: boolean): GraphQLFormattedError {
  const { code, mayHaveRun } =
    trouble instanceof SubgraphTrouble
      ? trouble
      : { code: 'SUBGRAPH_UNAVAILABLE' as const, mayHaveRun: false };
  const uncertain = isMutation && mayHaveRun;
  const advice = uncertain ? '; the command may have been done. Send it again with its idempotency key.' : '';
  return {
    message: `${clientMessage(subgraph, code)}${advice}`,
    extensions: { code, subgraph, ...(isMutation && { mayHaveRun }) },
  };
}

/** Where in the subgraph's answer something is missing now: the gateway makes of it where in the client's answer. */
function unanswered(query: string, variables: Record<string, unknown> = {}): (string | number)[][] {
  const { representations } = variables;
  if (Array.isArray(representations)) return representations.map((_, i) => ['_entities', i]);
  const operation = parse(query).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return (operation?.selectionSet.selections ?? []).flatMap((node) =>
    node.kind === Kind.FIELD ? [[(node.alias ?? node.name).value]] : [],
  );
}

/**
 * Sends the request once. Rejects with SubgraphTrouble unless a GraphQL response comes back before the deadline; with
 * the reason of `over` when nobody waits for it any more.
 */
async function exchange(pool: Pool, path: string, request: SubgraphRequest): Promise<Answer> {
  request.over.throwIfAborted();
  const { statusCode, text, token } = await roundTrip(pool, path, request, timeLeft(request));
  if (REFUSALS.has(statusCode))
    throw new SubgraphTrouble(
      'SUBGRAPH_REFUSED',
      `refused with status ${statusCode}: ${text.slice(0, 200)}`,
      false,
    );
  const response = parseResponse(text);
  if (response !== undefined) return { response, token };
  const unavailable = statusCode >= 502 && statusCode <= 504;
  throw new SubgraphTrouble(
    unavailable ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_INVALID_RESPONSE',
    `answered with status ${statusCode} and what is no GraphQL response: ${text.slice(0, 200)}`,
    true,
  );
}

/** In whole milliseconds. */
function timeLeft({ deadline }: SubgraphRequest): number {
  const left = Math.floor(deadline - performance.now());
  if (left > 0) return left;
  throw new SubgraphTrouble('SUBGRAPH_TIMEOUT', 'no time is left', false);
}

async function roundTrip(pool: Pool, path: string, request: SubgraphRequest, left: number) {
  const { body, headers, isMutation, over } = request;
  // AbortSignal.timeout would keep a timer and a signal of each request until its time is up, long after its answer.
  const end = new AbortController();
  const giveUp = (): void => end.abort();
  const timer = setTimeout(giveUp, left);
  // A command that is stopped halfway would leave nobody who knows what became of it.
  if (!isMutation) over.addEventListener('abort', giveUp);
  try {
    return await dispatch(
      pool,
      {
        path,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', [TIMEOUT_HEADER]: String(left) },
        body,
      },
      end.signal,
    );
  } catch (cause) {
    if (over.aborted && !isMutation) throw over.reason;
    if (end.signal.aborted)
      throw new SubgraphTrouble('SUBGRAPH_TIMEOUT', `no answer within ${left} ms`, true, { cause });
    const { code, message, syscall } = cause as NodeJS.ErrnoException;
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
      throw new SubgraphTrouble('SUBGRAPH_RESPONSE_TOO_LARGE', message, true, { cause });
    const neverSent = BEFORE_SENDING.has(syscall ?? '') || NEVER_CONNECTED.has(code ?? '');
    throw new SubgraphTrouble('SUBGRAPH_UNAVAILABLE', message, !neverSent, { cause });
  } finally {
    clearTimeout(timer);
    over.removeEventListener('abort', giveUp);
  }
}

/**
 * As `pool.request` does it, which assigns a function to a property of each request: such functions V8 makes among the old, so
 * that it would keep the whole request until it collects everything (decision 44).
 */
const dispatch = (pool: Pool, options: Dispatcher.DispatchOptions, signal: AbortSignal) =>
  new Promise<{ statusCode: number; text: string; token: string | undefined }>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let statusCode = 0;
    let token: string | undefined;
    pool.dispatch(options, {
      onRequestStart(controller) {
        const abort = (): void => controller.abort(signal.reason as Error);
        if (signal.aborted) abort();
        else signal.addEventListener('abort', abort);
      },
      onResponseStart(_controller, status, headers) {
        statusCode = status;
        const given = headers[TOKEN_HEADER];
        if (typeof given === 'string') token = given;
      },
      onResponseData: (_controller, chunk) => void chunks.push(chunk),
      onResponseEnd: () => resolve({ statusCode, text: Buffer.concat(chunks).toString(), token }),
      onResponseError: (_controller, error) => reject(error),
    });
  });

/** A GraphQL response whatever its status: a refused document is one too. */
export function parseResponse(text: string): GatewayGraphQLResponse | undefined {
  try {
    const response = JSON.parse(text) as GatewayGraphQLResponse | null;
    const has = (key: 'data' | 'errors') => typeof response?.[key] === 'object';
    return has('data') || has('errors') ? response! : undefined;
  } catch {
    return undefined;
  }
}
