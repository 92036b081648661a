import { expect, test } from 'vitest';
import { undeclaredAccess } from './access.ts';

test('a query or command must say who may ask, and roles must exist', () => {
  const sdl = `
    type Query { a: Int b: Int @access(to: ["anonymous"]) }
    type Mutation { c: Int @access(to: ["stuff"]) }
    type T @access(to: ["owner"]) { d: Int }
  `;
  expect(undeclaredAccess(sdl)).toEqual([
    'Query.a does not say with @access who may ask',
    'Mutation.c: there is no role stuff',
    'T: there is no role owner',
  ]);
});
