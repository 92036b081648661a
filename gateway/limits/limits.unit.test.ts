import { readdirSync, readFileSync } from 'node:fs';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AUTH_VARIABLES } from '../../ops/test/tokens.ts';
import { openGateway, post, type TestGateway } from '../test/gateway.ts';

// The list of the OWASP GraphQL cheat sheet, each with the error that the client sees, and with no subgraph disturbed.

const PRODUCT = '{ product(id: "p1") { name } }';
const times = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

describe('before any work, the gateway refuses', () => {
  let gateway: TestGateway;
  beforeAll(async () => void (gateway = await openGateway({ MAX_BODY_BYTES: '250000' })));
  beforeEach(() => {
    gateway.query.behave('answer');
    gateway.command.behave('answer');
  });
  afterAll(() => gateway[Symbol.asyncDispose]());

  const nested = (depth: number) => `{ ${'a { '.repeat(depth - 1)}a${' }'.repeat(depth - 1)} }`;
  const bomb = (levels: number) =>
    `{ product(id: "p1") { ...F0 } } ${times(levels, (i) => `fragment F${i} on Product { ...F${i + 1} ...F${i + 1} }`)} fragment F${levels} on Product { name }`;

  test.each([
    ['a document of too many tokens', `{ ${'__typename '.repeat(5_000)} }`, 'GRAPHQL_PARSE_FAILED'],
    ['fields in fields in fields', nested(17), 'MAX_DEPTH_LIMIT'],
    [
      'inline fragments in inline fragments',
      `{ product(id: "p1") { ${'... { '.repeat(1_400)}name${' }'.repeat(1_400)} } }`,
      'MAX_NESTING_LIMIT',
    ],
    [
      'fragments that spread fragments, in a long chain',
      `{ product(id: "p1") { ...F0 } } ${times(500, (i) => `fragment F${i} on Product { ...F${i + 1} }`)} fragment F500 on Product { name }`,
      'MAX_NESTING_LIMIT',
    ],
    [
      'one field a hundred times by aliases',
      `{ ${times(101, (i) => `a${i}: readModel { behindMs }`)} }`,
      'MAX_ALIASES_LIMIT',
    ],
    [
      'the schema many times over',
      `{ ${times(10, (i) => `a${i}: __schema { ...S }`)} } fragment S on __Schema { types { fields { name } } }`,
      'MAX_INTROSPECTION_LIMIT',
    ],
    [
      'the types of the schema many times over',
      `{ __schema { ...S } } fragment S on __Schema { ${times(10, (i) => `a${i}: types { fields { name } }`)} }`,
      'MAX_INTROSPECTION_LIMIT',
    ],
    [
      'a login tried a hundred times in one request',
      `{ ${times(101, () => PRODUCT.slice(1, -1))} }`,
      'MAX_ROOT_FIELDS_LIMIT',
    ],
    [
      'many commands in one mutation',
      `mutation { ${times(11, (i) => `a${i}: createOrder(input: { lines: [] }) { orderId }`)} }`,
      'MAX_COMMANDS_LIMIT',
    ],
    ['fragments that double thirty times', bomb(30), 'MAX_SELECTIONS_LIMIT'],
    ['directives without end', `{ product(id: "p1") { name ${'@a '.repeat(51)} } }`, 'MAX_DIRECTIVES_LIMIT'],
    [
      'lists in lists',
      `{ products(filter: { price: { min: ${'['.repeat(20)}1${']'.repeat(20)} } }) { totalCount } }`,
      'MAX_VALUE_DEPTH_LIMIT',
    ],
    [
      'a page that holds too much',
      `{ ${times(6, (i) => `a${i}: products(first: 100) { edges { node { stock { onHand } price { currency } rating { count } images { url } } } }`)} }`,
      'COST_ESTIMATED_TOO_EXPENSIVE',
    ],
    [
      'the lines of three pages of orders',
      `{ ${times(3, (i) => `a${i}: customer(id: "c1") { orders(first: 100) { edges { node { lines { name } } } } }`)} }`,
      'COST_ESTIMATED_TOO_EXPENSIVE',
    ],
    [
      'a fragment that spreads itself',
      '{ product(id: "p1") { ...A } } fragment A on Product { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
  ])('%s', async (_, query, code) => {
    const start = performance.now();
    const { data, errors } = await gateway.ask(query);
    expect(data).toBeUndefined();
    expect(errors!.map(({ extensions }) => extensions['code'])).toContain(code);
    expect(gateway.query.requests).toEqual([]);
    expect(gateway.command.requests).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test('with an error that tells the limit', async () => {
    const { errors } = await gateway.ask(nested(17));
    expect(errors).toEqual([
      {
        message: 'The operation is too large: depth 17, allowed is 16',
        extensions: { code: 'MAX_DEPTH_LIMIT', allowed: 16, found: 17 },
      },
    ]);
    const page = '{ a: products(first: $n) { edges { node { images { url } } } } }';
    const answers = [
      await gateway.ask(`query ($n: Int) ${page}`, { n: 100_000 }),
      await gateway.ask(`query ($n: Int = 100000) ${page}`),
    ];
    for (const { errors: cost } of answers)
      expect(cost).toEqual([
        {
          message: 'The operation is too expensive: it costs 1200005, 5000 are allowed',
          extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE', allowed: 5_000, found: 1_200_005 },
        },
      ]);
  });

  test('several requests in one', async () => {
    const response = await post(gateway.url, JSON.stringify([{ query: PRODUCT }, { query: PRODUCT }]));
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [{ message: 'Operation batching disabled.', extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  test('a body that is too large, without reading it', async () => {
    const response = await post(
      gateway.url,
      JSON.stringify({ query: PRODUCT, variables: { x: 'x'.repeat(250_000) } }),
    );
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({
      errors: [{ message: 'Request body is too large', extensions: { code: 'FST_ERR_CTP_BODY_TOO_LARGE' } }],
    });
  });

  test.each([
    ['many values', { x: Array.from({ length: 99_000 }, () => 1).concat(Array(2_000).fill(2)) }],
    [
      'many values, some of them in a list of its own',
      { x: [...Array(60_000).fill(1), Array(60_000).fill(1)] },
    ],
    ['nesting', { x: JSON.parse(`${'['.repeat(13)}${']'.repeat(13)}`) }],
  ])('variables with %s', async (_, variables) => {
    const { errors } = await gateway.ask('query ($id: ID) { product(id: $id) { name } }', {
      ...variables,
      id: '1',
    });
    expect(errors).toMatchObject([{ extensions: { code: 'VARIABLES_TOO_LARGE' } }]);
    expect(gateway.query.requests).toEqual([]);
  });

  test.each([
    ['not JSON', '{"query":', 400],
    ['no object', '"query"', 400],
    ['a query that is a number', '{"query":1}', 400],
    ['no query', '{}', 400],
  ])('%s', async (_, body, status) => {
    const response = await post(gateway.url, body);
    expect([response.status, await response.json()]).toMatchObject([
      status,
      { errors: [{ extensions: {} }] },
    ]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a form of another site: %s',
    async (type) => {
      const response = await post(gateway.url, JSON.stringify({ query: PRODUCT }), { 'content-type': type });
      expect([400, 415]).toContain(response.status);
      expect(gateway.query.requests).toEqual([]);
    },
  );
});

test('a GET that any page of another site could send is refused, as it has no header of its own', async () => {
  await using gateway = await openGateway();
  const url = `${gateway.url}?query=${encodeURIComponent(PRODUCT)}`;
  const response = await fetch(url);
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('CSRF')]);
  expect(gateway.query.requests).toEqual([]);
  expect((await fetch(url, { headers: { 'apollo-require-preflight': 'true' } })).status).toBe(200);
});

test('what our own clients send is far from every limit', async () => {
  await using gateway = await openGateway();
  const folder = new URL('../../schema/operations/', import.meta.url);
  const texts = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const fragments = texts.filter((text) => text.startsWith('fragment')).join('\n');
  for (const text of texts.filter((each) => !each.startsWith('fragment'))) {
    const { errors = [] } = await gateway.ask(text.includes('...UserErrorDetails') ? text + fragments : text);
    for (const { extensions } of errors) expect(extensions['code']).not.toMatch(/LIMIT|EXPENSIVE|LARGE/);
  }
});

test('so is what tools ask of the schema, a few types that are asked for by hand, and a fragment in a fragment', async () => {
  await using gateway = await openGateway();
  const everything = getIntrospectionQuery({
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
  });
  const types = '{ a: __type(name: "Product") { name } b: __type(name: "Order") { name } t: __typename }';
  const nested = `{ product(id: "p1") { ${'... { '.repeat(62)}name${' }'.repeat(62)} } }`;
  for (const query of [getIntrospectionQuery(), everything, types, nested])
    expect((await gateway.ask(query)).errors).toBeUndefined();
});

test('a command may stand in one document with a query of many fields', async () => {
  await using gateway = await openGateway();
  const query = `mutation Buy { createOrder(input: { lines: [] }) { orderId } } query Page { ${times(11, (i) => `p${i}: product(id: "p${i}") { name }`)} }`;
  const response = await post(gateway.url, JSON.stringify({ query, operationName: 'Page' }));
  expect(await response.json()).not.toHaveProperty('errors');
});

test('the largest page of orders may have their lines, and the products of these', async () => {
  await using gateway = await openGateway();
  const text = readFileSync(new URL('../../schema/operations/list-orders.graphql', import.meta.url), 'utf8');
  const { errors } = await gateway.ask(text, { first: 100 });
  expect(JSON.stringify(errors)).not.toContain('COST_ESTIMATED_TOO_EXPENSIVE');
});

test('a page of products may have their reviews, and what these cost is told by how many there may be', async () => {
  await using gateway = await openGateway();
  const reviews = (products: number, args: string) =>
    gateway.ask(
      `{ products(first: ${products}) { edges { node { reviews${args} { edges { node { text } } } } } } }`,
    );
  expect(JSON.stringify((await reviews(100, '')).errors)).not.toContain('COST_ESTIMATED_TOO_EXPENSIVE');
  for (const args of ['(first: 100)', '(last: 100)'])
    expect((await reviews(100, args)).errors).toMatchObject([
      { extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE', found: 5 + 100 * (2 + 5 + 100 * 2) } },
    ]);
});

describe('browsers', () => {
  test('of other origins may read answers where the configuration says so', async () => {
    await using gateway = await openGateway({ CORS_ORIGINS: 'https://shop.example, https://admin.example' });
    const allowed = async (origin: string) => {
      const response = await fetch(gateway.url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
      return response.headers.get('access-control-allow-origin');
    };
    expect(await allowed('https://admin.example')).toBe('https://admin.example');
    expect(await allowed('https://evil.example')).toBeNull();
  });

  test('of other origins may not, unless it does; and an answer is never taken for a page', async () => {
    await using gateway = await openGateway({ ...AUTH_VARIABLES, TANDEM_MODE: 'production' });
    const { headers } = await post(gateway.url, JSON.stringify({ query: PRODUCT }), {
      origin: 'https://evil.example',
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'strict-transport-security': expect.stringContaining('max-age='),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
    });
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('what must stay inside', () => {
  test('in production: the schema, by introspection, by suggestions and by the landing page', async () => {
    await using gateway = await openGateway({ ...AUTH_VARIABLES, TANDEM_MODE: 'production' });
    const { errors } = await gateway.ask(getIntrospectionQuery());
    expect(errors![0]!.message).toContain('introspection is not allowed');
    const { errors: suggestion } = await gateway.ask('{ product(id: "1") { nam } }');
    expect(JSON.stringify(suggestion)).not.toMatch(/Did you mean|"name"/);
    const command = 'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { orderId } }';
    const { errors: variables } = await gateway.ask(command, { input: { lines: [], placed: '' } });
    expect(variables![0]!.message).toMatch(/"placed" is not defined by type "CreateOrderInput"\.$/);
    const page = await fetch(gateway.url, { headers: { accept: 'text/html' } });
    expect(await page.text()).not.toContain('<html');
  });

  test('in development both are there', async () => {
    await using gateway = await openGateway();
    expect((await gateway.ask('{ __schema { queryType { name } } }')).errors).toBeUndefined();
    expect((await gateway.ask('{ product(id: "1") { nam } }')).errors![0]!.message).toContain(
      'Did you mean "name"',
    );
  });

  test('secrets of a client, in the log and in the answer', async () => {
    await using gateway = await openGateway();
    for (const behaviour of ['answer', 'reset', 'rubbish'] as const) {
      gateway.query.behave(behaviour);
      const answer = await gateway.ask(
        PRODUCT,
        {},
        { authorization: 'Bearer s3cret', cookie: 'session=s3cret' },
      );
      expect(JSON.stringify(answer)).not.toContain('s3cret');
    }
    expect(gateway.lines.join('')).not.toContain('s3cret');
    expect(gateway.lines.join('')).not.toContain('p1');
  });

  test('stack traces, whatever goes wrong', async () => {
    await using gateway = await openGateway();
    for (const behaviour of ['reset', 'rubbish', 'unavailable', 'cut'] as const) {
      gateway.query.behave(behaviour);
      expect(JSON.stringify(await gateway.ask(PRODUCT))).not.toMatch(/ at |\.ts|node_modules|127\.0\.0\.1/);
    }
  });
});
