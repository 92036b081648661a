import { describe, expect, test } from 'vitest';
import { plannerHoles } from './planner-holes.ts';

// Six of the 199 cases of the public gateway audit fail in the planner of @apollo/gateway 2.14: `@requires` of a field
// with arguments, entities whose keys differ, and interface objects that cannot be resolved.

describe('a schema is warned of', () => {
  test.each([
    [
      '@requires',
      'type A @key(fields: "id") { id: ID! b: Int @external c: Int @requires(fields: "b(x: 1)") }',
    ],
    ['@interfaceObject', 'type A @key(fields: "id") @interfaceObject { id: ID! }'],
    ['@provides', 'type A @key(fields: "id") { id: ID! b: B @provides(fields: "c") } type B { c: Int }'],
    ['@override', 'type A @key(fields: "id") { id: ID! b: Int @override(from: "other") }'],
    ['a key of an interface', 'interface A @key(fields: "id") { id: ID! }'],
    ['a key of an interface in an extension', 'extend interface A @key(fields: "id") { id: ID! }'],
    ['two keys', 'type A @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! }'],
    [
      'a second key in an extension',
      'type A @key(fields: "id") { id: ID! } extend type A @key(fields: "sku") { sku: ID! }',
    ],
  ])('%s', (_, sdl) => expect(plannerHoles([sdl])).toHaveLength(1));

  test('keys that differ between subgraphs', () => {
    const subgraphs = ['type A @key(fields: "id") { id: ID! }', 'type A @key(fields: "sku") { sku: ID! }'];
    expect(plannerHoles(subgraphs)).toEqual(['A has other keys elsewhere: "id", "sku"']);
  });
});
