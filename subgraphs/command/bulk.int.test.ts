import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit, type BulkAnswer, openShop, type Shop } from './test/shop.ts';

let shop: Shop;
beforeAll(async () => void (shop = await openShop()));
afterAll(async () => {
  await audit(shop);
  await shop.close();
});

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('rows', () => {
  const rows = (prefix: string, count: number) =>
    many(count, (i) => ({ sku: `${prefix}${i}`, name: 'x', price: EUR(i) }));

  test('a thousand products are registered in one transaction', async () => {
    const answer = await shop.sendMany('registerProducts', { rows: rows('k', 1_000) });
    expect(answer.userErrors).toEqual([]);
    expect(new Set(answer.rows.map(({ productId }) => productId)).size).toBe(1_000);
  });

  test('one refused row refuses all, or is left out; its error names it', async () => {
    const given = [...rows('p', 3), { sku: 'k7', name: 'taken' }, { sku: 'p0', name: 'twice' }];
    const refused = await shop.sendMany('registerProducts', { errorPolicy: 'REJECT_ALL', rows: given });
    expect(refused).toMatchObject({
      consistencyToken: null,
      rows: many(5, (index) => ({ index, productId: null })),
    });
    expect(refused.userErrors.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['DUPLICATE_SKU', 'input.rows.3.sku'],
      ['DUPLICATE_SKU', 'input.rows.4.sku'],
    ]);
    const input = { idempotencyKey: 'bulk', errorPolicy: 'SKIP_FAILED', rows: given };
    const skipped = await shop.sendMany('registerProducts', input);
    expect(skipped.rows.map(({ productId }) => productId !== null)).toEqual([true, true, true, false, false]);
    expect(await shop.sendMany('registerProducts', input)).toEqual({ ...skipped, replayed: true });
  });

  test('of which some would be too large to be published are refused, or these are left out; each is named', async () => {
    const attributes = many(40, (i) => ({ name: `a${i}`, value: randomBytes(7_500).toString('base64') }));
    const large = (row: object) => ({ ...row, attributes, publish: true });
    const [first, second, good] = rows('large', 3) as [object, object, object];
    const paths = (answer: BulkAnswer) => answer.userErrors.map(({ path }) => path.slice(1).join('.'));
    const refused = await shop.sendMany('registerProducts', { rows: [large(first), good, large(second)] });
    const message = expect.stringContaining('too large to be published');
    expect(refused.userErrors).toMatchObject([{ code: 'INVALID_INPUT', message }, { message }]);
    expect(paths(refused)).toEqual(['rows.0', 'rows.2']);
    expect(refused).toMatchObject({ consistencyToken: null, rows: many(3, () => ({ productId: null })) });
    const skipped = await shop.sendMany('registerProducts', {
      errorPolicy: 'SKIP_FAILED',
      rows: [large(first), good, large(second), { ...good, sku: '' }],
    });
    expect(paths(skipped).toSorted()).toEqual(['rows.0', 'rows.2', 'rows.3.sku']);
    expect(skipped.rows.map(({ productId }) => productId !== null)).toEqual([false, true, false, false]);
  });

  test('that are together more than MySQL takes at once are refused, and fewer of them are not', async () => {
    await shop.sendMany('registerProducts', { rows: rows('rich', 1_000) });
    await shop.sql("UPDATE product SET description = REPEAT('x', 30000) WHERE sku LIKE 'rich%'");
    const ids = await shop.sql<{ id: string }>("SELECT id FROM product WHERE sku LIKE 'rich%'");
    const change = (count: number) =>
      shop.sendMany('changePrices', {
        rows: ids.slice(0, count).map(({ id: productId }) => ({ productId, price: EUR(5_000) })),
      });
    const changed = () => shop.sql('SELECT COUNT(*) AS n FROM product WHERE price_minor = 5000');
    expect((await change(1_000)).userErrors).toMatchObject([
      { code: 'INVALID_INPUT', path: ['input', 'rows'], message: expect.stringContaining('fewer rows') },
    ]);
    expect(await changed()).toEqual([{ n: 0 }]);
    expect((await change(300)).userErrors).toEqual([]);
    expect(await changed()).toEqual([{ n: 300 }]);
    await shop.sql('UPDATE product SET description = NULL');
  });

  test('of which one fails in MySQL leave nothing, and are done by the same key later', async () => {
    const given = rows('half', 3).map((row, i) => ({
      ...row,
      attributes: [{ name: 'n', value: `half ${i}` }],
    }));
    const input = { idempotencyKey: 'half', errorPolicy: 'SKIP_FAILED', rows: given };
    const before = await shop.everything();
    await shop.sql(
      `CREATE TRIGGER broken BEFORE INSERT ON product_attribute FOR EACH ROW
       IF NEW.value = 'half 1' THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'broken'; END IF`,
    );
    try {
      await expect(shop.sendMany('registerProducts', input)).rejects.toThrow('broken');
    } finally {
      await shop.sql('DROP TRIGGER broken');
    }
    expect(await shop.everything()).toEqual(before);
    const done = await shop.sendMany('registerProducts', input);
    expect(done).toMatchObject({ replayed: false, userErrors: [] });
  });

  test('stock moves row by row, each on what the one before left', async () => {
    const move = (delta: number) => ({ sku: 'k1', delta });
    const input = {
      errorPolicy: 'SKIP_FAILED',
      rows: [move(5), move(-6), move(-5), { sku: 'none', delta: 1 }],
    };
    const answer = await shop.sendMany('updateStocks', input);
    expect(answer.userErrors.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['STOCK_BELOW_RESERVED', 'input.rows.1.delta'],
      ['PRODUCT_NOT_FOUND', 'input.rows.3.sku'],
    ]);
    expect(await shop.stockOf('k1')).toMatchObject({ onHand: 0, revision: 2 });
  });

  test('a movement has its external reference for itself, within the rows too', async () => {
    const row = { sku: 'k2', delta: 1, externalReference: 'twice in one' };
    const answer = await shop.sendMany('updateStocks', { errorPolicy: 'SKIP_FAILED', rows: [row, row] });
    expect(answer.userErrors.map(({ code, path }) => [code, path.join('.')])).toEqual([
      ['DUPLICATE_EXTERNAL_REFERENCE', 'input.rows.1.externalReference'],
    ]);
    expect(await shop.stockOf('k2')).toMatchObject({ onHand: 1, revision: 1 });
  });

  test('bulks that touch the same rows in opposite order all end well', async () => {
    const skus = many(50, (i) => `k${i + 100}`);
    const bulk = (order: readonly string[]) =>
      shop.sendMany('updateStocks', { rows: order.map((sku) => ({ sku, delta: 1 })) });
    const answers = await Promise.all(many(8, (i) => bulk(i % 2 ? skus : skus.toReversed())));
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    for (const sku of skus.slice(0, 3)) expect(await shop.stockOf(sku)).toMatchObject({ onHand: 8 });
  });

  test('of which a later one finds what an earlier one wrote are answered with what was written, and else with the least', async () => {
    const productId = await shop.sell('twice changed');
    await shop.sql('UPDATE epoch SET epoch = 1800000000');
    const row = { productId, price: EUR(88) };
    const { consistencyToken } = await shop.sendMany('changePrices', { rows: [row, row] });
    expect(shop.tokens.read(consistencyToken!)).toEqual({
      [`product-${productId}`]: { epoch: 1_800_000_000, revision: 3 },
    });
    const unchanged = await shop.sendMany('changePrices', { rows: [row] });
    expect(shop.tokens.read(unchanged.consistencyToken!)).toEqual({
      [`product-${productId}`]: { epoch: 0, revision: 3 },
    });
    await shop.sql('UPDATE epoch SET epoch = 0');
  });

  test('prices change together', async () => {
    const ids = await shop.sql<{ id: string }>("SELECT id FROM product WHERE sku IN ('k10', 'k11')");
    const changed = ids.map(({ id: productId }) => ({ productId, price: EUR(77) }));
    expect((await shop.sendMany('changePrices', { rows: changed })).userErrors).toEqual([]);
    const twice = [2, 3].map((amountMinor) => ({ productId: ids[0]!.id, price: EUR(amountMinor) }));
    expect((await shop.sendMany('changePrices', { rows: twice })).userErrors).toEqual([]);
    expect(await shop.sql('SELECT price_minor FROM product WHERE id = ?', [ids[0]!.id])).toEqual([
      { price_minor: 3 },
    ]);
    const foreign = [...changed, { productId: ids[0]!.id, price: { amountMinor: 1, currency: 'USD' } }];
    const refused = await shop.sendMany('changePrices', { rows: foreign });
    expect(refused.userErrors).toMatchObject([
      { code: 'WRONG_CURRENCY', path: ['input', 'rows', '2', 'price', 'currency'] },
    ]);
  });
});
