import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createManifest } from '../../schema/manifest.ts';
import { type AcceptedBreak, apiSchema, brokenDocuments, unacceptedBreaks } from './breaking.ts';

const released = `
  type Query { product(id: ID): Product old: Int @deprecated(reason: "Use product.") }
  type Product { name: String brand: String! status: Status }
  enum Status { A B }
  input Find { text: String }
`;
const breaks = (
  from: string,
  to: string,
  accepted: AcceptedBreak[] = [],
  documents = ['query Any { a: __typename }'],
) =>
  unacceptedBreaks(
    { schema: buildSchema(released), operations: createManifest(documents).operations },
    buildSchema(released.replace(from, to)),
    accepted,
  );

describe('a schema breaks its clients by', () => {
  test.each([
    ['a field that went away', 'brand: String!', '', 'FIELD_REMOVED Product.brand'],
    ['a field that may be null now', 'brand: String!', 'brand: String', 'FIELD_TYPE_CHANGED Product.brand'],
    ['an argument that must be given', 'id: ID', 'id: ID!', 'FIELD_ARGUMENT_TYPE_CHANGED Query.product.id'],
    ['a value that went away', 'A B', 'A', 'ENUM_VALUE_REMOVED Status.B'],
    [
      'a new field of an input that must be given',
      'text: String',
      'text: String n: Int!',
      'INPUT_FIELD_ADDED Find.n',
    ],
    ['a type that went away', 'input Find { text: String }', '', 'TYPE_REMOVED Find'],
  ])('%s', async (_, from, to, name) => {
    const found = await breaks(from, to);
    expect(found).toEqual([expect.stringContaining(`BREAKING ${name}: `)]);
    expect(await breaks(from, to, [{ change: name, reason: 'decided in 31' }])).toEqual([]);
    for (const without of [{ reason: ' ' }, {}])
      expect(await breaks(from, to, [{ change: name, ...without }])).toEqual([
        `${name} is accepted without a reason`,
      ]);
  });
});

test.each([
  ['nothing', '', ''],
  ['a new field', 'name: String', 'name: String more: Int'],
  ['a new argument that may be left out', 'id: ID', 'id: ID sku: String'],
  ['a field that is never null any more', 'name: String', 'name: String!'],
  ['a new value', 'A B', 'A B C'],
])('%s breaks nobody', async (_, from, to) => expect(await breaks(from, to)).toEqual([]));

test('an acceptance of what is no break is a problem: it would let a later one through', async () => {
  const accepted = [{ change: 'FIELD_REMOVED Product.name', reason: 'once' }];
  expect(await breaks('', '', accepted)).toEqual([
    'FIELD_REMOVED Product.name is accepted, but is no break: take it off the list',
  ]);
});

test('an operation of a released client breaks when it is refused, not when it asks for what is deprecated', async () => {
  const documents = ['query Show { product { brand } } query Old { old }'];
  expect(await breaks('', '', [], documents)).toEqual([]);
  const change = 'FIELD_REMOVED Product.brand';
  const accepted = [{ change, reason: 'decided in 31' }];
  expect(await breaks('brand: String!', '', accepted, documents)).toEqual([
    'BREAKING OPERATION_REFUSED Show: Cannot query field "brand" on type "Product".',
  ]);
  accepted.push({ change: 'OPERATION_REFUSED Show', reason: 'nobody shows it' });
  expect(await breaks('brand: String!', '', accepted, documents)).toEqual([]);
});

test('client documents are held against the schema, and against what it has deprecated', () => {
  const schema = buildSchema(released);
  expect(brokenDocuments(schema, { 'a.graphql': 'query A { product { name } }' })).toEqual([]);
  expect(brokenDocuments(schema, { 'a.graphql': 'query A { product { prize } }' })).toEqual([
    expect.stringMatching(/^a\.graphql: Cannot query field "prize"/),
  ]);
  expect(brokenDocuments(schema, { 'b.graphql': 'query B { old }' })).toEqual([
    expect.stringMatching(/^b\.graphql: .*deprecated/),
  ]);
});

test('of the supergraph only what clients see is compared', () => {
  const supergraph = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
  const schema = apiSchema(supergraph);
  expect(Object.keys(schema.getTypeMap()).filter((name) => /^(join|link|core)_/.test(name))).toEqual([]);
  expect(schema.getType('Product')).toBeDefined();
  expect(schema.getDirectives().map(({ name }) => name)).not.toContain('join__type');
});
