import { readFileSync } from 'node:fs';
import {
  getNamedType,
  type GraphQLObjectType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiSchema } from '../check/breaking.ts';
import { type Endpoints, startEndpoints } from '../test/endpoints.ts';
import { asker } from '../test/tandem.ts';

// Every hop from one subgraph to the other, with an entity that the other does not have yet: nothing indexes here. An
// error with a code says so; a null without a word would look like an entity that there is not.

let endpoints: Endpoints;
beforeAll(async () => void (endpoints = await startEndpoints()));
afterAll(() => endpoints[Symbol.asyncDispose]());

const schema = apiSchema(readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'));
const isEntity = (field: GraphQLField<unknown, unknown>): boolean => {
  const type = getNamedType(field.type);
  return isObjectType(type) && 'revision' in type.getFields();
};
/** A field of each type that the command subgraph cannot answer. */
const SHOWN: Record<string, string> = {
  ...{ Product: 'sku', Category: 'name', Customer: 'name', Order: 'status', Review: 'status' },
};

/** What is written on the way; each hop is tried by the first command that answers with its entity. */
const ids: Record<string, string> = {};
const price = { amountMinor: 100, currency: 'EUR' };
const COMMANDS: [string, string, () => object][] = [
  ['defineCategory', 'category', () => ({ name: 'Kettles' })],
  ['registerProduct', 'product', () => ({ sku: 'silent', name: 'Kettle', price, publish: true })],
  ['updateProductStock', 'product', () => ({ sku: 'silent', set: 5 })],
  ['registerCustomer', 'customer', () => ({ name: 'Ann', email: 'ann@example.com' })],
  ['createOrder', 'order', () => ({ customerId: ids['customer'], lines: [{ sku: 'silent', quantity: 1 }] })],
  ['submitReview', 'review', () => ({ customerId: ids['customer'], productId: ids['product'], stars: 5 })],
];

test.each(COMMANDS)(
  '%s answers with the id, and tells that the %s is late',
  async (command, entity, input) => {
    const type = (
      schema.getMutationType()!.getFields()[command]!.type as unknown as { ofType: GraphQLObjectType }
    ).ofType;
    const shown = SHOWN[getNamedType(type.getFields()[entity]!.type).name];
    const { data, errors } = await asker(endpoints.gateway)(
      `mutation ($input: ${command[0]!.toUpperCase()}${command.slice(1)}Input!) {
      ${command}(input: $input) { ${entity}Id ${entity} { id ${shown} } userErrors { message } } }`,
      { input: input() },
      { 'x-consistency-budget-ms': '30' },
    );
    expect(data[command]).toEqual({ [`${entity}Id`]: expect.any(String), [entity]: null, userErrors: [] });
    ids[entity] ??= data[command][`${entity}Id`] as string;
    expect(errors).toMatchObject([
      { path: [command, entity], extensions: { code: 'READ_MODEL_BEHIND', serviceName: 'query' } },
    ]);
  },
);

test('the rows of a bulk command tell it each', async () => {
  const rows = [
    { sku: 'bulk-1', set: 1 },
    { sku: 'silent', set: 7 },
  ];
  const { data, errors } = await asker(endpoints.gateway)(
    `mutation ($input: UpdateStocksInput!) { updateStocks(input: $input) { rows { index product { sku } } userErrors { code } } }`,
    { input: { rows, errorPolicy: 'SKIP_FAILED' } },
    { 'x-consistency-budget-ms': '30' },
  );
  expect(data.updateStocks.rows).toEqual([
    { index: 0, product: null },
    { index: 1, product: null },
  ]);
  // The first was refused, and says so among the user errors.
  expect(data.updateStocks.userErrors).toHaveLength(1);
  expect(errors).toMatchObject([
    { path: ['updateStocks', 'rows', 1, 'product'], extensions: { code: 'READ_MODEL_BEHIND' } },
  ]);
});

describe('there is no other hop', () => {
  test('commands answer with no entity of another kind', () => {
    const answered = new Set(
      Object.values(schema.getMutationType()!.getFields()).flatMap((field) => {
        const payload = getNamedType(field.type) as GraphQLObjectType;
        return Object.values(payload.getFields())
          .filter(isEntity)
          .map(({ type }) => getNamedType(type).name);
      }),
    );
    expect([...answered].toSorted()).toEqual(Object.keys(SHOWN).toSorted());
  });

  test('an entity that a command answers with may be null, so that the rest of the answer stays', () => {
    for (const field of Object.values(schema.getMutationType()!.getFields()))
      for (const inner of Object.values((getNamedType(field.type) as GraphQLObjectType).getFields()))
        if (isEntity(inner)) expect([inner.name, isNonNullType(inner.type)]).toEqual([inner.name, false]);
  });
});
