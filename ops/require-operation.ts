import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';

/**
 * Refuses a request whose document has no operation of the name given, or has several and none is named. A gateway
 * takes an empty name for none, and would execute what no limit, no route and no method has been asked about.
 */
export function requireOperation(): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        // Rejects rather than throws: the hooks of a request are promises.
        async didResolveOperation({ operation, request: { operationName } }) {
          if (operation !== undefined) return;
          throw new GraphQLError(
            operationName === undefined
              ? 'Must provide operation name if query contains multiple operations.'
              : `Unknown operation named "${operationName}".`,
            { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } },
          );
        },
      }),
  };
}
