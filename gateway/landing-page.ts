import type { ApolloServerPlugin } from '@apollo/server';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';

const DEFAULT_QUERY = `# Queries read from Elasticsearch.
query ListAllProducts {
  products(first: 5) {
    totalCount
    edges {
      node {
        sku
        name
        price { amountMinor currency }
        stock { available }
      }
    }
  }
}

# Mutations write to MySQL, and show what they wrote as the read model has it.
mutation CreateOrder {
  createOrder(input: { lines: [{ sku: "TND-CAPE-01", quantity: 1 }] }) {
    order {
      id
      status
      lines { name quantity }
      total { amountMinor currency }
    }
    userErrors { code message path }
  }
}

# Subscriptions show an order again after each of its changes.
subscription WatchOrder($id: ID!) {
  orderChanged(id: $id) {
    status
    revision
  }
}
`;

/** Without `endpoint`, which would take subscriptions too: what is no subscription goes to where the page is. */
const OPTIONS = {
  title: 'Tandem',
  // Known to the page, though not to the type.
  subscriptionsEndpoint: '/graphql/stream',
  method: 'POST',
  defaultQuery: DEFAULT_QUERY,
} as const;

/** GraphiQL for whoever opens the endpoint in a browser; everything it needs is in the page, so it works offline. */
export function landingPage(): ApolloServerPlugin {
  let page: string | undefined;
  return {
    serverWillStart: () =>
      Promise.resolve({
        renderLandingPage: () =>
          Promise.resolve({
            html: () => {
              page ??= renderGraphiQL(OPTIONS);
              return Promise.resolve(page);
            },
          }),
      }),
  };
}
