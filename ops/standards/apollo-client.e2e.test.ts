import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, Observable } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { print } from 'graphql';
import { createClient as createSseClient, type Sink } from 'graphql-sse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  CreateOrderDocument,
  GetOrderDetailsDocument,
  GetProductDocument,
  ListAllProductsDocument,
  UpdateProductStockDocument,
  WatchOrderDocument,
} from '../../schema/generated/operations.ts';
import { createClient } from '../client.ts';
import { setStage, type Stage } from '../test/documents.ts';
import { startTandem, type Tandem } from '../test/tandem.ts';

// Clients as our users have them, with the typed documents: Apollo Client and its normalised cache, and a plain fetch.

let tandem: Tandem;
let stage: Stage;
let client: ApolloClient;
/** What went over the wire. */
const sent: { query?: string; extensions?: unknown }[] = [];
beforeAll(async () => {
  tandem = await startTandem();
  stage = await setStage(tandem.ask);
  const record: typeof fetch = (url, init) => {
    sent.push(JSON.parse(init?.body as string) as { query?: string });
    return fetch(url, init);
  };
  // As the README has it.
  const sse = createSseClient({ url: `${tandem.urls.gateway}/stream` });
  const live = new ApolloLink(
    ({ query, variables, operationName }) =>
      new Observable((sink) =>
        sse.subscribe({ query: print(query), variables, operationName }, sink as Sink),
      ),
  );
  const isLive = ({ operationType }: ApolloLink.Operation) => operationType === 'subscription';
  client = new ApolloClient({
    // One object an id: the revision is part of the federation key, not of what an object is to a client.
    cache: new InMemoryCache({
      typePolicies: { Product: { keyFields: ['id'] }, Order: { keyFields: ['id'] }, Stock: { merge: true } },
    }),
    link: ApolloLink.from([
      new PersistedQueryLink({ sha256: (text: string) => createHash('sha256').update(text).digest('hex') }),
      ApolloLink.split(isLive, live, new HttpLink({ uri: tandem.urls.gateway, fetch: record })),
    ]),
  });
});
afterAll(async () => {
  client.stop();
  await tandem[Symbol.asyncDispose]();
});

const cached = () =>
  client.readQuery({ query: GetProductDocument, variables: { id: stage.productId } })?.product;

test('what a command answers with updates the cache, so that a page shows it without asking again', async () => {
  const variables = { id: stage.productId };
  const { data } = await client.query({ query: GetProductDocument, variables });
  const before = data!.product!.stock.onHand;
  expect(cached()?.stock.onHand).toBe(before);
  const asked = sent.length;
  await client.mutate({
    mutation: UpdateProductStockDocument,
    variables: { input: { sku: stage.sku, delta: 5 } },
  });
  expect(cached()?.stock.onHand).toBe(before + 5);
  expect(sent.length).toBeGreaterThan(asked);
  const again = await client.query({ query: GetProductDocument, variables });
  expect(again.data!.product!.stock.onHand).toBe(before + 5);
});

test('an order and its later reads are one object of the cache', async () => {
  const { data } = await client.mutate({
    mutation: CreateOrderDocument,
    variables: { input: { lines: [{ sku: stage.sku, quantity: 1 }] } },
  });
  const { order, consistencyToken } = data!.createOrder;
  const details = await client.query({
    query: GetOrderDetailsDocument,
    variables: { id: order!.id, asOf: consistencyToken },
  });
  expect(details.data!.order).toMatchObject({ id: order!.id, status: order!.status });
  const objects = Object.keys(client.cache.extract() as object).filter((key) => key.startsWith('Order:'));
  expect(objects).toEqual([`Order:{"id":"${order!.id}"}`]);
});

test('a subscription shows an order change, and updates the cache', async () => {
  const { data } = await client.mutate({
    mutation: CreateOrderDocument,
    variables: { input: { lines: [{ sku: stage.sku, quantity: 1 }] } },
  });
  const id = data!.createOrder.orderId!;
  const states: unknown[] = [];
  const watching = client
    .subscribe({ query: WatchOrderDocument, variables: { id } })
    .subscribe({ next: (state) => states.push(state.data?.orderChanged?.status) });
  await expect.poll(() => states).toEqual(['PLACED']);
  await tandem.ask(`mutation { payOrder(input: { orderId: "${id}" }) { orderId } }`);
  await expect.poll(() => states).toEqual(['PLACED', 'PAID']);
  watching.unsubscribe();
  expect(client.cache.extract()).toMatchObject({ [`Order:{"id":"${id}"}`]: { status: 'PAID' } });
});

test('persisted queries send a document once, and its hash from then on', async () => {
  const ask = (first: number) =>
    client.query({ query: ListAllProductsDocument, variables: { first }, fetchPolicy: 'network-only' });
  sent.length = 0;
  await ask(1);
  await ask(2);
  expect(sent.map(({ query }) => query !== undefined)).toEqual([false, true, false]);
});

test('a plain fetch takes the same typed documents', async () => {
  const { product } = await createClient(tandem.urls.gateway)(GetProductDocument, { id: stage.productId });
  expect(product?.sku).toBe(stage.sku);
});
