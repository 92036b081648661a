import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { print } from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../ops/config.ts';
import { GetProductDocument } from '../schema/generated/operations.ts';
import { createManifest, withReleased } from '../schema/manifest.ts';
import manifest from '../schema/persisted-operations.json' with { type: 'json' };
import { startGateway } from './main.ts';
import { openGateway, post, type TestGateway } from './test/gateway.ts';

const QUERY = '{ product(id: "p1") { name } }';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const send = async (url: string, body: object) => {
  const response = await post(url, JSON.stringify(body));
  return (await response.json()) as {
    data?: Record<string, unknown>;
    errors?: { message: string; extensions: { code: string } }[];
  };
};
const persisted = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

describe('automatically persisted queries', () => {
  let gateway: TestGateway;
  beforeAll(async () => void (gateway = await openGateway()));
  afterAll(() => gateway[Symbol.asyncDispose]());

  test('a hash is unknown, is registered with its query, and then stands for it, in a GET too', async () => {
    const id = persisted(sha256(QUERY));
    expect((await send(gateway.url, id)).errors).toMatchObject([
      { message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
    ]);
    const answer = { data: { product: { name: 'Kettle' } } };
    expect(await send(gateway.url, { query: QUERY, ...id })).toEqual(answer);
    expect(await send(gateway.url, id)).toEqual(answer);
    const url = `${gateway.url}?extensions=${encodeURIComponent(JSON.stringify(id.extensions))}`;
    const got = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });
    expect(await got.json()).toEqual(answer);
  });

  test('a hash of something else is refused, and so registers nothing', async () => {
    const id = persisted(sha256('{ __typename }'));
    expect((await send(gateway.url, { query: QUERY, ...id })).errors).toMatchObject([
      { message: 'provided sha does not match query', extensions: { code: 'BAD_REQUEST' } },
    ]);
    expect((await send(gateway.url, id)).errors).toMatchObject([{ message: 'PersistedQueryNotFound' }]);
  });

  test('another version of the protocol is refused', async () => {
    const persistedQuery = { version: 2, sha256Hash: sha256(QUERY) };
    expect((await send(gateway.url, { query: QUERY, extensions: { persistedQuery } })).errors).toEqual([
      { message: 'Unsupported persisted query version', extensions: { code: 'BAD_REQUEST' } },
    ]);
  });

  test('what the limits refuse is not registered', async () => {
    const query = '{ products(first: 100000) { edges { cursor } } }';
    const id = persisted(sha256(query));
    expect((await send(gateway.url, { query, ...id })).errors).toMatchObject([
      { extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE' } },
    ]);
    expect((await send(gateway.url, id)).errors).toMatchObject([{ message: 'PersistedQueryNotFound' }]);
  });
});

