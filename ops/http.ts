import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer, Server, type Socket } from 'node:net';
import {
  ApolloServer,
  type ApolloServerOptionsWithSchema,
  type ApolloServerPlugin,
  type BaseContext,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import fastifyApollo from '@as-integrations/fastify';
import {
  type DoneFuncWithErrOrRes,
  fastify,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { createMask, type Mask } from './faults.ts';
import type { Logger } from './log.ts';
import { requireOperation } from './require-operation.ts';
import { noRootConditions } from './root-conditions.ts';
import { statusForJson } from './status-for-json.ts';
import { createStreams, type StreamOptions } from './streams.ts';

/** How long a client may take to send a request: one that sends a byte now and then holds a connection no longer. */
const RECEIVE_TIMEOUT_MS = 30_000;
/** How often Node looks for such. */
const LOOK_MS = 1_000;
/** Longer than the gateway keeps an idle connection, so that the client closes first and no request meets a closing socket. */
const KEEP_ALIVE_MS = 75_000;

/**
 * How long a server that is about to close, and takes no new connections, still answers on kept-alive ones, and ends each
 * with its answer.
 */
const FAREWELL_MS = 150;
/** What the last answers take on their way after the time of their requests is up. */
const LAST_ANSWERS_MS = 5_000;

/** What a router adds to the body of a client at most: its own text of the operation, keys of entities, numbers written out. */
export const ROUTED_BODY_BYTES = 4 * 1024 * 1024;

/** Each may repeat the name of the operation, or of every fragment in a cycle, which may be megabytes. */
const MAX_VALIDATION_ERRORS = 20;

export interface HttpOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly log: Logger;
  /** Largest request body. */
  readonly maxBodyBytes?: number;
  /** Largest request headers in all; Node's 16 KiB by default. */
  readonly maxHeaderBytes?: number;
  /** Proxies in front, whose word for the client's address is taken. */
  readonly trustedProxies?: number;
  /** Rejects with the reason, which whoever asks is told, while this role, or something that it needs, does not answer. */
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
    bodyLimit: options.maxBodyBytes ?? 4 * 1024 * 1024,
    http: {
      maxHeaderSize: options.maxHeaderBytes,
      // Were it longer than that of the request, as it is by default, Node would take each for the other.
      headersTimeout: RECEIVE_TIMEOUT_MS,
      connectionsCheckingInterval: LOOK_MS,
    },
    trustProxy: (_address, hop) => hop < (options.trustedProxies ?? 0),
    requestTimeout: RECEIVE_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  });
  // A kept-alive connection that is busy would keep a server from closing long after its last answer, and one that is
  // idle may be closed just when its client sends: so clients are told first, and then have a moment to hear it.
  let closing = false;
  const unused = unusedConnections(app);
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
  // After those of the routes: what they end now must be over before the connections are closed.
  app.addHook('preClose', (done) => {
    closing = true;
    // Who connects now is refused, and so knows that nothing was sent. HTTP's own close would end idle connections too.
    const listenNoMore = (): void => void Server.prototype.close.call(app.server);
    const end = (): void => {
      for (const socket of unused) socket.destroy();
      done();
    };
    // What came while this process was busy is accepted, and read, before.
    whenNobodyComes(app, listenNoMore);
    setTimeout(() => setImmediate(end), FAREWELL_MS);
  });
  await app.listen({ host: options.host, port: options.port }).catch(portTaken(options.host, options.port));
  return { origin: originOf(app, options.host), app, close: () => app.close() };
}

/** `http://host:port` of what listens at this host, as it is told to others, and as they call it. */
export function originOf({ server }: FastifyInstance, host: string): string {
  return `http://${reachable(host)}:${(server.address() as AddressInfo).port}`;
}

/**
 * Connections on which nothing was asked yet, as clients keep in reserve after they gave up a stream. To Node they are not
 * idle, so that it would wait for them when it closes.
 */
function unusedConnections({ server }: FastifyInstance): ReadonlySet<Socket> {
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  return unused;
}

/** The event loop accepts one connection in each of its turns. Whoever goes on coming is not waited for. */
function whenNobodyComes({ server }: FastifyInstance, then: () => void): void {
  const end = performance.now() + FAREWELL_MS / 2;
  // Nobody has looked since this turn began.
  let hasCome = true;
  server.on('connection', () => (hasCome = true));
  const look = (): void => {
    if (!hasCome || performance.now() > end) return then();
    hasCome = false;
    setImmediate(look);
  };
  setImmediate(look);
}

/** A host to connect to, as it stands in a URL, where this one is listened on. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

export interface GraphqlOptions<Context extends BaseContext> extends HttpOptions {
  readonly source: { readonly schema: GraphQLSchema } | { readonly gateway: GatewayInterface };
  /** `over` is aborted as soon as nobody waits for the answer: it was sent, or the client has left. */
  readonly context: (request: FastifyRequest, over: AbortSignal) => Context | Promise<Context>;
  /** How long a request may take; `close` waits that long for its answer, and a little longer for clients to read it. */
  readonly requestTimeoutMs: number;
  /** What clients see of errors; faults are masked where nothing is said. */
  readonly mask?: Mask;
  readonly apollo?: ApolloOptions<Context>;
  /** A subgraph of a gateway that reports usage tells how long each field took. */
  readonly traced?: boolean;
  /** Answers subscriptions at `/graphql/stream`. */
  readonly streams?: StreamOptions<Context>;
  /** Adds hooks and routes before the endpoint. */
  readonly routes?: (app: FastifyInstance) => Promise<void> | void;
}
type ApolloOptions<Context extends BaseContext> = Pick<
  ApolloServerOptionsWithSchema<Context>,
  'plugins' | 'introspection' | 'parseOptions' | 'validationRules' | 'persistedQueries' | 'apollo'
