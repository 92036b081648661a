import { readFileSync } from 'node:fs';
import { parse, print } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../client.ts';
import { loadSample } from '../sample/load.ts';
import { startTandem, type Tandem } from '../test/tandem.ts';

// What the README shows works as it is written there, one operation after the other.

let tandem: Tandem;
beforeAll(async () => {
  tandem = await startTandem();
  await loadSample(createClient(tandem.urls.gateway), tandem.place.database.url, () => undefined);
});
afterAll(() => tandem[Symbol.asyncDispose]());

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const operations = [...readme.matchAll(/```graphql\n([\s\S]*?)```/g)].flatMap(([, block]) =>
  parse(block!).definitions.map(print),
);

test('an order of the sample catalogue, a search, and a life from registration to return', async () => {
  const ids: Record<string, string> = {};
  const answers: unknown[] = [];
  for (const operation of operations) {
    // The reader puts in the ids that the steps before have answered.
    const filled = operation.replaceAll(/(\w+Id): "…"/g, (_, name: string) => `${name}: "${ids[name]}"`);
    const { data, errors } = await tandem.ask(filled);
    expect([filled, errors]).toEqual([filled, undefined]);
    const [answer] = Object.values(data as Record<string, Record<string, string>>);
    for (const [name, value] of Object.entries(answer!)) if (name.endsWith('Id')) ids[name] = value;
    answers.push(answer);
  }
  const steps = operations.map((operation) => /\{\s*(\w+)/.exec(operation)![1]);
  expect(steps.map((step, index) => [step, answers[index]])).toMatchObject([
    ['createOrder', { order: { status: 'PLACED', lines: [{ quantity: 2 }] }, userErrors: [] }],
    ['products', { edges: expect.arrayContaining([expect.anything()]) }],
    ['registerProduct', { productId: expect.any(String) }],
    ['updateProductStock', { product: { stock: { available: 10 } } }],
    ['registerCustomer', { customerId: expect.any(String) }],
    ['createOrder', { orderId: expect.any(String) }],
    ['payOrder', { order: { status: 'PAID' } }],
    ['shipOrder', { order: { status: 'SHIPPED' } }],
    ['deliverOrder', { order: { status: 'DELIVERED' } }],
    ['returnOrderItems', { order: { status: 'DELIVERED' } }],
  ]);
});
