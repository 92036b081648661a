import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';

/** What a fake subgraph does with the requests it gets. */
export type Behaviour =
  | 'answer'
  | 'hang' // says nothing
  | 'reset' // hangs up after it has worked
  | 'cut' // hangs up in the middle of its answer
  | 'headers' // hangs up after the headers of a stream
  | 'rubbish' // answers with what is no GraphQL
  | 'unavailable' // answers as a proxy in front of nothing does
  | 'forbid' // refuses the router before GraphQL is reached
  | 'too large' // refuses the body likewise
  | 'headers too large' // refuses the headers likewise
  | 'too many' // answers with a refusal of its own
  | 'endless' // answers with more than a gateway reads
  | 'slow'; // answers after 150 ms

export interface ReceivedRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}

const price = { amountMinor: 1_999, currency: 'EUR' };
const product = (id: string) => ({
  ...{ __typename: 'Product', id, revision: 'product@0.1', sku: `SKU-${id}`, name: 'Kettle', price },
  ...{
    stock: { onHand: 3, reserved: 1, available: 2 },
    images: [],
    attributes: [],
    eans: [],
    status: 'PUBLISHED',
    availability: 'IN_STOCK',
    categoryPath: [],
  },
  ...{ rating: { count: 0, histogram: [] }, updatedAt: '2026-01-01T00:00:00.000Z' },
});
const order = (id: string) => ({
  ...{ __typename: 'Order', id, revision: 'order@0.1', status: 'PLACED', lines: [], total: price },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' },
});

/** Canned answers, enough for a gateway to plan and to put together. */
const resolvers: Record<'command' | 'query', GraphQLResolverMap<unknown>> = {
  query: {
    Query: {
      product: (_: unknown, { id = 'p1' }: { id?: string }) => product(id),
      products: (_: unknown, { first }: { first: number }) => ({
        edges: Array.from({ length: first }, (__, i) => ({ cursor: `${i}`, node: product(`p${i}`) })),
        pageInfo: { hasNextPage: false, hasPreviousPage: false },
        totalCount: first,
      }),
      order: (_: unknown, { id }: { id: string }) => order(id),
      readModel: () => {
        throw Object.assign(new Error('password=hunter2 at db.internal'), { code: 'ECONNREFUSED' });
      },
    },
    Product: { __resolveReference: ({ id }: { id: string }) => product(id) },
    Order: { __resolveReference: ({ id }: { id: string }) => order(id) },
  },
  command: {
    Mutation: {
      createOrder: () => ({
        ...{ order: { id: 'o1', revision: 'order@0.1' }, orderId: 'o1', consistencyToken: 't' },
        ...{ replayed: false, userErrors: [] },
      }),
    },
    UserError: { __resolveType: () => 'InvalidInput' },
  },
};

/** A subgraph of this name and schema on 127.0.0.1, which fails as it is told. */
export async function startFakeSubgraph(name: 'command' | 'query') {
  const sdl = readFileSync(new URL(`../../schema/${name}.graphql`, import.meta.url), 'utf8');
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers[name] }]);
  const requests: ReceivedRequest[] = [];
  const open = new Set<ServerResponse>();
  let givenUp = 0;
  let probes = 0;
  let behaviour: Behaviour = 'answer';

  const answer = async ({ query, variables }: ReceivedRequest): Promise<string> =>
    JSON.stringify(await graphql({ schema, source: query, variableValues: variables }));

  const server = createServer(async (request, response) => {
    if (request.method !== 'POST') return probed(response);
    const received = { ...((await json(request)) as ReceivedRequest), headers: request.headers };
    requests.push(received);
    if (received.query.startsWith('mutation')) response.setHeader('x-consistency-token', 't2,t1');
    response.once('close', () => (givenUp += response.writableFinished ? 0 : 1));
    if (request.url === '/graphql/stream' && behaviour === 'answer') return stream(response);
    await (behaviour === 'answer'
      ? respond(response, await answer(received))
      : misbehave(received, response));
  });

  function probed(response: ServerResponse): void {
    probes++;
    if (behaviour === 'hang') return;
    const reason = 'connect ECONNREFUSED 10.0.0.7:3306';
    response.writeHead(behaviour === 'unavailable' ? 503 : 200).end(JSON.stringify({ reason }));
  }

  /** One event, and then nothing more. */
  function stream(response: ServerResponse): void {
    open.add(response);
    response.once('close', () => open.delete(response));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(':\n\nevent: next\ndata: {"data":{"orderChanged":{"id":"o1"}}}\n\n');
  }

  async function misbehave(received: ReceivedRequest, response: ServerResponse): Promise<void> {
    const text = await answer(received);
    switch (behaviour) {
      case 'hang':
        return;
      case 'reset':
        return void response.destroy();
      case 'cut':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
        response.write(text.slice(0, text.length / 2));
        await sleep(5);
        return void response.destroy();
      case 'headers':
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        await sleep(50);
        return void response.destroy();
      case 'rubbish':
        return respond(response, '<html>It works!</html>');
      case 'unavailable':
        return void response.writeHead(503).end('no healthy upstream');
      case 'forbid':
        return refuse(response, 403, 'ROUTER_CREDENTIAL_REQUIRED');
      case 'too large':
        return refuse(response, 413, 'FST_ERR_CTP_BODY_TOO_LARGE');
      case 'headers too large':
        return refuse(response, 431, 'HEADERS_TOO_LARGE');
      case 'too many':
        return refuse(response, 429, 'TOO_MANY_STREAMS');
      case 'endless':
        return respond(response, text + ' '.repeat(17 * 1024 * 1024));
      case 'slow':
      case 'answer':
        await sleep(150);
        return respond(response, text);
    }
  }

  const listen = (port: number) =>
    new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    /** What came in since the last `behave`. */
    requests,
    /** Streams that nobody has ended. */
    open,
    /** How many of them were hung up on before they were answered. */
    givenUp: () => givenUp,
    /** How many connections there are to it. */
    connections: () => promisify(server.getConnections.bind(server))(),
    /** How often it was asked whether it is ready. */
    probes: () => probes,
    behave(as: Behaviour) {
      behaviour = as;
      requests.length = 0;
      givenUp = 0;
    },
    /** Refuses connections until it is up again, at the same port. */
    down: close,
    up: () => listen(port),
    close,
  };
}

const refuse = (response: ServerResponse, status: number, code: string): void =>
  void response.writeHead(status).end(JSON.stringify({ errors: [{ message: 'No', extensions: { code } }] }));

const respond = (response: ServerResponse, text: string): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(text);
