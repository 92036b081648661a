import {
  coerceInputValue,
  type GraphQLSchema,
  isInputType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import { refusal } from './refusal.ts';

/** The most that the variables of a request may hold: the largest bulk command has a third of it. */
export interface VariablesLimits {
  /** Objects, lists and scalars together. */
  readonly values: number;
  readonly depth: number;
}
export const VARIABLES_LIMITS: VariablesLimits = { values: 100_000, depth: 12 };

/** Whether there is more in it; looks no further than the limit, and never recurses. */
export function exceeds(variables: unknown, { values, depth }: VariablesLimits): boolean {
  let seen = 0;
  const open: [unknown, number][] = [[variables, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, level] = next;
    seen += 1;
    if (seen > values || level > depth) return true;
    if (typeof value !== 'object' || value === null) continue;
    const inner = Object.values(value);
    if (seen + inner.length > values) return true;
    for (const each of inner) open.push([each, level + 1]);
  }
  return false;
}

/** What is told of wrong variables: so many mistakes, and the value of each where it is not longer than this as JSON. */
const TOLD = { mistakes: 10, characters: 400 };

/**
 * Throws the first mistake that is too many or whose value is too large. The gateway finds them again and tells all, each
 * with its value: an object is written out whole for every field of it that is unknown.
 */
export function refuseMistakes(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  let mistakes = 0;
  for (const node of variableDefinitions) {
    const name = node.variable.name.value;
    const type = typeFromAST(schema, node.type);
    if (!isInputType(type) || !Object.hasOwn(variables, name) || variables[name] === null) continue;
    coerceInputValue(variables[name], type, (path, value, { message }) => {
      mistakes += 1;
      if (mistakes <= TOLD.mistakes && JSON.stringify(value).length <= TOLD.characters) return;
      const within = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`));
      const told = `Variable "$${name}" got invalid value at "${name}${within.join('')}"; ${message}`;
      throw refusal(told, 'BAD_USER_INPUT', {}, node);
    });
  }
}
