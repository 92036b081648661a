import {
  getNullableType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../ops/config.ts';
import type { Role } from '../../ops/role.ts';
import { type Ask, asker } from '../../ops/test/tandem.ts';
import { startCommand } from './main.ts';
import { samples } from './test/samples.ts';
import { commandSchema, openShop, type Shop } from './test/shop.ts';

// Every field of every command, spoiled in every way that fits its type, over HTTP: the client is told where, nothing
// is written, and nothing stands in the log.

let shop: Shop;
let role: Role;
let ask: Ask;
const logged: { level: number }[] = [];
beforeAll(async () => {
  shop = await openShop();
  const log = pino({ level: 'debug' }, { write: (line) => void logged.push(JSON.parse(line)) });
  const commandUrl = 'http://127.0.0.1:0/graphql';
  role = await startCommand({ ...readConfig({}), mysqlUrl: shop.url, commandUrl }, log);
  ask = asker(role.url);
});
afterAll(async () => {
  await role.stop();
  await shop.close();
});

type Path = readonly (string | number)[];
const UNKNOWN_ID = '01a20c5f-27d3-75ac-98b9-77797d7d24a3';
const MEGABYTE = 'x'.repeat(1_048_576);
const DAMAGED = ['a\u0000b', '\u001b[31m', 'half \ud83d', MEGABYTE];

/** Values that a field of this type cannot have, or not here. */
function badValues(name: string, type: GraphQLInputType, value: unknown, path: Path): unknown[] {
  const blank = isNonNullType(type) ? ['', ' \u00a0'] : [];
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const many = Array.from({ length: 10_000 }, () => lean(nullable.ofType, (value as unknown[])[0]));
    return isNonNullType(type) ? [many, []] : [many];
  }
  if (isInputObjectType(nullable)) return ['x', []];
  switch (String(nullable)) {
    case 'ID':
      return [...DAMAGED, ...blank, UNKNOWN_ID, UNKNOWN_ID.toUpperCase(), '💥', "' OR 1=1 --"];
    case 'Int':
      return [1.5, -(2 ** 31), 2 ** 31, 2 ** 53, 'many', '1', true];
    case 'SafeInt':
      return [1.5, -1, 2 ** 53, 'many', '1'];
    case 'Boolean':
      return ['yes', 1];
    case 'Revision':
      return [...DAMAGED, '', '💥', 'heartbeat@0.1', String(value).replace(/\d+$/, '77'), 5];
    case 'DateTime':
      return [...DAMAGED, '', 'yesterday', '2026-02-30T00:00:00Z', '2999-01-01T00:00:00Z', ...YEARS, 5];
    case 'String':
      if (path.at(-1) === 'currency') return [...DAMAGED, '', 'eur', '€', 'XYZ', ...foreign(name)];
      return [...DAMAGED, ...blank, 5];
    default:
      return ['OTHER', 5]; // an enum
  }
}
/** An entry without what it need not have, so that many of them fit a request. */
function lean(type: GraphQLInputType, entry: unknown): unknown {
  const nullable = getNullableType(type);
  if (!isInputObjectType(nullable)) return entry;
  const required = Object.values(nullable.getFields()).filter((field) => isNonNullType(field.type));
  return Object.fromEntries(required.map(({ name }) => [name, (entry as Record<string, unknown>)[name]]));
}
/** Years that MySQL cannot store, though ISO 8601 can say them. */
const YEARS = ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00+14:00', '0001-06-01T00:00:00Z'];
/** A new product may be sold in any currency, an old one in its own. */
const foreign = (name: string): string[] => (name.startsWith('registerProduct') ? [] : ['USD']);

