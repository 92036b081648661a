import { afterAll, beforeAll, expect, test } from 'vitest';
import { openGateway, post, type TestGateway } from '../test/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => void (gateway = await openGateway()));
afterAll(() => gateway[Symbol.asyncDispose]());

test.each([
  ['at the root', 'query ($v: Boolean = true) { products @include(if: $v) { totalCount } }'],
  ['below it', 'query ($v: Boolean = true) { products { totalCount @skip(if: $v) } }'],
  [
    'in a fragment',
    'query ($v: Boolean = true) { ...All } fragment All on Query { products @skip(if: $v) { totalCount } }',
  ],
])("a null for the condition of a field %s is the client's", async (_, query) => {
  const { errors } = await gateway.ask(query, { v: null });
  expect(errors).toMatchObject([
    { message: 'Variable "$v" is a condition and must not be null.', extensions: { code: 'BAD_USER_INPUT' } },
  ]);
  expect(gateway.lines.filter((line) => line.includes('request failed'))).toEqual([]);
});

test('a null for anything else is none, whatever the variable is to another operation', async () => {
  const query = `query Asked($v: String = "kettle") { products(query: $v, first: 1) { totalCount } }
    query Other($v: Boolean = true) { products @skip(if: $v) { totalCount } }`;
  const body = JSON.stringify({ query, operationName: 'Asked', variables: { v: null } });
  expect(await (await post(gateway.url, body)).json()).toMatchObject({
    data: { products: { totalCount: 1 } },
  });
});
