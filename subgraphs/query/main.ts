import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { FastifyRequest } from 'fastify';
import { parse } from 'graphql';
import { requireCredential } from '../../ops/auth/credential.ts';
import { guard, type Guarded } from '../../ops/auth/guard.ts';
import { requireLocalName } from '../../ops/auth/local-name.ts';
import { createAuthenticate } from '../../ops/auth/viewer.ts';
import type { Config } from '../../ops/config.ts';
import { createMask, maskResult, type Outage, withoutSuggestions } from '../../ops/faults.ts';
import { portOf, ROUTED_BODY_BYTES, serveGraphql } from '../../ops/http.ts';
import type { Logger } from '../../ops/log.ts';
import { patienceMs } from '../../ops/patience.ts';
import { requireEntities } from '../../ops/representations.ts';
import type { FreshnessHeaders } from '../../schema/freshness.ts';
import type { Resolvers } from '../../schema/generated/query.ts';
import { required, type Role, runRole } from '../../ops/role.ts';
import { acceptWake } from '../../ops/wake.ts';
import { tokenSecrets } from '../../ops/token-secrets.ts';
import { createTokens, MAX_ROUTED_HEADER_BYTES } from '../../schema/token.ts';
import { createContext, createShared, QUERY_TIMEOUT_MS, type QueryContext } from './context.ts';
import { createClient } from './documents/client.ts';
import { probeIndices } from './documents/indices.ts';
import { isEngineAway } from './documents/outage.ts';
import { createReadThumbnail } from './images/read.ts';
import { serveImages } from './images/serve.ts';
import { categoryResolvers } from './resolvers/category.ts';
import { customerResolvers } from './resolvers/customer.ts';
import { orderLineResolvers, orderResolvers } from './resolvers/order.ts';
import { productResolvers } from './resolvers/product.ts';
import { productImageResolvers } from './resolvers/product-image.ts';
import { productConnectionResolvers } from './resolvers/products.ts';
import { queryResolvers } from './resolvers/query.ts';
import { reviewResolvers } from './resolvers/review.ts';
import { subscriptionResolvers } from './resolvers/subscription.ts';
import { streamEvents } from './stream.ts';

const resolvers: Resolvers<QueryContext> = {
  Query: queryResolvers,
  Subscription: subscriptionResolvers,
  Product: productResolvers,
  ProductImage: productImageResolvers,
  ProductConnection: productConnectionResolvers,
  Category: categoryResolvers,
  Order: orderResolvers,
  OrderLine: orderLineResolvers,
  Customer: customerResolvers,
  Review: reviewResolvers,
};
/** While the engine is away, and while it has nothing to read from. */
const explainOutage = (cause: unknown): Outage | undefined =>
  isEngineAway(cause)
    ? { message: 'Nothing can be read at present', extensions: { code: 'READ_MODEL_UNAVAILABLE' } }
    : undefined;

const SDL = new URL('../../schema/query.graphql', import.meta.url);

/** Serves the query subgraph until it is stopped. Starts without Elasticsearch too: then it is not ready and its queries fail. */
export async function startQuery(config: Config, log: Logger): Promise<Role> {
  const { namespace } = config;
  const client = createClient(required(config, 'elasticsearchUrl').elasticsearchUrl, QUERY_TIMEOUT_MS);
  const typeDefs = parse(await readFile(SDL, 'utf8'));
  const shared = createShared(client, namespace, createTokens(await tokenSecrets(config)), (trouble) => {
    if (trouble === undefined) log.info('what is watched can be read again');
    else log.warn({ err: trouble }, 'what is watched cannot be read');
  });
  const authenticate = createAuthenticate(config.auth, log);
  const serveThumbnails = serveImages(createReadThumbnail(client, namespace), log);
  const schema = guard<Guarded<QueryContext>>(
    requireEntities(buildSubgraphSchema([{ typeDefs, resolvers }])),
  );
  const contextOf = ({ headers, protocol, host }: FastifyRequest, over: AbortSignal) =>
    createContext(shared, {
      freshness: headers as FreshnessHeaders,
      patienceMs: patienceMs(headers),
      over,
      imagesUrl: config.publicImagesUrl ?? `${protocol}://${host}/images`,
    });
  const outageTold = createMask(log, explainOutage);
  // A gateway passes the events of streams on as they come.
  const mask = config.edge.production ? withoutSuggestions(outageTold) : outageTold;
  const server = await serveGraphql<Guarded<QueryContext>>({
    host: config.host,
    port: portOf(config.queryUrl),
    log,
    maxBodyBytes: config.edge.maxBodyBytes + ROUTED_BODY_BYTES,
    maxHeaderBytes: MAX_ROUTED_HEADER_BYTES,
    requestTimeoutMs: config.edge.requestTimeoutMs,
    traced: config.studio !== undefined,
    ready: () => probeIndices(client, namespace),
    source: { schema },
    routes: (app) => {
      requireLocalName(app, config);
      requireCredential(app, config.routerCredentials);
      serveThumbnails(app);
      acceptWake(app, config.host, shared.wake);
    },
    mask,
    context: async (request, over) => ({
      viewer: await authenticate(request.headers.authorization),
      ...contextOf(request, over),
    }),
    streams: {
      open: ({ request, context: { viewer }, document, operationName, variables, until }) =>
        Readable.from(
          streamEvents({
            args: { schema, document, operationName, variableValues: variables },
            contextOf: (over) => ({ viewer, ...contextOf(request, over) }),
            expiresAt: viewer.expiresAt,
            format: (result) => maskResult(result, mask),
            until,
          }),
        ),
      most: config.maxStreams,
    },
  });
  return {
    url: `${server.origin}/graphql`,
    async stop() {
      await server.close();
      await client.close();
    },
  };
}

if (import.meta.main) await runRole('query', startQuery);