>;

/** A GraphQL endpoint at `/graphql` beside the health endpoints. */
export async function serveGraphql<Context extends BaseContext>(
  options: GraphqlOptions<Context>,
): Promise<HttpServer> {
  let apollo: ApolloServer<Context> | undefined;
  const server = await serveHttp(options, async (app) => {
    app.setErrorHandler((error, _request, reply) => answerHttpError(error, reply, options.log));
    app.setNotFoundHandler((_request, reply) => reply.code(404).send({ errors: [ROUTE_NOT_FOUND] }));
    app.addHook('onRequest', refuseNoHost);
    app.addHook('onSend', async (_request, reply) => {
      // HTTP wants every refusal for want of a token to say that a token would do.
      if (reply.statusCode === 401) reply.header('www-authenticate', 'Bearer');
    });
    await options.routes?.(app);
    const streams = options.streams && createStreams(options.streams, options.context, options.log);
    apollo = new ApolloServer<Context>({
      introspection: true,
      ...options.apollo,
      ...options.source,
      validationRules: [...(options.apollo?.validationRules ?? []), noRootConditions],
      validationOptions: { maxErrors: MAX_VALIDATION_ERRORS },
      plugins: [
        drain(app, options.requestTimeoutMs),
        statusForJson(),
        requireOperation(),
        ...(streams ? [streams.plugin] : []),
        ...(options.apollo?.plugins ?? [ApolloServerPluginLandingPageDisabled()]),
        // Variables in the environment are enough for Apollo Server to report; here the gateway does, and says so.
        ...(options.apollo?.apollo
          ? []
          : [ApolloServerPluginUsageReportingDisabled(), ApolloServerPluginSchemaReportingDisabled()]),
        // Both watch every field of every answer; the traces are read where usage is reported.
        ApolloServerPluginCacheControlDisabled(),
        ...(options.traced ? [] : [ApolloServerPluginInlineTraceDisabled()]),
      ],
      formatError: options.mask ?? createMask(options.log),
      includeStacktraceInErrorResponses: false,
      stopOnTerminationSignals: false,
      logger: options.log,
    });
    await apollo.start();
    streams?.route(app, apollo);
    app.get('/', (_request, reply) => reply.redirect('/graphql'));
    await app.register(fastifyApollo(apollo), {
      context: async (request, reply) => options.context(request, overWhenClosed(reply)),
    });
  });
  return { ...server, close: async () => apollo?.stop() };
}

/** An operation may stand in the URL, which the integration of Apollo Server reads whole, with the host. */
function refuseNoHost(
  { routeOptions, hostname }: FastifyRequest,
  _reply: FastifyReply,
  done: DoneFuncWithErrOrRes,
) {
  if (routeOptions.url !== '/graphql' || URL.canParse(`http://${hostname}/`)) return done();
  done(Object.assign(new Error('The header Host names no host'), { statusCode: 400 }));
}

/** Closes the server when all is answered, and cuts off a client that does not read its answer. */
const drain = (app: FastifyInstance, requestTimeoutMs: number): ApolloServerPlugin => ({
  serverWillStart: () =>
    Promise.resolve({
      async drainServer() {
        const late = setTimeout(() => app.server.closeAllConnections(), requestTimeoutMs + LAST_ANSWERS_MS);
        await app.close();
        clearTimeout(late);
      },
    }),
});

function overWhenClosed(reply: FastifyReply): AbortSignal {
  const over = new AbortController();
  // Comes after the answer, and also when the client hangs up before.
  reply.raw.once('close', () => over.abort(CLIENT_LEFT));
  return over.signal;
}

/** What is given up for want of somebody to answer; no client reads it. */
const CLIENT_LEFT = new GraphQLError('The client has left', { extensions: { code: 'CLIENT_LEFT' } });

const ROUTE_NOT_FOUND = {
  message: 'Nothing is answered here: operations go to /graphql, subscriptions to /graphql/stream by POST',
  extensions: { code: 'ROUTE_NOT_FOUND' },
};

/** What fastify refuses before GraphQL is reached, in the form in which a GraphQL client looks for it. */
function answerHttpError(error: unknown, reply: FastifyReply, log: Logger) {
  const { statusCode = 500, code, message } = error as Partial<FastifyError>;
  // A stream that broke off before its first byte has left the type of its events.
  reply.code(statusCode).type('application/json');
  if (statusCode < 500)
    return reply.send({ errors: [{ message, extensions: { code: code ?? 'BAD_REQUEST' } }] });
  const errorId = randomUUID();
  log.error({ err: error, errorId }, 'request failed');
  const extensions = { code: 'INTERNAL_SERVER_ERROR', errorId };
  return reply.send({ errors: [{ message: `Internal error ${errorId}`, extensions }] });
}

/** Throws PortTaken when another process listens on this port. Port 0 never is. */
export async function assertPortFree(host: string, port: number): Promise<void> {
  await tryListening(host, port).catch(portTaken(host, port));
}

const portTaken =
  (host: string, port: number) =>
  (cause: NodeJS.ErrnoException): never => {
    throw cause.code === 'EADDRINUSE' ? new PortTaken(host, port, { cause }) : cause;
  };

/** Listens, and stops at once. Rejects where that cannot be. */
export async function tryListening(host: string, port: number): Promise<void> {
  const probe = createServer().listen({ host, port });
  try {
    await once(probe, 'listening');
  } finally {
    probe.close();
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
