import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { request } from 'undici';
import { CREATE_ORDER, order, sell } from '../test/shopping.ts';
import { startTandem, type Tandem } from '../test/tandem.ts';

// All roles in one process, through the gateway.

let tandem: Tandem;
beforeAll(async () => void (tandem = await startTandem()));
afterAll(() => tandem[Symbol.asyncDispose]());

const count = async (table: string): Promise<number> => {
  const connection = await createConnection(tandem.place.database.url);
  const [rows] = await connection.query<RowDataPacket[]>(`SELECT COUNT(*) AS n FROM ${table}`);
  await connection.end();
  return rows[0]!['n'] as number;
};

describe('an order', () => {
  test('is answered as the read model shows it, and read again by its id', async () => {
    const { sku } = await sell(tandem.ask, 10);
    const placed = await order(tandem.ask, sku, 3);
    const { orderId, order: shown } = placed.data.createOrder;
    expect(shown).toMatchObject({
      id: orderId,
      status: 'PLACED',
      lines: [{ sku, quantity: 3 }],
      total: { amountMinor: 5_997, currency: 'EUR' },
    });
    const read = await tandem.ask('query ($id: ID!) { order(id: $id) { id lines { sku quantity } } }', {
      id: orderId,
    });
    expect(read.data.order).toEqual({ id: orderId, lines: [{ sku, quantity: 3 }] });
  });

  test('is handed over by the indexer: nobody looks for it', async () => {
    const { ELASTICSEARCH_URL, TANDEM_NAMESPACE } = tandem.place.env;
    const found = async (): Promise<number> => {
      const response = await fetch(`${ELASTICSEARCH_URL}/${TANDEM_NAMESPACE}-orders/_stats/get`);
      const { _all } = (await response.json()) as { _all: { primaries: { get: { exists_total: number } } } };
      return _all.primaries.get.exists_total;
    };
    const { sku } = await sell(tandem.ask, 20);
    const before = await found();
    for (let i = 0; i < 20; i++) await order(tandem.ask, sku, 1);
    // It would be 20. A look by the clock may fall into the moment between the write and the news of it.
    expect((await found()) - before).toBeLessThan(15);
  });

  test('is answered with what it has changed of its products', async () => {
    const { sku } = await sell(tandem.ask, 100);
    const document = `mutation ($input: CreateOrderInput!) {
      createOrder(input: $input) { order { lines { product { stock { reserved } } } } } }`;
    for (let reserved = 1; reserved <= 10; reserved++) {
      const { data } = await tandem.ask(document, { input: { lines: [{ sku, quantity: 1 }] } });
      expect(data.createOrder.order.lines).toEqual([{ product: { stock: { reserved } } }]);
    }
  });

  test('tells routers its token in a header, and of several in one', async () => {
    const { sku } = await sell(tandem.ask, 100);
    const input = `input: { lines: [{ sku: "${sku}", quantity: 1 }] }`;
    const post = (query: string) =>
      fetch(tandem.urls.command, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
    const create = `createOrder(${input}) { consistencyToken }`;
    const response = await post(`mutation { a: ${create} b: ${create} }`);
    const { data } = (await response.json()) as { data: Record<'a' | 'b', { consistencyToken: string }> };
    const decoded = (token: string) => Buffer.from(token.split('.')[0]!, 'base64url').toString();
    const told = JSON.parse(decoded(response.headers.get('x-consistency-token')!)) as object;
    expect(told).toEqual({
      ...JSON.parse(decoded(data.a.consistencyToken)),
      ...JSON.parse(decoded(data.b.consistencyToken)),
    });
    expect((await post('{ __typename }')).headers.get('x-consistency-token')).toBeNull();
  });

  test('for more than the stock is refused, and nothing is written', async () => {
    const { sku } = await sell(tandem.ask, 2);
    const before = await Promise.all(['orders', 'events', 'idempotency', 'stock_movement'].map(count));
    const refused = await order(tandem.ask, sku, 3);
    expect(refused.errors).toBeUndefined();
    expect(refused.data.createOrder).toEqual({
      orderId: null,
      consistencyToken: null,
      replayed: false,
      order: null,
      userErrors: [
        {
          code: 'INSUFFICIENT_STOCK',
          path: ['input', 'lines', '0', 'quantity'],
          sku,
          requested: 3,
          available: 2,
        },
      ],
    });
    expect(await Promise.all(['orders', 'events', 'idempotency', 'stock_movement'].map(count))).toEqual(
      before,
    );
  });

  test('sent twice with one key is one order', async () => {
    const { sku } = await sell(tandem.ask, 10);
    const [first, again] = [
      await order(tandem.ask, sku, 1, { idempotencyKey: 'one key' }),
      await order(tandem.ask, sku, 1, { idempotencyKey: 'one key' }),
    ].map(({ data }) => data.createOrder);
    expect(again).toEqual({ ...first, replayed: true });
    const { data } = await tandem.ask(
      'query ($sku: String) { product(sku: $sku, asOf: $asOf) { stock { reserved } } }'.replace(
        '$sku: String',
        '$sku: String, $asOf: String',
      ),
      {
        sku,
        asOf: again.consistencyToken,
      },
    );
    expect(data.product.stock.reserved).toBe(1);
  });

  test('of 60 products reads its own write, though its token names a batch', async () => {
    const skus: string[] = [];
    while (skus.length < 60)
      skus.push(
        ...(await Promise.all(Array.from({ length: 20 }, async () => (await sell(tandem.ask, 5)).sku))),
      );
    const placed = await tandem.ask(CREATE_ORDER, {
      input: { lines: skus.map((sku) => ({ sku, quantity: 2 })) },
    });
    const { consistencyToken, order: shown } = placed.data.createOrder;
    expect(shown.lines).toHaveLength(60);
    expect(consistencyToken.length).toBeLessThan(200);
    const read = await tandem.ask(
      `query ($asOf: String) { ${skus.map((sku, i) => `p${i}: product(sku: "${sku}", asOf: $asOf) { stock { reserved } }`).join(' ')} }`,
      { asOf: consistencyToken },
    );
    expect(Object.values(read.data)).toEqual(skus.map(() => ({ stock: { reserved: 2 } })));
  });
});

describe('a token', () => {
  const read = `query ($id: ID!, $sku: String!, $order: ID!, $asOf: String) {
    product(id: $id, asOf: $asOf) { stock { reserved } }
    bySku: product(sku: $sku, asOf: $asOf) { stock { reserved } }
    products(query: $sku, first: 1, asOf: $asOf) { edges { node { sku stock { reserved } } } }
    order(id: $order, asOf: $asOf) { id }
  }`;

  test.each(['asOf', 'x-consistency-token'])(
    'in %s gives own writes of orders, products and searches',
    async (way) => {
      const { sku, id } = await sell(tandem.ask, 10);
      const placed = await tandem.ask(
        'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { orderId consistencyToken } }',
        {
          input: { lines: [{ sku, quantity: 4 }] },
        },
      );
      const { orderId, consistencyToken } = placed.data.createOrder;
      const variables = { id, sku, order: orderId };
      const { data, errors } =
        way === 'asOf'
          ? await tandem.ask(read, { ...variables, asOf: consistencyToken })
          : await tandem.ask(read, variables, { [way]: consistencyToken });
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        product: { stock: { reserved: 4 } },
        bySku: { stock: { reserved: 4 } },
        products: { edges: [{ node: { sku, stock: { reserved: 4 } } }] },
        order: { id: orderId },
      });
    },
  );

  test('that is none of ours is the client’s mistake', async () => {
    const { errors } = await tandem.ask('{ order(id: "1", asOf: "nonsense") { id } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('that fills the headers harms nobody but its client', async () => {
    // No more than this beside the least of headers is taken by the gateway.
    const headers = { 'content-type': 'application/json', 'x-consistency-token': 'x'.repeat(16_200) };
    const body = JSON.stringify({ query: '{ order(id: "1") { id } }' });
    for (let i = 0; i < 12; i++) {
      const answer = await request(tandem.urls.gateway, { method: 'POST', headers, body });
      expect(await answer.body.json()).toMatchObject({
        errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
      });
    }
    expect(await tandem.ask('{ order(id: "1") { id } }')).toMatchObject({ data: { order: null } });
  });
});

