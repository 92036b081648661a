import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, Kind, visit } from 'graphql';

/**
 * Refuses a request by which the variable of a @skip or an @include is null, as one with a default may be: the query
 * planner takes that for a fault of its own.
 */
export function refuseNullConditions(): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        // Rejects rather than throws: the hooks of a request are promises.
        async didResolveOperation({ document, operation, request: { variables = {} } }) {
          if (!Object.values(variables).includes(null)) return;
          visit(document, {
            OperationDefinition: (other) => (other === operation ? undefined : false),
            Directive({ arguments: [condition] = [] }) {
              const value = condition?.value;
              if (value?.kind !== Kind.VARIABLE || variables[value.name.value] !== null) return;
              throw new GraphQLError(`Variable "$${value.name.value}" is a condition and must not be null.`, {
                nodes: value,
                extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
              });
            },
          });
        },
      }),
  };
}
