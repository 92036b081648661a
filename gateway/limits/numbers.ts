import {
  type ASTVisitor,
  type FloatValueNode,
  GraphQLError,
  type IntValueNode,
  type ValidationContext,
} from 'graphql';

// A number that overflows, as 1e400 does, is infinite to JavaScript. Apollo's planner cannot write it down again, and
// JSON has null in its place: a condition that is not there.

/** A validation rule: no number in the document overflows. */
export function finiteNumbers(context: ValidationContext): ASTVisitor {
  const check = (node: FloatValueNode | IntValueNode): void => {
    if (Number.isFinite(Number(node.value))) return;
    context.reportError(new GraphQLError('The number is too large', { nodes: node }));
  };
  return { FloatValue: check, IntValue: check };
}

/** Whether a number in the variables overflows. Recurses: look first how deep they are. */
export const overflows = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).some(overflows)
    : value === Infinity || value === -Infinity;
