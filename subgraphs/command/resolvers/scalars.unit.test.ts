import { type GraphQLScalarType, parseValue } from 'graphql';
import { expect, test } from 'vitest';
import { DateTime, Revision, SafeInt } from './scalars.ts';

const literal = (scalar: GraphQLScalarType, text: string) => scalar.parseLiteral(parseValue(text));

test('a literal is taken as its value in a variable is', () => {
  expect(literal(SafeInt, '-1999')).toBe(-1999);
  expect(literal(Revision, '"product@0.5"')).toBe('product@0.5');
  expect(literal(DateTime, '"2026-01-31T13:00:00+01:00"')).toBe('2026-01-31T12:00:00.000Z');
});

test.each([
  [SafeInt, '19.99', 'SafeInt cannot represent 19.99: it is not a whole number within 2^53 - 1'],
  [SafeInt, '"1999"', 'SafeInt cannot represent "1999": it is not a whole number within 2^53 - 1'],
  [
    SafeInt,
    '9007199254740993',
    'SafeInt cannot represent 9007199254740993: it is not a whole number within 2^53 - 1',
  ],
  [Revision, '5', 'Revision cannot represent 5: it is not a string'],
  [DateTime, 'NOW', 'DateTime cannot represent NOW: it is not like 2026-01-31T12:00:00Z'],
  [
    DateTime,
    '"2026-02-30T00:00:00Z"',
    'DateTime cannot represent "2026-02-30T00:00:00Z": it is not like 2026-01-31T12:00:00Z',
  ],
])('%s refuses the literal %s as it stands there, and says where', (scalar, text, message) => {
  expect(() => literal(scalar, text)).toThrow(
    expect.objectContaining({ message, locations: [{ line: 1, column: 1 }] }),
  );
});

test('a value of a variable is told as it came', () => {
  expect(() => SafeInt.parseValue('1999')).toThrow(
    'SafeInt cannot represent "1999": it is not a whole number within 2^53 - 1',
  );
});
