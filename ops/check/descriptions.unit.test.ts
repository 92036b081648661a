import { expect, test } from 'vitest';
import { undescribed } from './descriptions.ts';

test('names types, fields, arguments, input fields and enum values without a description', () => {
  const sdl = `
    extend schema @link(url: "x")
    type T { f(argument: Int): Int }
    "described" type D { "described" f: Int  "" empty: Int }
    input I { f: Int = 1 }
    enum E { A }
    extend type D { g: Int }
    scalar S
    union U = T
    interface N { f: Int }
    directive @d on FIELD
  `;
  expect(undescribed(sdl)).toEqual([
    'T',
    'T.f',
    'T.f(argument:)',
    'D.empty',
    'I',
    'I.f',
    'E',
    'E.A',
    'D.g',
    'S',
    'U',
    'N',
    'N.f',
    'd',
  ]);
});
