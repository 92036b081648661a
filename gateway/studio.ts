import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginSchemaReporting } from '@apollo/server/plugin/schemaReporting';
import { ApolloServerPluginUsageReporting } from '@apollo/server/plugin/usageReporting';

/** The last report is sent when the gateway stops, which must not wait long for an Apollo that is silent. */
const PATIENCE = { requestTimeoutMs: 3_000, maxAttempts: 2 };

/** Where something is reported; undefined: to Apollo. */
interface Endpoint {
  readonly endpointUrl: string | undefined;
}

/**
 * Reports to Apollo Studio which operations are asked, by which clients, and how long each field took in which
 * subgraph; and, where it is wanted, the supergraph that is served. Variables, headers and messages of errors stay here.
 */
export const reportToStudio = ({
  schemaReporting,
  ...usage
}: Endpoint & { readonly schemaReporting: Endpoint | undefined }): ApolloServerPlugin[] => [
  ApolloServerPluginUsageReporting({
    ...given(usage),
    ...PATIENCE,
    sendVariableValues: { none: true },
    sendHeaders: { none: true },
    sendErrors: { masked: true },
  }),
  ...(schemaReporting ? [ApolloServerPluginSchemaReporting(given(schemaReporting))] : []),
];

const given = ({ endpointUrl }: Endpoint) => (endpointUrl === undefined ? {} : { endpointUrl });
