import { expect, test } from 'vitest';
import { createClient } from '../client.ts';
import { startTandem } from '../test/tandem.ts';
import { loadSample } from './load.ts';
import { placeOrder } from './order.ts';

const shop = '{ products(first: 100) { totalCount edges { node { sku stock { onHand } } } } }';
const register = 'mutation ($input: RegisterProductInput!) { registerProduct(input: $input) { productId } }';
const price = { amountMinor: 1_999, currency: 'EUR' };

test('a load that was killed half-way is finished by the next start, and a third has nothing to add', async () => {
  await using tandem = await startTandem();
  const client = createClient(tandem.urls.gateway);
  const lines: string[] = [];
  const load = () => loadSample(client, tandem.place.database.url, (line) => lines.push(line));
  await tandem.ask(register, { input: { sku: 'TND-BELL-01', name: 'Bell', price, publish: true } });
  expect(await load()).toBe(true);
  const { data } = await tandem.ask(shop);
  expect(data.products.totalCount).toBe(20);
  const nodes = (data.products.edges as { node: { stock: { onHand: number } } }[]).map(({ node }) => node);
  expect(nodes.filter(({ stock }) => stock.onHand === 0)).toEqual([]);
  await load();
  expect((await tandem.ask(shop)).data).toEqual(data);
  expect(lines).toEqual(['loaded a sample catalogue of 20 products']);
}, 60_000);

test('a shop of its own that shows nothing stays as it is, and is not ordered from', async () => {
  await using tandem = await startTandem();
  const client = createClient(tandem.urls.gateway);
  await tandem.ask(register, { input: { sku: 'MINE', name: 'Not for sale yet' } });
  expect(await loadSample(client, tandem.place.database.url, () => undefined)).toBe(false);
  expect((await tandem.ask(shop)).data.products.totalCount).toBe(0);
  expect(await placeOrder(client)).toMatch(/^no order was placed .* no published product$/);
}, 60_000);
