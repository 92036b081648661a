import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { ApolloServer, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import { fastify, type FastifyInstance, type FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import type { Logger } from './log.ts';

/** Largest request body: an order of 2,000 lines with long SKUs fits ten times. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** Longer than the gateway keeps an idle connection, so that the client closes first and no request meets a closing socket. */
const KEEP_ALIVE_MS = 75_000;

export interface HttpOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly log: Logger;
  /** Rejects with the reason while this role, or something that it needs, does not answer. */
  readonly ready: () => Promise<void>;
}

export interface HttpServer {
  /** `http://host:port` with the port that was taken. */
  readonly origin: string;
  readonly app: FastifyInstance;
  /** Answers what is in flight, then closes. */
  close(): Promise<void>;
}

/** An HTTP server with `/health/live` and `/health/ready`; `routes` adds to it before it listens. */
export async function serveHttp(
  options: HttpOptions,
  routes: (app: FastifyInstance) => Promise<void> | void = () => {},
): Promise<HttpServer> {
  const app = fastify({
    bodyLimit: MAX_BODY_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
  });
  // A kept-alive connection that is busy now would keep a server from closing long after its last answer.
  let closing = false;
  app.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    try {
      await options.ready();
      return { status: 'ready' };
    } catch (error) {
      return reply.code(503).send({ status: 'not ready', reason: (error as Error).message });
    }
  });
  await routes(app);
  await listen(app, options);
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return { origin: `http://${reachable(options.host)}:${port}`, app, close: () => app.close() };
}

/** A host to connect to, as it stands in a URL, where this one is listened on. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

export interface GraphqlOptions<Context extends BaseContext> extends HttpOptions {
  readonly source: { readonly schema: GraphQLSchema } | { readonly gateway: GatewayInterface };
  readonly context: (request: FastifyRequest) => Context;
  readonly plugins?: ApolloServerPlugin<Context>[];
}

/** A GraphQL endpoint at `/graphql` beside the health endpoints. */
export async function serveGraphql<Context extends BaseContext>(
  options: GraphqlOptions<Context>,
): Promise<HttpServer> {
  let apollo: ApolloServer<Context> | undefined;
  const server = await serveHttp(options, async (app) => {
    apollo = new ApolloServer<Context>({
      ...options.source,
      plugins: [
        fastifyApolloDrainPlugin(app),
        // Both watch every field of every answer; nobody reads what they see.
        ApolloServerPluginCacheControlDisabled(),
        ApolloServerPluginInlineTraceDisabled(),
        ...(options.plugins ?? [ApolloServerPluginLandingPageDisabled()]),
      ],
      formatError: (formatted, error) => maskFault(formatted, error, options.log),
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      logger: options.log,
    });
    await apollo.start();
    app.get('/', (_request, reply) => reply.redirect('/graphql'));
    await app.register(fastifyApollo(apollo), {
      context: (request) => Promise.resolve(options.context(request)),
    });
  });
  return { ...server, close: async () => apollo?.stop() };
}

/** One fault may fail many fields, as a lookup that they share does; each is told the same id. */
const loggedFaults = new WeakMap<object, string>();

/** A fault of ours is logged once, whole, by the role at fault, and the client gets the id of that log line; errors meant for clients pass. */
function maskFault(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const { code, errorId: maskedBefore } = formatted.extensions ?? {};
  if (cause instanceof GraphQLError || code !== 'INTERNAL_SERVER_ERROR' || maskedBefore !== undefined)
    return formatted;
  const known = typeof cause === 'object' && cause !== null ? loggedFaults.get(cause) : undefined;
  const errorId = known ?? randomUUID();
  if (known === undefined) {
    log.error({ err: cause, errorId, path: formatted.path }, 'request failed');
    if (typeof cause === 'object' && cause !== null) loggedFaults.set(cause, errorId);
  }
  return {
    message: `Internal error ${errorId}`,
    ...(formatted.path && { path: formatted.path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
  };
}

async function listen(app: FastifyInstance, { host, port }: HttpOptions): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new PortTaken(host, port, { cause });
  }
}

/** Throws PortTaken when another process listens on this port. Port 0 never is. */
export async function assertPortFree(host: string, port: number): Promise<void> {
  const probe = createServer().listen({ host, port });
  try {
    await once(probe, 'listening');
    probe.close();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new PortTaken(host, port, { cause });
  }
}

/** The port of a URL, that of its protocol where it names none; a role listens on it. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/** Thrown when another process listens on the port. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  constructor(host: string, port: number, options: ErrorOptions) {
    super(
      `Port ${port} on ${host} is taken. Stop what listens there, or set another one (PORT, COMMAND_URL, QUERY_URL, …).`,
      options,
    );
  }
}
