import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, subscribe } from 'graphql';
import { expect, test, vi } from 'vitest';
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

test('a subscription watches nothing for who may not ask for it', async () => {
  const watch = vi.fn(async function* () {
    yield { a: 1 };
  });
  const schema = guarded(
    `type Query { a: Int @access(to: ["anonymous"]) }
      type Subscription { a: Int @access(to: ["staff"]) }`,
    { Subscription: { a: { subscribe: watch } } },
  );
  const asked = (...roles: string[]) =>
    subscribe({ schema, document: parse('subscription { a }'), contextValue: { viewer: { roles } } });
  expect(await asked()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(await asked('customer')).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  expect(watch).not.toHaveBeenCalled();
  expect(await asked('staff')).not.toHaveProperty('errors');
  expect(watch).toHaveBeenCalledOnce();
});

test('what may not be seen is missing once, and nothing tells that it changes', async () => {
  const schema = guarded(
    `type Query { a: Int @access(to: ["anonymous"]) }
      type Subscription { b: B @access(to: ["staff", "customer"]) }
      type B @access(to: ["staff"]) { c: Int }`,
    {
      Subscription: {
        b: {
          async *subscribe() {
            for (const c of [1, 2]) yield { b: { c } };
          },
        },
      },
    },
  );
  const seenBy = async (role: string) => {
    const contextValue = { viewer: { roles: [role], expiresAt: new Date() } };
    const events = await subscribe({ schema, document: parse('subscription { b { c } }'), contextValue });
    const seen: unknown[] = [];
    for await (const event of events as AsyncIterable<unknown>) seen.push(event);
    return seen;
  };
  expect(await seenBy('staff')).toEqual([{ data: { b: { c: 1 } } }, { data: { b: { c: 2 } } }]);
  expect(await seenBy('customer')).toEqual([{ data: { b: null } }]);
});
