import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, type TestGateway } from '../test/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => void (gateway = await openGateway()));
afterAll(() => gateway[Symbol.asyncDispose]());

const FILTERED = 'query ($f: ProductFilter) { products(filter: $f) { totalCount } }';
const unknown = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`u${i}`, 1]));

test.each([
  [
    'a thousand unknown fields',
    unknown(1_000),
    'Variable "$f" got invalid value at "f"; Field "u0" is not defined by type "ProductFilter".',
  ],
  [
    'an unknown field beside a long text',
    { categoryId: 'x'.repeat(200_000), ...unknown(1) },
    'Variable "$f" got invalid value at "f"; Field "u0" is not defined by type "ProductFilter".',
  ],
  [
    'a long list of what is wrong',
    { attributes: Array(10_000).fill({ name: 'a' }) },
    'Variable "$f" got invalid value at "f.attributes[10]"; Field "values" of required type "[String!]!" was not provided.',
  ],
  [
    'a text where a number belongs',
    { minRating: 'x'.repeat(2_000) },
    expect.stringContaining(
      'Variable "$f" got invalid value at "f.minRating"; Float cannot represent non numeric value: "xxx',
    ),
  ],
])('of variables with %s one mistake is told, without its value', async (_, f, message) => {
  const { errors } = await gateway.ask(FILTERED, { f });
  expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(gateway.query.requests).toEqual([]);
});

test('a few mistakes are told together, each with its value', async () => {
  const { errors } = await gateway.ask(FILTERED, { f: { ...unknown(2), minRating: 'x' } });
  const value = '{ u0: 1, u1: 1, minRating: "x" }';
  expect(errors!.map(({ message }) => message)).toEqual([
    'Variable "$f" got invalid value "x" at "f.minRating"; Float cannot represent non numeric value: "x"',
    `Variable "$f" got invalid value ${value}; Field "u0" is not defined by type "ProductFilter".`,
    `Variable "$f" got invalid value ${value}; Field "u1" is not defined by type "ProductFilter".`,
  ]);
});
