import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { z } from 'zod';

function safeInteger(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new GraphQLError(
    `SafeInt cannot represent ${JSON.stringify(value)}: it is not a whole number within 2^53 - 1`,
  );
}

export const SafeInt = new GraphQLScalarType({
  name: 'SafeInt',
  serialize: safeInteger,
  parseValue: safeInteger,
  parseLiteral: (node) => safeInteger(node.kind === Kind.INT ? Number(node.value) : undefined),
});

export const Revision = new GraphQLScalarType({
  name: 'Revision',
  serialize: String,
  parseValue: (value) => {
    if (typeof value === 'string') return value;
    throw new GraphQLError('Revision must be a string');
  },
});

/** Any offset is taken; what is kept is UTC with milliseconds. */
export const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  serialize: String,
  parseValue: (value) => {
    const result = z.iso.datetime({ offset: true }).safeParse(value);
    if (result.success) return new Date(result.data).toISOString();
    throw new GraphQLError(
      `DateTime cannot represent ${JSON.stringify(value)}: it is not like 2026-01-31T12:00:00Z`,
    );
  },
});
