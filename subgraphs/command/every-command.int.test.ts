import { getNullableType, type GraphQLInputObjectType, isInputObjectType, isListType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { samples } from './test/samples.ts';
import { type Answer, audit, commandSchema, type CommandName, openShop, type Shop } from './test/shop.ts';

// What holds of every command alike: its key, and the revision that it may expect.

let shop: Shop;
beforeAll(async () => void (shop = await openShop()));
afterAll(async () => {
  await audit(shop);
  await shop.close();
});

type Common = Pick<Answer, 'replayed' | 'userErrors' | 'consistencyToken'>;
const isBulk = (name: string) => ['registerProducts', 'updateStocks', 'changePrices'].includes(name);
const send = (name: string, input: object, caller = 'tester'): Promise<Common> =>
  isBulk(name)
    ? shop.sendMany(name as 'updateStocks', input, { caller })
    : shop.send(name as CommandName, input, { caller });
const codes = ({ userErrors }: Common) => userErrors.map(({ code }) => code);
const names = Object.keys(commandSchema.getMutationType()!.getFields());

describe.each(names)('%s', (name) => {
  const sample = (tag: string) => samples[name]![0]!(shop, `${name}-${tag}`);

  test('with a key has one effect, and gives its answer again to the same caller and input only', async () => {
    const idempotencyKey = 'the same for every command';
    const input = { ...(await sample('keyed')), idempotencyKey };
    const first = await send(name, input);
    expect(first).toMatchObject({ replayed: false, userErrors: [] });
    const after = await shop.everything();
    expect(await send(name, input)).toEqual({ ...first, replayed: true });
    expect(await shop.everything()).toEqual(after);
    const other = { ...(await sample('other')), idempotencyKey };
    expect(await send(name, other)).toMatchObject({
      consistencyToken: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['input', 'idempotencyKey'] }],
    });
    // Somebody else's: done anew, and so refused where it can be done only once.
    expect((await send(name, input, 'somebody else')).replayed).toBe(false);
  });
});

/** What a command changes is there already, unless it makes it; a bulk command tells for each row. */
const changing = names.filter((name) => !/^(register|define|create|submit)/.test(name));

test.each(changing)('%s may expect a revision', (name) => {
  const input = getNullableType(
    commandSchema.getMutationType()!.getFields()[name]!.args[0]!.type,
  ) as GraphQLInputObjectType;
  const { rows } = input.getFields();
  const list = rows && getNullableType(rows.type);
  const changed = isListType(list) ? getNullableType(list.ofType) : input;
  expect(isInputObjectType(changed) && changed.getFields()['expectedRevision']?.type.toString()).toBe(
    'Revision',
  );
});

describe.each(changing)('%s', (name) => {
  const expecting = (input: object, expectedRevision: unknown): object =>
    'rows' in input
      ? { ...input, rows: (input.rows as object[]).map((row) => ({ ...row, expectedRevision })) }
      : { ...input, expectedRevision };

  test('that expects another revision is refused, and told the current one', async () => {
    const input = await samples[name]![0]!(shop, `${name}-stale`);
    const seen = ('rows' in input ? (input.rows as object[])[0] : input) as { expectedRevision: string };
    const [before] = await shop.sql('SELECT COUNT(*) AS n FROM events');
    const refused = await send(name, expecting(input, seen.expectedRevision.replace(/\d+$/, '77')));
    const path = ['input', ...('rows' in input ? ['rows', '0'] : []), 'expectedRevision'];
    expect(refused.userErrors).toMatchObject([
      { code: 'STALE_REVISION', path, current: seen.expectedRevision },
    ]);
    expect(await shop.sql('SELECT COUNT(*) AS n FROM events')).toEqual([before]);
    expect(codes(await send(name, expecting(input, refused.userErrors[0]!.current)))).toEqual([]);
  });

  test('is done by one of many who expect the same revision', async () => {
    const input = await samples[name]![0]!(shop, `${name}-race`);
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(name, input)));
    expect(answers.filter(({ userErrors }) => userErrors.length === 0)).toHaveLength(1);
    // The others' external reference is taken by then.
    for (const code of answers.flatMap(codes))
      expect(['STALE_REVISION', 'DUPLICATE_EXTERNAL_REFERENCE']).toContain(code);
  });
});
