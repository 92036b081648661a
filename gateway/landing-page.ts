import type { ApolloServerPlugin } from '@apollo/server';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

const DEFAULT_QUERY = `# The gateway routes mutations to MySQL and queries to Elasticsearch.
query ListAllProducts {
  products(first: 5) {
    totalCount
    edges { node { id sku name price { amountMinor currency } stock { available } } }
  }
}
`;

/** GraphiQL for whoever opens the endpoint in a browser; everything it needs is in the page, so it works offline. */
export function landingPage(): ApolloServerPlugin {
  let page: string | undefined;
  return {
    serverWillStart: () =>
      Promise.resolve({
        renderLandingPage: () =>
          Promise.resolve({
            html: () => {
              page ??= renderGraphiQL({ title: 'Tandem', endpoint: '/graphql', defaultQuery: DEFAULT_QUERY });
              return Promise.resolve(page);
            },
          }),
      }),
  };
}
