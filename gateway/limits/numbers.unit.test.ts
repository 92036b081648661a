import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openGateway, post, type TestGateway } from '../test/gateway.ts';

describe('a number that overflows is refused, and nobody else hears of it', () => {
  let gateway: TestGateway;
  beforeAll(async () => void (gateway = await openGateway()));
  beforeEach(() => void (gateway.lines.length = 0));
  afterAll(() => gateway[Symbol.asyncDispose]());

  const MANY_DIGITS = '9'.repeat(400);
  const inMutation =
    'mutation { changeProductPrice(input: { productId: "p1", price: { amountMinor: 1e400, currency: "EUR" } }) { productId } }';

  test.each([
    '{ products(filter: { price: { min: 1e400 } }) { totalCount } }',
    `{ products(filter: { price: { min: -${MANY_DIGITS} } }) { totalCount } }`,
    '{ products(filter: { minRating: 1e400 }) { totalCount } }',
    'query ($min: SafeInt = 1e400) { products(filter: { price: { min: $min } }) { totalCount } }',
    inMutation,
  ])('in the document: %#', async (query) => {
    expect((await gateway.ask(query)).errors).toMatchObject([
      { message: 'The number is too large', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    expect(gateway.query.requests).toEqual([]);
    expect(gateway.command.requests).toEqual([]);
    expect(gateway.lines).toEqual([]);
  });

  test.each(['1e400', '-1e400', MANY_DIGITS])('in the variables: %#', async (number) => {
    const query = 'query ($f: ProductFilter) { products(filter: $f) { totalCount } }';
    const body = JSON.stringify({ query, variables: { f: { price: { min: 'N' } } } });
    const response = await post(gateway.url, body.replace('"N"', number));
    expect(await response.json()).toEqual({
      errors: [{ message: 'A number in the variables is too large', extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect(gateway.query.requests).toEqual([]);
    expect(gateway.lines).toEqual([]);
  });
});
