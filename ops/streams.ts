import type { Readable } from 'node:stream';
import {
  type ApolloServer,
  type ApolloServerPlugin,
  type BaseContext,
  type HTTPGraphQLRequest,
  HeaderMap,
} from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, GraphQLError } from 'graphql';
import { print } from 'graphql-sse';
import { clientAddress } from './client-address.ts';
import type { Logger } from './log.ts';

/** Where subscriptions are answered, beside the endpoint for everything else. */
const STREAM_PATH = '/graphql/stream';
/** Proxies must neither keep what is in a stream nor wait for more of it. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** A subscription that passed everything that an operation must pass. */
export interface Subscription<Context> {
  readonly request: FastifyRequest;
  readonly context: Context;
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  /** Aborted when the client leaves, or this process is about to. */
  readonly until: AbortSignal;
}

export interface StreamOptions<Context> {
  /** Gives the events in their text form. Rejects with a GraphQLError whose `http` extension has the status. */
  readonly open: (subscription: Subscription<Context>) => Promise<Readable> | Readable;
  /** Streams at once, in this process. */
  readonly most: number;
  /** And of one client, which is an address; 0: any number. */
  readonly mostPerClient?: number;
}

type Accepted<Context> = Omit<Subscription<Context>, 'request' | 'until'>;
/** Where the plugin leaves what it accepted: Apollo Server copies the context, and this goes with it. */
const SLOT = Symbol('stream');
interface Slot<Context> {
  accepted?: Accepted<Context>;
}

/**
 * Subscriptions over server-sent events by the graphql-sse protocol, in its distinct connections mode. The operation
 * goes the way of every other one, through the same limits, lists and rules, up to where it would be executed.
 */
export function createStreams<Context extends BaseContext>(
  options: StreamOptions<Context>,
  context: (request: FastifyRequest, over: AbortSignal) => Context | Promise<Context>,
  log: Logger,
) {
  const places = createPlaces(options);
  return {
    plugin: keepToTheirRoutes<Context>(),
    route(app: FastifyInstance, apollo: ApolloServer<Context>): void {
      app.addHook('preClose', (done) => {
        places.close();
        done();
      });
      app.post(STREAM_PATH, { onRequest: places.take }, async (request, reply) => {
        if (!/text\/event-stream|\*\/\*/.test(request.headers.accept ?? '*/*'))
          return refuse(reply, 406, 'Ask with "accept: text/event-stream"', 'NOT_ACCEPTABLE');
        const slot: Slot<Context> = {};
        const answer = await apollo.executeHTTPGraphQLRequest({
          httpGraphQLRequest: toGraphqlRequest(request),
          context: async () => Object.assign(await context(request, places.of(request)), { [SLOT]: slot }),
        });
        const { accepted } = slot;
        const until = places.of(request);
        const text = answer.body.kind === 'complete' ? answer.body.string : '';
        // By the protocol a refusal is an event too: clients try again when they see a status.
        if (accepted === undefined && (answer.status ?? 200) < 500)
          return reply.headers(STREAM_HEADERS).send(refusalEvents(text));
        if (accepted === undefined) return reply.code(answer.status!).type('application/json').send(text);
        try {
          const events = await options.open({ ...accepted, request, until });
          events.on('error', (error) => until.aborted || log.warn({ err: error }, 'a stream broke off'));
          return await reply.headers(STREAM_HEADERS).send(events);
        } catch (error) {
          if (!(error instanceof GraphQLError)) throw error;
          const { http, ...extensions } = error.extensions;
          return reply
            .code((http as { status: number }).status)
            .send({ errors: [{ message: error.message, extensions }] });
        }
      });
    },
  };
}

/** Counts the streams that are open, a request each, and ends them all when the server is about to close. */
function createPlaces({ most, mostPerClient = 0 }: { most: number; mostPerClient?: number }) {
  const open = new Map<FastifyRequest, { readonly client: string; readonly end: AbortController }>();
  let closing = false;
  return {
    of: (request: FastifyRequest): AbortSignal => open.get(request)?.end.signal ?? AbortSignal.abort(),
    take(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
      const client = clientAddress(request);
      const own = [...open.values()].filter((each) => each.client === client).length;
      if (mostPerClient > 0 && own >= mostPerClient)
        return void refuse(
          reply,
          429,
          `More than ${mostPerClient} streams of one client`,
          'TOO_MANY_STREAMS',
        );
      if (open.size >= most)
        return void refuse(reply, 503, `More than ${most} streams at once`, 'TOO_MANY_STREAMS');
      const end = new AbortController();
      open.set(request, { client, end });
      // Comes after the last event, and also when the client leaves before.
      reply.raw.once('close', () => {
        open.delete(request);
        end.abort();
      });
      if (closing) end.abort();
      done();
    },
    close(): void {
      closing = true;
      for (const [{ raw }, { end }] of open) {
        end.abort();
        // One that does not read what it was sent would not read the end either.
        if (raw.socket.writableNeedDrain) raw.socket.destroy();
      }
    },
  };
}

/** A subscription is answered on its own route, and there nothing else is. */
function keepToTheirRoutes<Context extends BaseContext>(): ApolloServerPlugin<BaseContext> {
  const slotOf = (context: BaseContext) => (context as { [SLOT]?: Slot<Context> })[SLOT];
  return {
    requestDidStart: () =>
      Promise.resolve({
        // Rejects rather than throws: the hooks of a request are promises.
        async didResolveOperation({ operation, contextValue }) {
          const isHere = slotOf(contextValue) !== undefined;
          if ((operation?.operation === 'subscription') !== isHere) throw misplaced(isHere);
        },
        responseForOperation({ contextValue, request, source, document }) {
          const slot = slotOf(contextValue);
          if (slot === undefined) return Promise.resolve(null);
          const { operationName, variables } = request;
          slot.accepted = {
            context: contextValue as Context,
            query: source,
            document,
            operationName,
            variables,
          };
          const http = { headers: new HeaderMap(), status: undefined };
          return Promise.resolve({ http, body: { kind: 'single', singleResult: { data: null } } });
        },
      }),
  };
}

const misplaced = (isHere: boolean): GraphQLError => {
  const [message, code] = isHere
    ? ['Only a subscription is answered here; send everything else to /graphql', 'SUBSCRIPTION_REQUIRED']
    : [`A subscription is answered at ${STREAM_PATH}, over server-sent events`, 'STREAM_REQUIRED'];
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
};

/** As Apollo Server takes it; what it answers with goes into events, whatever is accepted. */
function toGraphqlRequest({ headers, body }: FastifyRequest): HTTPGraphQLRequest {
  const given = new HeaderMap();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && name !== 'accept') given.set(name, String(value));
  return { method: 'POST', headers: given, search: '', body };
}

function refusalEvents(json: string): string {
  const data = JSON.parse(json) as { errors: GraphQLError[] };
  return (
    print<false, 'next'>({ event: 'next', data }) +
    print<false, 'complete'>({ event: 'complete', data: null })
  );
}

const refuse = (reply: FastifyReply, status: number, message: string, code: string) =>
  reply.code(status).send({ errors: [{ message, extensions: { code } }] });
