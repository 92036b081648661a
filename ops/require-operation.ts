import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';

/**
 * Refuses a request whose document has no operation of the name given, or has several and none is named. An empty name
 * is none, as GraphQL over HTTP has it, and the gateway; Apollo Server would find no operation of it, so that what is
 * executed had been asked about by no limit, no route and no method.
 */
export function requireOperation(): ApolloServerPlugin {
  return {
    // Rejects rather than throws: the hooks of a request are promises.
    async requestDidStart({ request }) {
      if (request.operationName === '') delete request.operationName;
      return {
        async didResolveOperation({ operation, request: { operationName } }) {
          if (operation !== undefined) return;
          throw new GraphQLError(
            operationName === undefined
              ? 'Must provide operation name if query contains multiple operations.'
              : `Unknown operation named "${operationName}".`,
            { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } },
          );
        },
      };
    },
  };
}
