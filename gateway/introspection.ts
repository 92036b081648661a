import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { type DocumentNode, execute, Kind, type SelectionSetNode } from 'graphql';

/**
 * Answers an operation that asks for nothing but the schema without a plan: the planner does not know `isOneOf`, of
 * which the schema says that it can be asked, and would refuse it with 500.
 */
export const introspection = (): ApolloServerPlugin => ({
  requestDidStart: () =>
    Promise.resolve({
      async responseForOperation({ schema, document, operation, request }) {
        if (!asksForTheSchemaAlone(operation.selectionSet, document)) return null;
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

const asksForTheSchemaAlone = ({ selections }: SelectionSetNode, document: DocumentNode): boolean =>
  selections.every((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value.startsWith('__');
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return asksForTheSchemaAlone(selection.selectionSet, document);
    return document.definitions.some(
      (node) =>
        node.kind === Kind.FRAGMENT_DEFINITION &&
        node.name.value === selection.name.value &&
        asksForTheSchemaAlone(node.selectionSet, document),
    );
  });
