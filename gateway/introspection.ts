import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { execute, Kind, type SelectionSetNode } from 'graphql';
import { type Fragments, fragmentsOf } from './limits/fragments.ts';

/**
 * Answers an operation that asks for nothing but the schema without a plan: the planner does not know `isOneOf`, of
 * which the schema says that it can be asked, and would refuse it with 500.
 */
export const introspection = (): ApolloServerPlugin => ({
  requestDidStart: () =>
    Promise.resolve({
      async responseForOperation({ schema, document, operation, request }) {
        if (!asksForTheSchemaAlone(operation.selectionSet, fragmentsOf(document))) return null;
        const { operationName, variables: variableValues } = request;
        const result = await execute({ schema, document, operationName, variableValues });
        if (result.errors !== undefined) return null;
        return {
          http: { status: undefined, headers: new HeaderMap() },
          body: { kind: 'single', singleResult: result },
        };
      },
    }),
});

const asksForTheSchemaAlone = ({ selections }: SelectionSetNode, fragments: Fragments): boolean =>
  selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value.startsWith('__');
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    return fragment !== undefined && asksForTheSchemaAlone(fragment.selectionSet, fragments);
  });
