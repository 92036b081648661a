import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginUsageReporting } from '@apollo/server/plugin/usageReporting';

/**
 * Reports to Apollo Studio which operations are asked, by which clients, and how long each field took in which
 * subgraph. Variables, headers and messages of errors stay here.
 */
export const reportUsage = ({
  endpointUrl,
}: {
  readonly endpointUrl: string | undefined;
}): ApolloServerPlugin =>
  ApolloServerPluginUsageReporting({
    ...(endpointUrl !== undefined && { endpointUrl }),
    sendVariableValues: { none: true },
    sendHeaders: { none: true },
    sendErrors: { masked: true },
  });
