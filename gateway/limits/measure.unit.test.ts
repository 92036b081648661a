import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { measure } from './measure.ts';

const ONE_FIELD = {
  ...{ depth: 1, nesting: 1, aliases: 0, introspectionAliases: 0, rootFields: 0, commands: 0 },
  ...{ selections: 1, directives: 0, valueDepth: 0 },
};

test.each([
  ['fields in fields', '{ a { b { c } } d }', { depth: 3, nesting: 3, rootFields: 2, selections: 4 }],
  [
    'them, wherever they stand',
    '{ d a { b { c } } }',
    { depth: 3, nesting: 3, rootFields: 2, selections: 4 },
  ],
  [
    'a fragment as often as it is spread',
    '{ ...F a { ...F ...F } } fragment F on T { b: c { d: e } }',
    { depth: 3, nesting: 4, aliases: 6, rootFields: 2, selections: 7 },
  ],
  [
    'what stands in a fragment without a name',
    '{ ... { ... @a { a b: c } } }',
    { nesting: 3, aliases: 1, rootFields: 2, selections: 4, directives: 1 },
  ],
  [
    'commands, in fragments too',
    'mutation { a ... { b ...F } } fragment F on Mutation { c d: e }',
    { nesting: 3, aliases: 1, commands: 4, selections: 5 },
  ],
  [
    'the largest operation, first',
    'query A { a { b: c } d } query B { a }',
    { depth: 2, nesting: 2, aliases: 1, rootFields: 2, selections: 3 },
  ],
  [
    'the largest operation, last',
    'query B { a } query A { a { b: c } d }',
    { depth: 2, nesting: 2, aliases: 1, rootFields: 2, selections: 3 },
  ],
  [
    'directives anywhere',
    'query ($x: Int @a) @a { a @a ...F @a } fragment F on Query @a { b @a }',
    { nesting: 2, rootFields: 2, selections: 2, directives: 6 },
  ],
  [
    'lists and objects in one another, anywhere',
    '{ a(b: [{ c: [] }, []], d: { e: 1 }) ...F } fragment F on Query { b @a(b: [[{ c: [{}] }]]) }',
    { nesting: 2, rootFields: 2, selections: 2, directives: 1, valueDepth: 5 },
  ],
  [
    'what is renamed in the schema, and outside of it',
    '{ a: __schema { b: types { c: name } } d: __type(name: "T") { e: name } f: g ...F ...F } fragment F on Query { h: __type(name: "T") { name } }',
    { depth: 3, nesting: 3, aliases: 8, introspectionAliases: 7, rootFields: 5, selections: 10 },
  ],
])('counts %s', (_, text, measures) => {
  expect(measure(parse(text))).toEqual({ ...ONE_FIELD, ...measures });
});