/** Every field of the input that the sample has, in every depth. */
function* fields(
  type: GraphQLInputType,
  value: unknown,
  path: Path,
): Generator<[GraphQLInputType, unknown, Path]> {
  if (path.length > 0) yield [type, value, path];
  const nullable = getNullableType(type);
  if (isListType(nullable))
    for (const [index, entry] of (value as unknown[]).entries())
      yield* fields(nullable.ofType, entry, [...path, index]);
  if (!isInputObjectType(nullable)) return;
  for (const field of Object.values(nullable.getFields())) {
    const inner = (value as Record<string, unknown>)[field.name];
    if (inner !== undefined) yield* fields(field.type, inner, [...path, field.name]);
  }
}

/** The value with another one in the place. */
function put(value: unknown, [key, ...rest]: Path, other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((entry, index) => (index === key ? put(entry, rest, other) : entry));
  const object = value as Record<string, unknown>;
  return { ...object, [key]: put(object[key], rest, other) };
}

const mutations = commandSchema.getMutationType()!.getFields();
const inputOf = (name: string) => mutations[name]!.args[0]!.type;
const send = async (name: string, input: unknown) => {
  const { data, errors } = await ask(
    `mutation ($input: ${String(inputOf(name))}) { answer: ${name}(input: $input) { consistencyToken userErrors { code message path } } }`,
    { input },
  );
  return { answer: data?.answer as { userErrors: { code: string; path: string[] }[] } | undefined, errors };
};

/** Where an answer says that the input is wrong: as a user error, or as GraphQL says that a value has another type. */
async function refusedAt(name: string, input: unknown): Promise<string[]> {
  const { answer, errors } = await send(name, input);
  if (errors === undefined) return answer!.userErrors.map(({ path }) => path.join('.'));
  return errors.map(({ message, extensions }) => {
    expect([message, extensions['code']]).toEqual([message, 'BAD_USER_INPUT']);
    const at = /at "([^"]+)"/.exec(message)?.[1] ?? message;
    return at.replaceAll(/\[(\d+)\]/g, '.$1');
  });
}
const short = (value: unknown) => (JSON.stringify(value) ?? '').slice(0, 60);

const cases = Object.entries(samples).flatMap(([name, makers]) =>
  makers.map((make, index) => [makers.length > 1 ? `${name} ${index + 1}` : name, name, make] as const),
);

test('there is a sample of every command, and every field of its input is in one', async () => {
  expect(Object.keys(samples).toSorted()).toEqual(Object.keys(mutations).toSorted());
  const schemaFields = (type: GraphQLInputType, path: string): string[] => {
    const named = getNullableType(type);
    if (isListType(named)) return schemaFields(named.ofType, path);
    if (!isInputObjectType(named)) return [path];
    return Object.values(named.getFields()).flatMap((field) =>
      schemaFields(field.type, `${path}.${field.name}`),
    );
  };
  const missing: string[] = [];
  for (const [name, makers] of Object.entries(samples)) {
    const inputs = await Promise.all(makers.map((make, index) => make(shop, `whole-${name}-${index}`)));
    const given = new Set(
      inputs
        .flatMap((input) => [...fields(inputOf(name), { ...input, idempotencyKey: 'k' }, [])])
        .map(([, , path]) => [name, ...path.filter((key) => typeof key === 'string')].join('.')),
    );
    missing.push(...schemaFields(inputOf(name), name).filter((path) => !given.has(path)));
  }
  expect(missing).toEqual([]);
});

