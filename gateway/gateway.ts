import { ApolloGateway, type SupergraphManager } from '@apollo/gateway';
import type { Logger } from 'pino';
import { connectSubgraph } from './subgraph.ts';

export interface Subgraphs {
  /** GraphQL URLs by the subgraphs' names in the supergraph. */
  readonly [name: string]: string;
}

/**
 * Plans each operation over the subgraphs of the supergraph, and reaches them at these URLs instead of those in the
 * supergraph. `close` waits for requests under way. Throws when a subgraph of the supergraph has no URL here.
 */
export function createGateway(supergraph: SupergraphManager, urls: Subgraphs, log: Logger) {
  const closers: (() => Promise<void>)[] = [];
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph,
    logger: log,
    buildService: ({ name }) => {
      const url = urls[name];
      if (url === undefined)
        throw new Error(`the supergraph has a subgraph "${name}", for which no URL is known`);
      const { source, close } = connectSubgraph(name, url, log);
      closers.push(close);
      return source;
    },
  });
  return {
    gateway,
    close: async () => {
      await Promise.all(closers.map((close) => close()));
    },
  };
}
