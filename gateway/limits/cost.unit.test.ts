import { buildSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
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
  const document = parse(text);
  const isOperation = (node: object): node is OperationDefinitionNode =>
    'kind' in node && node.kind === Kind.OPERATION_DEFINITION;
  const operation = document.definitions.find(isOperation)!;
  expect(costOf(schema, costs, document, operation, { ...variables })).toBe(cost);
});
