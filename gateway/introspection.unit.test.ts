import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { expect, test } from 'vitest';
import { openGateway } from './test/gateway.ts';

test('the schema answers to every question that it says it has an answer to', async () => {
  await using gateway = await openGateway();
  const ask = getIntrospectionQuery({
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
    oneOf: true,
  });
  const { data, errors } = await gateway.ask(ask);
  expect(errors).toBeUndefined();
  expect(buildClientSchema(data as unknown as IntrospectionQuery).getType('Product')).toBeDefined();
});

test('it is asked by variables, conditions, names and fragments, and in one document with other operations', async () => {
  await using gateway = await openGateway();
  const document = `
    query One($name: String!, $not: Boolean!) { ... on Query { __typename } ...Q }
    query Other { product(id: "1") { name } }
    fragment Q on Query { a: __type(name: $name) { ...F kind @skip(if: $not) } }
    fragment F on __Type { name isOneOf }`;
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: document,
      operationName: 'One',
      variables: { name: 'MoneyInput', not: true },
    }),
  });
  expect(await response.json()).toEqual({
    data: { __typename: 'Query', a: { name: 'MoneyInput', isOneOf: false } },
  });
});
