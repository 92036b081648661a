import { readFileSync } from 'node:fs';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiSchema } from '../check/breaking.ts';
import { order, sell } from '../test/shopping.ts';
import { type Ask, asker, startTandem, type Tandem } from '../test/tandem.ts';
import { AUTH_VARIABLES, bearer, type Claims, signToken } from '../test/tokens.ts';
import { watchOrder } from '../test/watching.ts';
import { CREDENTIAL_HEADER } from './credential.ts';

// Who may do what, on a running Tandem with authentication on. Every field of the supergraph is asked for by every kind
// of viewer, and what comes of it is compared with the committed table beside this file.

const schema = apiSchema(readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'));
const personas = {
  anonymous: undefined,
  'no role': { sub: 'u-nobody' },
  owner: { sub: 'u-owner', roles: ['customer'] },
  'other customer': { sub: 'u-other', roles: ['customer'], customer_id: 'somebody-else' },
  staff: { sub: 'u-staff', roles: ['staff'] },
  admin: { sub: 'u-admin', roles: ['admin'] },
} satisfies Record<string, Claims | undefined>;
type Persona = keyof typeof personas;
const names = Object.keys(personas) as Persona[];

let tandem: Tandem;
/** Ids and revisions of what there is: a product, a category, the owner, their order and their review. */
const there: Record<string, { id: string; revision: string }> = {};
const headers = {} as Record<Persona, Record<string, string>>;
const askAs = (persona: Persona, url = tandem.urls.gateway): Ask => {
  const ask = asker(url);
  return (query, variables, more) => ask(query, variables, { ...headers[persona], ...more });
};

beforeAll(async () => {
  tandem = await startTandem(AUTH_VARIABLES);
  headers.staff = bearer(await signToken(personas.staff));
  const staff = askAs('staff');
  const run = async (command: string, entity: string, input: object) => {
    const type = `${command[0]!.toUpperCase()}${command.slice(1)}Input!`;
    const { data, errors } = await staff(
      `mutation ($input: ${type}) { done: ${command}(input: $input) { it: ${entity} { id revision } userErrors { message } } }`,
      { input },
    );
    expect([errors, data.done.userErrors]).toEqual([undefined, []]);
    return data.done.it as { id: string; revision: string };
  };
  there['Customer'] = await run('registerCustomer', 'customer', { name: 'Ann', email: 'ann@example.com' });
  there['Category'] = await run('defineCategory', 'category', { name: 'Bikes' });
  const { sku, id } = await sell(staff, 10);
  there['Product'] = await run('categorizeProduct', 'product', {
    productId: id,
    categoryId: there['Category'].id,
  });
  const customerId = there['Customer'].id;
  const placed = await order(staff, sku, 1, { customerId });
  there['Order'] = placed.data.createOrder.order;
  there['Review'] = await run('submitReview', 'review', { customerId, productId: id, stars: 5 });
  const claims: Record<Persona, Claims | undefined> = {
    ...personas,
    owner: { ...personas.owner, customer_id: customerId },
  };
  for (const name of names) headers[name] = claims[name] ? bearer(await signToken(claims[name])) : {};
}, 60_000);
afterAll(() => tandem[Symbol.asyncDispose]());

/** The fields that a selection of this type needs at least. */
const leaf = (field: GraphQLField<unknown, unknown>): string =>
  isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
/** Literals for the arguments that must be given; what they are refused for comes after the access. */
const literals: Record<string, string> = {
  ...{ 'salesReport.from': '"2026-01-01T00:00:00.000Z"', 'salesReport.to': '"2026-02-01T00:00:00.000Z"' },
  ...{ 'salesReport.groupBy': 'DAY', 'suggest.prefix': '"a"', 'stockAlerts.below': '5' },
};
function call(field: GraphQLField<unknown, unknown>): string {
  const args = field.args.flatMap(({ name, type }) => {
    if (name === 'id') return [`id: "${there[getNamedType(field.type).name]?.id ?? there['Product']!.id}"`];
    if (!isNonNullType(type)) return [];
    return [`${name}: ${literals[`${field.name}.${name}`] ?? '"?"'}`];
  });
  return `${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${leaf(field)}`;
}

/** What came of it, in a word. */
function outcome({ data, errors }: Awaited<ReturnType<Ask>>): string {
  const code = errors?.[0]?.extensions['code'];
  if (typeof code === 'string') return code;
  return Object.values(data ?? {}).every((value) => value === null) ? 'null' : 'yes';
}

/** Inputs that are about the owner's things, for commands that a customer may give. */
const inputs: Record<string, () => object> = {
  createOrder: () => ({ customerId: there['Customer']!.id, lines: [] }),
  cancelOrder: () => ({ orderId: there['Order']!.id, expectedRevision: 'order@0.999' }),
  returnOrderItems: () => ({ orderId: there['Order']!.id, items: [] }),
  changeCustomerAddress: () => ({
    customerId: there['Customer']!.id,
    expectedRevision: 'customer@0.999',
    address: { country: 'DE' },
  }),
  submitReview: () => ({ customerId: there['Customer']!.id, productId: there['Product']!.id, stars: 9 }),
};
/** An input that has what the type asks for, and is refused for what it is about, not for who sends it. */
function sample(command: string): object {
  const given = inputs[command]?.();
  if (given !== undefined) return given;
  const type = schema.getMutationType()!.getFields()[command]!.args[0]!.type;
  return fill(getNamedType(type).name) as object;
}
function fill(typeName: string): unknown {
  const type = schema.getType(typeName) as {
    getFields?: () => Record<string, { name: string; type: unknown }>;
  };
  const scalars: Record<string, unknown> = {
    ...{ Int: 1, SafeInt: 1, Float: 1, Boolean: true },
    ...{ ReviewDecision: 'REJECT', Revision: 'x' },
  };
  if (type.getFields === undefined) return scalars[typeName] ?? 'nobody';
  return Object.fromEntries(
    Object.values(type.getFields())
      .filter((field) => isNonNullType(field.type))
      .map((field) => {
        const inner = getNamedType(field.type as GraphQLInputType);
        const value = fill(inner.name);
        return [field.name, String(field.type).startsWith('[') ? [] : value];
      }),
  );
}

test('every field of the supergraph answers to those in the table, and to nobody else', async () => {
  const rows: [string, ...string[]][] = [];
  const row = async (name: string, ask: (persona: Persona) => Promise<string>) => {
    rows.push([name, ...(await Promise.all(names.map(ask)))]);
  };
  for (const field of Object.values(schema.getQueryType()!.getFields()))
    await row(`Query.${field.name}`, async (persona) => outcome(await askAs(persona)(`{ ${call(field)} }`)));

  for (const field of Object.values(schema.getMutationType()!.getFields())) {
    const query = `mutation ($input: ${String(field.args[0]!.type)}) { ${field.name}(input: $input) { replayed } }`;
    const input = sample(field.name);
    await row(`Mutation.${field.name}`, async (persona) => outcome(await askAs(persona)(query, { input })));
  }

  const taken = `mutation { registerCustomer(input: { name: "Eve", email: "ann@example.com" }) {
    userErrors { ... on DuplicateEmail { customerId } } } }`;
  await row('DuplicateEmail.customerId', async (persona) => outcome(await askAs(persona)(taken)));

  for (const field of Object.values(schema.getSubscriptionType()!.getFields()))
    await row(`Subscription.${field.name}`, async (persona) => {
      const query = `subscription { ${call(field)} }`;
      const watched = watchOrder(tandem.urls.gateway, '', { query, headers: headers[persona] });
      const first = await watched.come(1);
      watched.leave();
      return outcome(first as Awaited<ReturnType<Ask>>);
    });

  for (const [type, reference] of Object.entries(there).toSorted())
    for (const field of Object.values((schema.getType(type) as GraphQLObjectType).getFields()))
      await row(`${type}.${field.name}`, async (persona) => {
        const { data, ...rest } = await askAs(persona, tandem.urls.query)(
          `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${call(field)} } } }`,
          { r: [{ __typename: type, ...reference }] },
          { [CREDENTIAL_HEADER]: AUTH_VARIABLES.ROUTER_CREDENTIAL },
        );
        const [entity] = data?._entities ?? [];
        // A field that is null is shown; an entity that is null is not.
        return outcome({ ...rest, data: entity ? { shown: true } : { entity: null } });
      });

  const widths = [0, ...names].map((_, i) =>
    Math.max(...rows.map((cells) => cells[i]!.length), String(['', ...names][i]).length),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  const table = [
    line(['field', ...names]),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
  ];
  await expect(`${table.join('\n')}\n`).toMatchFileSnapshot('access-table.md');
}, 60_000);

test('every type is in the table, or has no rule of its own and is only reached through one that is', () => {
  const entities = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && 'revision' in type.getFields(),
  );
  expect(entities.map(({ name }) => name).toSorted()).toEqual(Object.keys(there).toSorted());
  expect(Object.values(schema.getTypeMap()).some(isUnionType)).toBe(false);
});

describe('a customer', () => {
  const ORDER = 'query ($id: ID!) { order(id: $id) { id customerId lines { sku } } }';

  test('reads their own order, and of another’s no more than of an unknown one', async () => {
    const own = await askAs('owner')(ORDER, { id: there['Order']!.id });
    expect(own.data.order).toMatchObject({ customerId: there['Customer']!.id });
    const [anothers, unknown] = [
      await askAs('other customer')(ORDER, { id: there['Order']!.id }),
      await askAs('other customer')(ORDER, { id: 'nobody' }),
    ];
    expect(anothers).toEqual(unknown);
    expect(anothers.data).toEqual({ order: null });
  });

  test.each(['Order', 'Review'])('lists their own, and neither all nor another’s: %s', async (type) => {
    const list = `${type.toLowerCase()}s`;
    const LIST = `query ($filter: ${type}Filter) { ${list}(filter: $filter) { edges { node { customerId } } } }`;
    const filter = { customerId: there['Customer']!.id };
    expect((await askAs('owner')(LIST, { filter })).data).toEqual({ [list]: { edges: [{ node: filter }] } });
    for (const [persona, given] of [
      ['owner', undefined],
      ['other customer', filter],
      ['owner', { customerId: null }],
    ] as const)
      expect((await askAs(persona)(LIST, { filter: given })).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
  });

  test('cancels nothing under an id that is none', async () => {
    const CANCEL = 'mutation ($input: CancelOrderInput!) { cancelOrder(input: $input) { orderId } }';
    for (const orderId of ['nobody', 'é', '💥', `${there['Order']!.id} `])
      expect((await askAs('owner')(CANCEL, { input: { orderId } })).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
  });

  test('orders for themselves only, and sees the order that they placed', async () => {
    const sku = (await askAs('staff')(`{ product(id: "${there['Product']!.id}") { sku } }`)).data.product.sku;
    const placed = await order(askAs('owner'), sku, 1, { customerId: there['Customer']!.id });
    expect(placed.data.createOrder.order).toMatchObject({ status: 'PLACED' });
    for (const customerId of ['somebody-else', null, undefined])
      expect((await order(askAs('owner'), sku, 1, { customerId })).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
  });

  test('names neither their price nor anything else that was agreed elsewhere', async () => {
    const sku = (await askAs('staff')(`{ product(id: "${there['Product']!.id}") { sku } }`)).data.product.sku;
    const lines = [{ sku, quantity: 1, unitPrice: { amountMinor: 0, currency: 'EUR' } }];
    for (const [path, more] of [
      ['input.lines.0.unitPrice', { lines }],
      ['input.placedAt', { placedAt: '2020-01-01T00:00:00.000Z' }],
      ['input.externalReference', { externalReference: 'an invoice of somebody' }],
    ] as const) {
      const input = { customerId: there['Customer']!.id, ...more };
      const error = { message: `${path} is not for you to give`, extensions: { code: 'FORBIDDEN' } };
      expect((await order(askAs('owner'), sku, 1, input)).errors).toMatchObject([error]);
      expect((await order(askAs('staff'), sku, 1, input)).errors).toBeUndefined();
    }
  });

  test('and another one may use the same idempotency key', async () => {
    const key = { idempotencyKey: 'the first order' };
    const as = (persona: Persona, more: object) =>
      askAs(persona)(
        'mutation ($input: RegisterCustomerInput!) { registerCustomer(input: $input) { customerId replayed userErrors { code } } }',
        {
          input: { ...key, name: 'Bo', ...more },
        },
      );
    const first = (await as('owner', { email: 'bo1@example.com' })).data.registerCustomer;
    const second = (await as('other customer', { email: 'bo2@example.com' })).data.registerCustomer;
    const again = (await as('owner', { email: 'bo1@example.com' })).data.registerCustomer;
    expect([first.replayed, second.replayed, again.replayed]).toEqual([false, false, true]);
    expect(again.customerId).toBe(first.customerId);
    expect(second.customerId).not.toBe(first.customerId);
  });
});

describe('a subgraph', () => {
  test.each(['command', 'query'] as const)(
    'refuses whoever does not show the router’s credential: %s',
    async (role) => {
      const ask = asker(tandem.urls[role]);
      const right = AUTH_VARIABLES.ROUTER_CREDENTIAL;
      for (const credential of [undefined, '', 'wrong', `${right}x`, `x${right.slice(1)}`]) {
        const answer = await ask(
          '{ __typename }',
          {},
          { ...headers.admin, ...(credential !== undefined && { [CREDENTIAL_HEADER]: credential }) },
        );
        expect(answer).toMatchObject({
          status: 403,
          errors: [{ extensions: { code: 'ROUTER_CREDENTIAL_REQUIRED' } }],
        });
      }
      const readiness = new URL('/health/ready', tandem.urls[role]);
      expect((await fetch(readiness)).status).toBe(200);
      // A gateway that could ask it nothing is not ready.
      for (const credential of ['', 'wrong'])
        expect((await fetch(readiness, { headers: { [CREDENTIAL_HEADER]: credential } })).status).toBe(403);
    },
  );

  test.each(['command', 'query'] as const)('verifies the token again: %s', async (role) => {
    const forged = bearer(
      await signToken(
        { sub: 'evil', roles: ['admin'] },
        { secret: 'not the secret, but 32 characters long' },
      ),
    );
    const answer = await asker(tandem.urls[role])(
      '{ __typename }',
      {},
      { ...forged, [CREDENTIAL_HEADER]: AUTH_VARIABLES.ROUTER_CREDENTIAL },
    );
    expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});

test('the gateway refuses a token that does not hold, and takes no credential from a client', async () => {
  const forged = bearer(await signToken({ sub: 'evil', roles: ['admin'] }, { expires: '-1h' }));
  expect(await asker(tandem.urls.gateway)('{ readModel { behindMs } }', {}, forged)).toMatchObject({
    status: 401,
    errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'ERR_JWT_EXPIRED', claim: 'exp' } }],
  });
  const { errors } = await asker(tandem.urls.gateway)(
    '{ readModel { behindMs } }',
    {},
    { [CREDENTIAL_HEADER]: 'nonsense' },
  );
  expect(errors).toBeUndefined();
});
