import { pino } from 'pino';
import { buildSchema, graphql, GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { createMask, maskResult } from './faults.ts';

function mask(error: GraphQLError) {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(line) });
  const { errors } = maskResult({ data: null, errors: [error] }, createMask(log));
  return { error: errors![0]!.toJSON(), lines };
}

test('a fault in an event is logged, and the client gets the id of that line', () => {
  const originalError = new Error('password=hunter2 at db.internal');
  const { error, lines } = mask(new GraphQLError(originalError.message, { path: ['a', 1], originalError }));
  const errorId = error.extensions!['errorId'] as string;
  expect(error).toEqual({
    message: `Internal error ${errorId}`,
    path: ['a', 1],
    extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(errorId);
  expect(lines[0]).toContain('hunter2');
});

test.each([
  ['an error meant for clients', { path: ['a'], extensions: { code: 'FORBIDDEN' } }, 'FORBIDDEN'],
  ['one of the variables', {}, 'BAD_USER_INPUT'],
])('%s passes', (_, options, code) => {
  const { error, lines } = mask(new GraphQLError('No', options));
  expect(error).toMatchObject({ message: 'No', extensions: { code } });
  expect(lines).toEqual([]);
});

test.each([
  ['($v: Int = 1) { one(of: $v) }', 'Argument "of" of non-null type "Int!" must not be null.'],
  ['($v: Int = 1) { all(of: [$v]) }', 'Argument "of" has invalid value [$v].'],
  [
    '($v: Boolean = true) { self { one(of: 1) @skip(if: $v) } }',
    'Argument "if" of non-null type "Boolean!" must not be null.',
  ],
])("a null where a value must be is the client's: %s", async (query, message) => {
  const { errors = [] } = await graphql({
    schema: buildSchema('type Query { one(of: Int!): Int all(of: [Int!]): Int self: Query }'),
    source: `query ${query}`,
    variableValues: { v: null },
    rootValue: { self: {} },
  });
  const { error, lines } = mask(errors[0]!);
  expect(error).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } });
  expect(lines).toEqual([]);
});

test("what graphql says of our values is none of the client's", async () => {
  const { errors = [] } = await graphql({
    schema: buildSchema('type Query { number: Int }'),
    source: '{ number }',
    rootValue: { number: 'none' },
  });
  expect(mask(errors[0]!).error.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
});

test('what has a code of its own is no outage of an engine, whatever has caused it', () => {
  const originalError = new Error('ECONNREFUSED');
  const error = new GraphQLError('The token cannot be verified now', { originalError });
  const outage = { message: 'away', extensions: { code: 'WRITE_MODEL_UNAVAILABLE' } };
  const told = (code: string) =>
    createMask(pino({ level: 'silent' }), () => outage)(
      { message: error.message, extensions: { code } },
      error,
    );
  expect(told('AUTHENTICATION_UNAVAILABLE')).toMatchObject({ message: error.message });
  expect(told('INTERNAL_SERVER_ERROR')).toEqual(outage);
});

test('of a long message the middle is left out, where it repeats what the client has sent', () => {
  const { error } = mask(new GraphQLError(`Value "${'😀'.repeat(1_000_000)}" is none of these.`));
  expect(error.message).toMatch(/^Value "\u{1F600}+\uFFFD? … \uFFFD?\u{1F600}+" is none of these\.$/u);
  expect(error.message.length).toBeLessThanOrEqual(1_000);
  expect(error.message.length).toBeGreaterThan(900);
  const { error: again } = mask(new GraphQLError(error.message));
  expect(again.message).toBe(error.message);
});
