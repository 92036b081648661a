import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { buildSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import manifest from '../../schema/persisted-operations.json' with { type: 'json' };
import { costOf, readCosts } from './cost.ts';

const sdl = `
  directive @cost(weight: Int!) on OBJECT | FIELD_DEFINITION
  directive @federation__listSize(
    assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]
  ) on FIELD_DEFINITION
  type Query {
    one: One
    heavy: Heavy
    node: Node
    many: [One!]!
    some(first: Int, last: Int): [One!]! @federation__listSize(assumedSize: 3, slicingArguments: ["first", "last"])
    page(first: Int): Page @federation__listSize(slicingArguments: ["first"], sizedFields: ["items"])
  }
  type Mutation { one: One }
  interface Node { id: ID others: [One!]! @federation__listSize(assumedSize: 2) }
  type One implements Node { id: ID others: [One!]! name: String @cost(weight: 5) heavy: Heavy @cost(weight: 3) }
  type Heavy @cost(weight: 7) { id: ID }
  type Page { items: [One!]! others: [One!]! }
`;
const [schema, costs] = [buildSchema(sdl), readCosts(sdl)];

test.each<[string, string, number, object?]>([
  ['an object', '{ one { id } }', 1],
  ['what its type says', '{ heavy { id } }', 7],
  ['what its field says', '{ one { heavy { id } name } }', 9],
  ['what an interface says, and what a type of it says', '{ node { others { id } ... on One { name } } }', 8],
  ['a list of which nothing is said', '{ many { id } }', 10],
  ['a list as it is said', '{ some { id } }', 3],
  ['a list as it is asked for', '{ some(first: 20) { id } }', 20],
  ['a list as it is asked for twice', '{ some(first: 2, last: 9) { id } }', 9],
  ['a list of fewer than none', '{ one { id } some(first: -9) { id } }', 1],
  ['a list of a default', 'query ($n: Int = 6) { some(first: $n) { id } }', 6],
  ['a list of a variable', 'query ($n: Int = 6) { some(first: $n) { id } }', 8, { n: 8 }],
  ['a list of a null', 'query ($n: Int = 6) { some(first: $n) { id } }', 3, { n: null }],
  ['a page', '{ page(first: 4) { all: items { id } others { id } } }', 15],
  [
    'a page in fragments',
    '{ page(first: 4) { ...P } } fragment P on Page { ... { ... on Page { items { id } } } }',
    5,
  ],
  ['lists in lists', '{ some(first: 20) { others { heavy { id } } } }', 20 * (1 + 10 * (1 + 3))],
  ['commands', 'mutation { a: one { id } ... { b: one { id } } }', 22],
])('%s costs', (_, text, cost, variables = {}) => {
  expect(costIn({ schema, costs }, text, variables)).toBe(cost);
});

function costIn(served: { schema: typeof schema; costs: typeof costs }, text: string, variables: object) {
  const document = parse(text);
  const isOperation = (node: object): node is OperationDefinitionNode =>
    'kind' in node && node.kind === Kind.OPERATION_DEFINITION;
  const operation = document.definitions.find(isOperation)!;
  return costOf(served.schema, served.costs, document, operation, { ...variables });
}

const supergraph = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8');
const served = {
  schema: Supergraph.build(supergraph).apiSchema().toGraphQLJSSchema(),
  costs: readCosts(supergraph),
};
const pages = manifest.operations.filter(({ body }) => body.includes('first: $first'));
test.each(pages.map(({ name, body }) => [name, body]))(
  'the client document %s may ask for the largest page, where as much is allowed as by default',
  (_, body) => {
    expect(costIn(served, body, { first: 100 })).toBeLessThanOrEqual(5_000);
  },
);
