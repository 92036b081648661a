import { readFile } from 'node:fs/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { Client } from '@elastic/elasticsearch';
import { parse } from 'graphql';
import type { Config } from '../../ops/config.ts';
import { serveGraphql } from '../../ops/http.ts';
import type { Logger } from '../../ops/log.ts';
import type { Resolvers } from '../../schema/generated/query.ts';
import { required, type Role, runRole } from '../../ops/role.ts';
import { tokenSecrets } from '../../ops/token-secrets.ts';
import { createTokens } from '../../schema/token.ts';
import { createContext, createShared, type QueryContext } from './context.ts';
import { probeIndices } from './documents/indices.ts';
import type { FreshnessHeaders } from './freshness/demanded.ts';
import { categoryResolvers } from './resolvers/category.ts';
import { customerResolvers } from './resolvers/customer.ts';
import { orderLineResolvers, orderResolvers } from './resolvers/order.ts';
import { productResolvers } from './resolvers/product.ts';
import { productConnectionResolvers } from './resolvers/products.ts';
import { queryResolvers } from './resolvers/query.ts';
import { reviewResolvers } from './resolvers/review.ts';

/** Where the committed supergraph expects the query subgraph. */
const DEFAULT_URL = 'http://127.0.0.1:4002/graphql';
/** A query that takes longer is given up; the slowest search of a healthy engine takes a tenth of it. */
const ELASTICSEARCH_TIMEOUT_MS = 5_000;
const resolvers: Resolvers<QueryContext> = {
  Query: queryResolvers,
  Product: productResolvers,
  ProductConnection: productConnectionResolvers,
  Category: categoryResolvers,
  Order: orderResolvers,
  OrderLine: orderLineResolvers,
  Customer: customerResolvers,
  Review: reviewResolvers,
};
const SDL = new URL('../../schema/query.graphql', import.meta.url);

/** Serves the query subgraph until it is stopped. Starts without Elasticsearch too: then it is not ready and its queries fail. */
export async function startQuery(config: Config, log: Logger): Promise<Role> {
  const { namespace } = config;
  const client = new Client({
    node: required(config.elasticsearchUrl, 'ELASTICSEARCH_URL'),
    // With one address a retry waits a second or two first; the gateway knows better whether to ask again.
    maxRetries: 0,
    requestTimeout: ELASTICSEARCH_TIMEOUT_MS,
  });
  const typeDefs = parse(await readFile(SDL, 'utf8'));
  const shared = createShared(client, namespace, createTokens(await tokenSecrets(config)));
  const server = await serveGraphql<QueryContext>({
    host: config.host,
    port: Number(new URL(config.queryUrl ?? DEFAULT_URL).port),
    log,
    ready: () => probeIndices(client, namespace),
    source: { schema: buildSubgraphSchema([{ typeDefs, resolvers }]) },
    context: ({ headers }) => createContext(shared, headers as FreshnessHeaders),
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
