import { RemoteGraphQLDataSource } from '@apollo/gateway';
import type { Fetcher, FetcherResponse } from '@apollo/utils.fetcher';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { Pool } from 'undici';

/** Connections to one subgraph; more requests at once wait for one. */
const CONNECTIONS = 128;
/** How long a subgraph may think, in milliseconds: the budget for a read of one's own write (2 s) and a slow command. */
const TIMEOUT_MS = 15_000;
/** Shorter than the subgraphs' own 75 s, so that the gateway closes an idle connection first. */
const KEEP_ALIVE_MS = 30_000;

/** What the gateway knows of a request, and passes on. */
export interface RequestContext {
  readonly headers: Readonly<Record<string, string>>;
}

/** The one list of client headers that reach the subgraphs. */
export const FORWARDED_HEADERS = [
  'x-consistency-token',
  'x-consistency',
  'x-consistency-budget-ms',
  'traceparent',
] as const;

/** A subgraph reached by URL over kept-alive connections. `close` waits for what is under way. */
export function connectSubgraph(name: string, url: string, log: Logger) {
  const pool = new Pool(new URL(url).origin, {
    connections: CONNECTIONS,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
  });
  const source = new RemoteGraphQLDataSource<RequestContext>({
    url,
    fetcher: poolFetcher(pool),
    willSendRequest({ request, context }) {
      // While the gateway starts, it asks without a client and so without headers.
      for (const [header, value] of Object.entries<string>(context.headers ?? {}))
        request.http?.headers.set(header, value);
    },
    didEncounterError(error) {
      if (error instanceof GraphQLError && error.extensions['response'] === undefined) throw error;
      log.error({ err: error, subgraph: name, url }, 'subgraph does not answer');
      throw new GraphQLError(`The ${name} subgraph does not answer`, {
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: name },
      });
    },
  });
  return { source, close: () => pool.close() };
}

/** Rejects unless the subgraph at this GraphQL URL says that it is ready. */
export async function checkReady(name: string, url: string): Promise<void> {
  const response = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(2_000) }).catch(
    (cause: unknown) => {
      throw new Error(`the ${name} subgraph does not answer`, { cause });
    },
  );
  const { reason = response.statusText } = (await response.json()) as { reason?: string };
  if (!response.ok) throw new Error(`the ${name} subgraph is not ready: ${reason}`);
}

/** undici's Pool in the form that Apollo's data source takes; costs a quarter less CPU than its default. */
function poolFetcher(pool: Pool): Fetcher {
  return async (url, init = {}) => {
    const { pathname, search } = new URL(url);
    const { method = 'GET', headers, body } = init;
    const response = await pool.request({
      path: pathname + search,
      method,
      headers: headers ?? null,
      body: body ?? null,
    });
    const answer: unknown = new Response(await response.body.text(), {
      status: response.statusCode,
      headers: response.headers as Record<string, string>,
    });
    return answer as FetcherResponse;
  };
}