describe('the gateway', () => {
  test('is ready when every part behind it is', async () => {
    const health = (path: string) => fetch(new URL(path, tandem.urls.gateway));
    expect((await health('/health/live')).status).toBe(200);
    expect(await (await health('/health/ready')).json()).toEqual({ status: 'ready' });
  });

  test.each([
    ['a fraction', { lines: [{ sku: 'x', quantity: 1.5 }] }],
    ['a missing field', { lines: [{ sku: 'x' }] }],
    ['an unknown field', { lines: [{ sku: 'x', quantity: 1, price: 1 }] }],
    ['no list', { lines: null }],
  ])('refuses %s before it reaches a subgraph', async (_, input) => {
    const { errors } = await tandem.ask(CREATE_ORDER, { input });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('passes refusals of the input on as user errors', async () => {
    const { data } = await tandem.ask(CREATE_ORDER, { input: { lines: [{ sku: '\u0000', quantity: 0 }] } });
    expect(data.createOrder.userErrors.map(({ path }: { path: string[] }) => path.join('.'))).toEqual([
      'input.lines.0.sku',
      'input.lines.0.quantity',
    ]);
  });

  test('carries the largest order there may be', async () => {
    const lines = Array.from({ length: 2_000 }, (_, i) => ({ sku: `${'🚲'.repeat(48)}${i}`, quantity: 1 }));
    const { data } = await tandem.ask(CREATE_ORDER, { input: { lines } });
    expect(data.createOrder.userErrors).toHaveLength(2_000);
  });

  test('answers an unknown order with null, and a request without a client header is refused', async () => {
    expect((await tandem.ask('{ order(id: "nobody") { id } }')).data).toEqual({ order: null });
    const csrf = await fetch(`${tandem.urls.gateway}?query={__typename}`);
    expect(csrf.status).toBe(400);
  });
});

describe('the landing page', () => {
  test('is for browsers, and loads nothing from elsewhere', async () => {
    const response = await fetch(tandem.urls.gateway, {
      headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
    });
    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    const html = await response.text();
    expect(html).toContain('<title>Tandem</title>');
    const loaded = [
      ...html.matchAll(/<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)\s*=\s*["']?([^"'\s>]+)/gi),
    ].map(([, url]) => url!);
    expect(loaded.filter((url) => /^(https?:)?\/\//.test(url))).toEqual([]);
    expect(html).not.toMatch(/@import\s+(url\()?["']?(https?:)?\/\//);
    expect(html).not.toMatch(/url\(["']?https?:\/\//);
  });
});
