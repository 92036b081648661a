import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { badDocumentNames, badNames } from './naming.ts';

const good = `
  type Query { readModel(asOf: String): Int }
  type Mutation { payOrder(input: PayOrderInput!): PayOrderPayload! }
  input PayOrderInput { orderId: ID }
  type PayOrderPayload { orderId: ID }
  enum Status { IN_TRANSIT }
`;
const after = (from: string, to: string) => badNames(buildSchema(good.replaceAll(from, to)));

test('regular names are no problem', () => expect(after('', '')).toEqual([]));

test.each([
  ['Status', 'order_status', 'order_status: a type is written LikeThis'],
  ['IN_TRANSIT', 'inTransit', 'Status.inTransit: a value is written LIKE_THIS'],
  ['readModel', 'read_model', 'Query.read_model: fields and arguments are written likeThis: read_model'],
  ['asOf', 'AsOf', 'Query.readModel: fields and arguments are written likeThis: AsOf'],
  ['PayOrderInput', 'PayOrder', 'PayOrder: the name of an input type ends in Input, Filter or Range'],
  ['PayOrderPayload', 'Paid', 'Mutation.payOrder answers with Paid!, not with PayOrderPayload!'],
  [
    'input: PayOrderInput!',
    'orderId: ID',
    'Mutation.payOrder takes (orderId: ID), not (input: PayOrderInput!)',
  ],
])('%s called %s is one', (from, to, problem) => expect(after(from, to)).toContain(problem));

test('a document is called after the one operation or fragment that it has', () => {
  expect(
    badDocumentNames({
      'pay-order.graphql': 'mutation PayOrder { a }',
      'money.graphql': 'fragment Money on M { a }',
    }),
  ).toEqual([]);
  expect(badDocumentNames({ 'pay.graphql': 'mutation PayOrder { a }' })).toEqual([
    'pay.graphql: should be called pay-order.graphql',
  ]);
  expect(badDocumentNames({ 'a.graphql': '{ a }', 'b.graphql': 'query A { a } query B { a }' })).toEqual([
    'a.graphql: one operation, or one fragment, with a name LikeThis',
    'b.graphql: one operation, or one fragment, with a name LikeThis',
  ]);
});
