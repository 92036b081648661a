import { GraphQLError, GraphQLScalarType, print, type ValueNode, valueFromASTUntyped } from 'graphql';
import { z } from 'zod';

/** A value from outside, or undefined where the scalar cannot be it. */
type Read<T> = (value: unknown) => T | undefined;

/** Of a value that is none so many characters are told: where it stood must not be cut from the message for them. */
const MAX_TOLD = 100;

/** Takes from a variable, or from a literal of the document, of which an error tells the place, what `read` takes. */
function inputOf<T>(name: string, read: Read<T>, problem: string) {
  const take = (value: unknown, literal?: ValueNode): T => {
    const taken = read(value);
    if (taken !== undefined) return taken;
    const text = literal === undefined ? JSON.stringify(value) : print(literal);
    const told = text.length > MAX_TOLD ? `${text.slice(0, MAX_TOLD)}…` : text;
    throw new GraphQLError(`${name} cannot represent ${told}: ${problem}`, { nodes: literal });
  };
  return {
    name,
    parseValue: (value: unknown) => take(value),
    parseLiteral: (literal: ValueNode) => take(valueFromASTUntyped(literal), literal),
  };
}

const safeInt = inputOf(
  'SafeInt',
  (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined),
  'it is not a whole number within 2^53 - 1',
);
export const SafeInt = new GraphQLScalarType({ ...safeInt, serialize: safeInt.parseValue });

export const Revision = new GraphQLScalarType({
  ...inputOf('Revision', (value) => (typeof value === 'string' ? value : undefined), 'it is not a string'),
  serialize: String,
});

/** Any offset is taken; what is kept is UTC with milliseconds. */
export const DateTime = new GraphQLScalarType({
  ...inputOf(
    'DateTime',
    (value) => {
      const { data } = z.iso.datetime({ offset: true }).safeParse(value);
      return data === undefined ? undefined : new Date(data).toISOString();
    },
    'it is not like 2026-01-31T12:00:00Z',
  ),
  serialize: String,
});
