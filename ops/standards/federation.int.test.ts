import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { type DirectiveNode, type DocumentNode, parse, visit } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_URLS } from '../config.ts';
import { type Endpoints, startEndpoints } from '../test/endpoints.ts';
import { type Ask, asker } from '../test/tandem.ts';

// The federation subgraph specification, as far as it applies to our schema. The ids stay, whatever the order.

let endpoints: Endpoints;
beforeAll(async () => void (endpoints = await startEndpoints()));
afterAll(() => endpoints[Symbol.asyncDispose]());

test('FS-3: what _service of both says composes to the committed supergraph', async () => {
  const services = await Promise.all(
    (['command', 'query'] as const).map(async (name) => {
      const { data } = await asker(endpoints[name])('{ _service { sdl } }');
      return { name, url: DEFAULT_URLS[`${name}Url`], typeDefs: parse(data._service.sdl) };
    }),
  );
  const { supergraphSdl, errors } = composeServices(services);
  expect(errors).toBeUndefined();
  expect(supergraphSdl?.trim()).toBe(readFileSync('schema/supergraph.graphql', 'utf8').trim());
});

describe.each(['command', 'query'] as const)('the %s subgraph', (role) => {
  let ask: Ask;
  let sdl: DocumentNode;
  beforeAll(async () => {
    ask = asker(endpoints[role]);
    sdl = parse((await ask('{ _service { sdl } }')).data._service.sdl);
  });

  const directives = (name: string): DirectiveNode[] => {
    const found: DirectiveNode[] = [];
    visit(sdl, { Directive: (node) => void (node.name.value === name && found.push(node)) });
    return found;
  };
  const argument = (node: DirectiveNode | undefined, name: string) =>
    node?.arguments?.find((each) => each.name.value === name)?.value;
  const entities = () =>
    sdl.definitions.flatMap((node) =>
      node.kind === 'ObjectTypeDefinition' && node.directives?.some(({ name }) => name.value === 'key')
        ? [node]
        : [],
    );

  test('FS-1: _service is of type _Service!, with an sdl', async () => {
    const { data } = await ask('{ __type(name: "Query") { fields { name type { kind ofType { name } } } } }');
    expect(data.__type.fields).toContainEqual({
      name: '_service',
      type: { kind: 'NON_NULL', ofType: { name: '_Service' } },
    });
  });

  test('takes headers as large as a gateway may send them, which adds to those of a client', async () => {
    const answer = await asker(endpoints[role])('{ __typename }', {}, { 'x-filler': 'x'.repeat(30_000) });
    expect(answer).toEqual({ status: 200, data: { __typename: 'Query' } });
  });

  test('FS-2: @link names the federation specification, version 2, and imports what is used', () => {
    const links = directives('link');
    expect(links).toHaveLength(1);
    expect(argument(links[0], 'url')).toMatchObject({
      value: expect.stringMatching(/^https:\/\/specs\.apollo\.dev\/federation\/v2\.\d+$/),
    });
    expect(argument(links[0], 'import')).toMatchObject({
      values: expect.arrayContaining([expect.objectContaining({ value: '@key' })]),
    });
  });

  test('FS-4: @key has several fields, and each entity has one', () => {
    expect(
      entities()
        .map(({ name }) => name.value)
        .toSorted(),
    ).toEqual(['Category', 'Customer', 'Order', 'Product', 'Review']);
    for (const { directives: given } of entities()) {
      const keys = given!.filter(({ name }) => name.value === 'key');
      expect(keys.map((key) => argument(key, 'fields'))).toMatchObject([{ value: 'id revision' }]);
    }
  });

  test('FS-5: only the query subgraph resolves entities', () => {
    const resolvable = entities().map(({ directives: given }) =>
      argument(
        given!.find(({ name }) => name.value === 'key'),
        'resolvable',
      ),
    );
    if (role === 'query') expect(resolvable.every((value) => value === undefined)).toBe(true);
    else expect(resolvable).toMatchObject(resolvable.map(() => ({ kind: 'BooleanValue', value: false })));
  });

  test('FS-6: _entities takes representations and answers with the union of all entities', async () => {
    const { data } = await ask(`{
      query: __type(name: "Query") { fields { name args { name } } }
      entity: __type(name: "_Entity") { possibleTypes { name } }
    }`);
    expect(data.query.fields).toContainEqual({ name: '_entities', args: [{ name: 'representations' }] });
    expect(data.entity.possibleTypes).toHaveLength(entities().length);
  });

  test.each([
    ['without a __typename', { id: 'nobody' }],
    ['of a type that is no entity', { __typename: 'Money', id: 'nobody' }],
    ['of an interface', { __typename: 'UserError', id: 'nobody' }],
    ['of an unknown type', { __typename: 'Nothing', id: 'nobody' }],
    ['without an id', { __typename: 'Product' }],
    ['whose id is no text', { __typename: 'Product', id: {} }],
    ['whose revision is no text', { __typename: 'Product', id: 'nobody', revision: 1 }],
  ])('FS-9: a representation %s is refused, with those beside it', async (_, representation) => {
    // Of a write that has not arrived: nobody may be left waiting for it.
    const awaited = { __typename: 'Product', id: 'nobody', revision: 'product@0.1' };
    const { data, errors } = await ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
      { r: [awaited, representation] },
    );
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['_entities'], extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('_entities of the query subgraph', () => {
  const ask: Ask = (query, variables) => asker(endpoints.query)(query, variables);
  const entities = (...representations: object[]) =>
    ask('query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }', { r: representations });
  const named = (type: string) => ({ __typename: type, id: 'nobody' });

  test('FS-7: no representations are no entities', async () => {
    expect((await entities()).data).toEqual({ _entities: [] });
  });

  test.each(['Product', 'Order', 'Customer', 'Category', 'Review'])(
    'FS-8: a %s that is missing is an error with a code at its place, never a bare null',
    async (type) => {
      // Only those that fail have an error; the list keeps its length and order.
      const { data, errors } = await ask(
        `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { id } } }`,
        { r: [named(type), { ...named(type), revision: 'nonsense' }] },
      );
      expect(data).toEqual({ _entities: [null, null] });
      expect(Object.fromEntries(errors!.map(({ path, extensions }) => [path, extensions['code']]))).toEqual({
        '_entities,0': 'NOT_FOUND',
        '_entities,1': 'BAD_USER_INPUT',
      });
    },
  );
});
