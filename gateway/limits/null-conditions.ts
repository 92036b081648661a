import { type DocumentNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { refusal } from './refusal.ts';

/**
 * Throws where the variable of a @skip or an @include is null, as one with a default may be: the query planner takes that
 * for a fault of its own.
 */
export function refuseNullConditions(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  if (!Object.values(variables).includes(null)) return;
  visit(document, {
    OperationDefinition: (other) => (other === operation ? undefined : false),
    Directive({ arguments: [condition] = [] }) {
      const value = condition?.value;
      if (value?.kind !== Kind.VARIABLE || variables[value.name.value] !== null) return;
      const message = `Variable "$${value.name.value}" is a condition and must not be null.`;
      throw refusal(message, 'BAD_USER_INPUT', {}, value);
    },
  });
}