describe.each(cases)('%s', (label, name, make) => {
  const tag = label.replace(' ', '-');

  test('with a spoiled field is refused there', async () => {
    const input = { ...(await make(shop, tag)), idempotencyKey: `key ${tag}` };
    const before = await shop.everything();
    const wrong: string[] = [];
    for (const [type, value, path] of fields(inputOf(name), input, [])) {
      for (const bad of badValues(name, type, value, path)) {
        const place = ['input', ...path].join('.');
        const refused = await refusedAt(name, put(input, path, bad));
        if (!refused.includes(place)) wrong.push(`${place} ${short(bad)}: ${short(refused)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await shop.everything()).toEqual(before);
    // It was the spoiled field that was refused, and nothing of it was remembered.
    expect(await send(name, input)).toMatchObject({ answer: { userErrors: [] } });
  });
});

test.each(['NaN', '-NaN', 'Infinity', '1e999', '1.5', '0x10'])(
  '%s units are no GraphQL: where it went wrong is told',
  async (number) => {
    const before = await shop.everything();
    const { data, errors } = await ask(
      `mutation { createOrder(input: { lines: [{ sku: "x", quantity: ${number} }] }) { orderId } }`,
    );
    expect(data).toBeUndefined();
    expect(errors![0]).toMatchObject({
      extensions: { code: expect.stringMatching(/^GRAPHQL_(VALIDATION|PARSE)_FAILED$/) },
      locations: [{ line: 1, column: expect.any(Number) }],
    });
    expect(await shop.everything()).toEqual(before);
  },
);

test.each([
  ['x-consistency-token', 'of nobody', 'not a consistency token'],
  ['x-consistency', 'WEAK', 'must be STRONG or EVENTUAL'],
  ['x-consistency-budget-ms', '1.5', 'must be 0 to 5000'],
])('a command whose answer could not be read for its %s is not done', async (header, value, problem) => {
  const input = await samples['createOrder']![0]!(shop, header);
  const before = await shop.everything();
  const { data, errors } = await ask(
    'mutation ($input: CreateOrderInput!) { createOrder(input: $input) { orderId } }',
    { input },
    { [header]: value },
  );
  expect(data).toBeNull();
  expect(errors).toMatchObject([
    {
      message: `${header}: ${problem}`,
      path: ['createOrder'],
      extensions: { code: 'BAD_USER_INPUT', argument: header },
    },
  ]);
  expect(await shop.everything()).toEqual(before);
});

describe('in a state that does not allow it', () => {
  const close = {
    productId: "UPDATE product SET status = 'DISCONTINUED' WHERE id = ?",
    orderId: "UPDATE orders SET status = 'RETURNED' WHERE id = ?",
  };
  // A product may be discontinued twice, and reviewed after it.
  const allowed = ['discontinueProduct', 'submitReview'];
  const refused = (['productId', 'orderId'] as const).flatMap((id) =>
    Object.keys(mutations)
      .filter((name) => id in (getNullableType(inputOf(name)) as GraphQLInputObjectType).getFields())
      .filter((name) => !allowed.includes(name))
      .map((name) => [name, id] as const),
  );
  test.each(refused)('%s is refused', async (name, id) => {
    const sample = (await samples[name]![0]!(shop, `over-${name}`)) as Record<string, string>;
    const { expectedRevision: _, ...input } = sample;
    await shop.sql(close[id], [input[id]]);
    const before = await shop.everything();
    expect(await send(name, input)).toMatchObject({
      answer: { userErrors: [{ code: 'WRONG_STATE', path: ['input', id] }] },
    });
    expect(await shop.everything()).toEqual(before);
  });
});

test('and nothing of it was a fault', () => {
  expect(logged.splice(0).filter(({ level }) => level > pino.levels.values['info']!)).toEqual([]);
});

test('a fault of ours is masked, and its id finds the log line', async () => {
  const input = await samples['createOrder']![0]!(shop, 'fault');
  const before = await shop.everything();
  await shop.sql(
    "CREATE TRIGGER broken BEFORE INSERT ON events FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'secret'",
  );
  const { errors } = await send('createOrder', input);
  await shop.sql('DROP TRIGGER broken');
  const [{ message, extensions }] = errors! as [NonNullable<typeof errors>[number]];
  expect(message).toBe(`Internal error ${String(extensions['errorId'])}`);
  expect(JSON.stringify(errors)).not.toContain('secret');
  expect(logged).toMatchObject([{ errorId: extensions['errorId'], err: { message: 'secret' } }]);
  expect(await shop.everything()).toEqual(before);
});
