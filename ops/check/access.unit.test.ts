import { expect, test } from 'vitest';
import { undeclaredAccess } from './access.ts';

test('a query, command or subscription must say who may ask, and roles must exist', () => {
  const sdl = `
    type Query { a: Int b: Int @access(to: ["anonymous"]) }
    type Mutation { c: Int @access(to: ["stuff"]) }
    type Subscription { e: Int }
    type T @access(to: ["owner"]) { d: Int }
    input I { f: Int g: Int @access(to: ["stuff"]) }
    extend type Query { h: Int }
    extend type T @access(to: ["keeper"]) { i: Int }
  `;
  expect(undeclaredAccess(sdl)).toEqual([
    'Query.a does not say with @access who may ask',
    'Mutation.c: there is no role stuff',
    'Subscription.e does not say with @access who may ask',
    'T: there is no role owner',
    'I.g: there is no role stuff',
    'Query.h does not say with @access who may ask',
    'T: there is no role keeper',
  ]);
});
