import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { expect, test } from 'vitest';
import { guard } from './guard.ts';

const ACCESS = 'directive @access(to: [String!]!) on OBJECT | FIELD_DEFINITION';
const guarded = (sdl: string, resolvers = {}) =>
  guard(buildSubgraphSchema([{ typeDefs: parse(`${ACCESS} ${sdl}`), resolvers }]));

test('a query, command or subscription without a rule is not served', () => {
  const open = 'type Query { a: Int @access(to: ["anonymous"]) } extend type Query { b: Int }';
  expect(() => guarded(open)).toThrow('Query.b does not say with @access who may ask');
  expect(() => guarded('type Subscription { d: Int }')).toThrow('Subscription.d does not say');
});

test('a rule that an extension gives a type holds', async () => {
  const schema = guarded(
    `type Query { a: A @access(to: ["anonymous"]) } type A { b: Int }
      extend type A @access(to: ["staff"])`,
    { Query: { a: () => ({ b: 1 }) } },
  );
  const seenBy = (...roles: string[]) =>
    graphql({ schema, source: '{ a { b } }', contextValue: { viewer: { roles, expiresAt: new Date() } } });
  expect((await seenBy('staff')).data).toEqual({ a: { b: 1 } });
  expect((await seenBy('customer')).data).toEqual({ a: null });
});