describe('with a safelist', () => {
  let gateway: TestGateway;
  beforeAll(async () => void (gateway = await openGateway({ PERSISTED_OPERATIONS: 'safelist' })));
  afterAll(() => gateway[Symbol.asyncDispose]());
  const getProduct = manifest.operations.find(({ name }) => name === 'GetProduct')!;
  const variables = { id: 'p1' };

  test('an operation of schema/operations is answered by its id', async () => {
    const { data } = await send(gateway.url, { ...persisted(getProduct.id), variables });
    expect(data?.['product']).toMatchObject({ id: 'p1', name: 'Kettle' });
  });

  test('and by its text, as the typed document has it and as a caching client sends it', async () => {
    const text = print(GetProductDocument);
    const cached = text.replaceAll(/^( *)(\w+) \{$/gm, '$1$2 {\n$1  __typename');
    for (const query of [text, cached, text.replaceAll(/\s+/g, ' ')]) {
      const { data, errors } = await send(gateway.url, { query, variables });
      expect(errors).toBeUndefined();
      expect(data?.['product']).toMatchObject({ id: 'p1' });
    }
  });

  test.each([
    ['another query', QUERY],
    ['one field more', getProduct.body.replace('sku\n', 'sku another: name\n')],
    ['a literal in the place of a variable', getProduct.body.replace('id: $id', 'id: "p2"')],
    ['two operations', `${getProduct.body} query Other { readModel { behindMs } }`],
    ['introspection', '{ __schema { types { name } } }'],
    ['what is not even in the schema', '{ secrets }'],
    ['what is too deep as well', `{ ${'a { '.repeat(17)}a${' }'.repeat(17)} }`],
    ['a name of a type more', getProduct.body.replace('sku\n', 'sku kind: __typename\n')],
  ])('%s is refused, and no more is said', async (_, query) => {
    gateway.query.behave('answer');
    expect(await send(gateway.url, { query, variables })).toEqual({
      errors: [
        {
          message: 'The operation is not on the list of those that are answered here',
          extensions: { code: 'QUERY_NOT_IN_SAFELIST' },
        },
      ],
    });
    expect(gateway.query.requests).toEqual([]);
  });

  test('an operation of it by another name than its own is not answered', async () => {
    gateway.query.behave('answer');
    expect(
      (await send(gateway.url, { ...persisted(getProduct.id), variables, operationName: 'Other' })).errors,
    ).toMatchObject([{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }]);
    expect(gateway.query.requests).toEqual([]);
  });

  test('an unknown id is unknown, and stays so', async () => {
    const id = persisted(sha256(QUERY));
    expect((await send(gateway.url, id)).errors).toMatchObject([{ message: 'PersistedQueryNotFound' }]);
    expect((await send(gateway.url, { query: QUERY, ...id })).errors).toMatchObject([
      { extensions: { code: 'QUERY_NOT_IN_SAFELIST' } },
    ]);
    expect((await send(gateway.url, id)).errors).toMatchObject([{ message: 'PersistedQueryNotFound' }]);
  });
});

test('a safelist that another tool wrote has its bodies in other forms', async () => {
  const body =
    'fragment P on Product { __typename name } query Named { product(id: "p1") { __typename ...P } }';
  const file = join(await mkdtemp(join(tmpdir(), 'tandem-manifest-')), 'manifest.json');
  await writeFile(
    file,
    JSON.stringify({ operations: [{ id: sha256(body), name: 'Named', type: 'query', body }] }),
  );
  await using gateway = await openGateway({ PERSISTED_OPERATIONS: 'safelist', PERSISTED_MANIFEST: file });
  const inOrder = 'query Named { product(id: "p1") { ...P } } fragment P on Product { name }';
  for (const sent of [persisted(sha256(body)), { query: body }, { query: inOrder }])
    expect((await send(gateway.url, sent)).data?.['product']).toMatchObject({ name: 'Kettle' });
});

test.each([
  ['that is not there', undefined],
  ['that is half written', '{'],
  ['that lists nothing', '{}'],
  ['with a body that is none', JSON.stringify({ operations: [{ id: 'x', body: '{' }] })],
])('a safelist %s is refused at the start, by its name', async (_, text) => {
  const file = join(await mkdtemp(join(tmpdir(), 'tandem-manifest-')), 'manifest.json');
  if (text !== undefined) await writeFile(file, text);
  const config = readConfig({ PORT: '0', PERSISTED_OPERATIONS: 'safelist', PERSISTED_MANIFEST: file });
  const start = startGateway(config, pino({ level: 'silent' }));
  await expect(start).rejects.toThrow(ConfigError);
  await expect(start).rejects.toThrow(`PERSISTED_MANIFEST: ${file} is no list of operations: `);
});

test('persisted operations can be off, and operations are limited as ever', async () => {
  await using gateway = await openGateway({ PERSISTED_OPERATIONS: 'off' });
  expect((await send(gateway.url, persisted(sha256(QUERY)))).errors).toMatchObject([
    { extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } },
  ]);
  const deep = `{ ${'a { '.repeat(17)}a${' }'.repeat(17)} }`;
  expect((await send(gateway.url, { query: deep })).errors).toMatchObject([
    { extensions: { code: 'MAX_DEPTH_LIMIT' } },
  ]);
});

describe('the manifest', () => {
  test('has each operation with the fragments that it spreads', () => {
    const { operations } = createManifest([
      'fragment A on Product { name }',
      'query One { product(id: "1") { ...A } } query Two { readModel { behindMs } }',
    ]);
    expect(operations.map(({ name, type, body }) => [name, type, body.includes('fragment A')])).toEqual([
      ['One', 'query', true],
      ['Two', 'query', false],
    ]);
  });

  test('goes on having what was released, after what is asked today', () => {
    const [then, now] = ['query Same { a: __typename }', 'query Same { b: __typename }'].map((text) =>
      createManifest([text, 'query Other { __typename a: __typename }']),
    );
    expect(
      withReleased(now!, then!.operations).operations.map(({ body }) => body.match(/[ab]:/)![0]),
    ).toEqual(['a:', 'b:', 'a:']);
    expect(withReleased(now!, now!.operations)).toEqual(now);
  });

  test('has no operation without a name', () => {
    expect(() => createManifest(['{ readModel { behindMs } }'])).toThrow('no name');
  });
});
