import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AUTH_VARIABLES } from '../ops/test/tokens.ts';
import { openGateway, type TestGateway } from './test/gateway.ts';

describe('in production', () => {
  let gateway: TestGateway;
  beforeAll(async () => void (gateway = await openGateway({ ...AUTH_VARIABLES, TANDEM_MODE: 'production' })));
  afterAll(() => gateway[Symbol.asyncDispose]());
  const told = async (query: string, variables = {}) => {
    const { errors } = await gateway.ask(query, variables);
    return errors!.map(({ message }) => message);
  };

  test.each([
    ['a field', '{ product(id: "1") { nam } }', 'Cannot query field "nam" on type "Product".'],
    ['an argument', '{ product(i: "1", id: "1") { id } }', 'Unknown argument "i" on field "Query.product".'],
    ['a type', '{ product(id: "1") { ... on Produc { id } } }', 'Unknown type "Produc".'],
    [
      'a field of an input',
      '{ products(filter: { brand: "a" }) { totalCount } }',
      'Field "brand" is not defined by type "ProductFilter".',
    ],
    [
      'a value of an enum',
      '{ products(sort: RELEVANC) { totalCount } }',
      'Value "RELEVANC" does not exist in "ProductSort" enum.',
    ],
    [
      'that there are fields in it',
      '{ product(id: "1") }',
      'Field "product" of type "Product" must have a selection of subfields.',
    ],
  ])('what the schema has is not suggested: %s', async (_, query, message) => {
    expect(await told(query)).toEqual([message]);
  });

  test('nor in what is wrong with variables', async () => {
    const query = 'query ($s: ProductSort) { products(sort: $s) { totalCount } }';
    expect(await told(query, { s: 'RELEVANC' })).toEqual([
      'Variable "$s" got invalid value "RELEVANC"; Value "RELEVANC" does not exist in "ProductSort" enum.',
    ]);
  });

  test('a text that is full of the words of suggestions takes no longer than another', async () => {
    const text = 'Did you mean '.repeat(8_000);
    const start = performance.now();
    await told(`{ products(first: "${text}") { totalCount } }`);
    await told('query ($f: Int) { products(first: $f) { totalCount } }', { f: text });
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
