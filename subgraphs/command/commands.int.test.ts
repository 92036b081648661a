import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTokens } from '../../schema/token.ts';
import { audit, type CommandName, openShop, type Shop } from './test/shop.ts';

let shop: Shop;
beforeAll(async () => void (shop = await openShop()));
afterEach(() => audit(shop));
afterAll(() => shop.close());

const times = <T>(n: number, run: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, index) => run(index)));
const codes = (answer: { userErrors: readonly { code: string }[] }) =>
  answer.userErrors.map(({ code }) => code);

describe('a command', () => {
  test('answers with the entity, its id, and a token of every stream that it wrote', async () => {
    const productId = await shop.sell('whole', 5);
    const { id, entity, consistencyToken, replayed, userErrors } = await shop.order('whole', 2);
    expect({ entity, replayed, userErrors }).toEqual({
      entity: { id, revision: 'order@0.1' },
      replayed: false,
      userErrors: [],
    });
    expect(shop.tokens.read(consistencyToken!)).toEqual({
      [`order-${id}`]: { epoch: 0, revision: 1 },
      [`stock-${productId}`]: { epoch: 0, revision: 2 },
    });
  });

  test('that is refused writes nothing and wakes nobody', async () => {
    await shop.sell('scarce', 1);
    const before = await shop.everything();
    const wakes = shop.wakes();
    expect((await shop.order('scarce', 2)).userErrors).toMatchObject([
      { code: 'INSUFFICIENT_STOCK', sku: 'scarce', requested: 2, available: 1 },
    ]);
    expect(await shop.everything()).toEqual(before);
    expect(shop.wakes()).toBe(wakes);
  });

  test('of more than 50 streams answers with a token of its batch, which names them all', async () => {
    const skus = Array.from({ length: 50 }, (_, i) => `many-${i}`);
    await Promise.all(skus.map((sku) => shop.sell(sku, 1)));
    const { id, consistencyToken } = await shop.send('createOrder', {
      lines: skus.map((sku) => ({ sku, quantity: 1 })),
    });
    const [stream] = Object.keys(shop.tokens.read(consistencyToken!));
    expect(stream).toMatch(/^batch-/);
    const [event] = await shop.sql<{ state: { positions: object } }>(
      "SELECT state FROM events WHERE CONCAT(kind, '-', id) = ?",
      [stream],
    );
    expect(Object.keys(event!.state.positions)).toHaveLength(51);
    expect(event!.state.positions).toHaveProperty([`order-${id}`], { epoch: 0, revision: 1 });
  });

  test('whose event cannot fit a message is refused, not lost on the way', async () => {
    const noise = (length: number) =>
      Array.from({ length }, () => String.fromCodePoint(0x4e00 + Math.floor(Math.random() * 20_000))).join(
        '',
      );
    const before = await shop.count('product');
    const answer = await shop.send('registerProduct', {
      sku: 'huge',
      name: 'huge',
      attributes: Array.from({ length: 500 }, (_, i) => ({ name: `a${i}`, value: noise(1_000) })),
    });
    expect(answer.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input'] }]);
    expect(await shop.count('product')).toBe(before);
  });

  test('whose event leaves no room for those that may follow is refused', async () => {
    const productId = await shop.sell('grown');
    // Base64 of noise is as long in a message as it is here. It has it twice: as what was given, and in the state after it.
    const attributes = Array.from({ length: 12 }, (_, i) => ({
      name: `a${i}`,
      value: randomBytes(7_500).toString('base64'),
    }));
    const change = (count: number) =>
      shop.send('changeProductDetails', { productId, attributes: attributes.slice(0, count) });
    const answers = [
      await shop.send('registerProduct', { sku: 'grown up', name: 'grown up', attributes }),
      await change(12),
    ];
    const message = expect.stringContaining('too large to be published');
    for (const { userErrors } of answers)
      expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', message }]);
    expect(codes(await change(10))).toEqual([]);
  });
});

describe('all or nothing', () => {
  const image = { url: 'https://images.example/x.jpg' };
  const commands = {
    registerProduct: (name) => ({
      sku: name,
      name,
      attributes: [{ name: 'colour', value: 'red' }],
      images: [image],
      price: { amountMinor: 1, currency: 'EUR' },
      publish: true,
    }),
    publishProduct: () => ({ productId: draftId }),
    updateProductStock: () => ({ sku: 'atomic', delta: 1 }),
    createOrder: () => ({ lines: [{ sku: 'atomic', quantity: 1 }] }),
  } satisfies Partial<Record<CommandName, (name: string) => object>>;
  type Tried = keyof typeof commands;
  let draftId: string;
  beforeAll(async () => void (await shop.sell('atomic', 100)));

  const each = Object.keys(commands) as Tried[];
  const cases: [table: string, event: 'INSERT' | 'UPDATE', reachedBy: Tried[]][] = [
    ['idempotency', 'INSERT', each],
    ['product', 'INSERT', ['registerProduct']],
    ['product', 'UPDATE', ['publishProduct']],
    ['product_attribute', 'INSERT', ['registerProduct']],
    ['product_image', 'INSERT', ['registerProduct']],
    ['stock', 'INSERT', ['registerProduct']],
    ['stock', 'UPDATE', ['updateProductStock', 'createOrder']],
    ['orders', 'INSERT', ['createOrder']],
    ['order_line', 'INSERT', ['createOrder']],
    ['stock_movement', 'INSERT', ['updateProductStock', 'createOrder']],
    ['events', 'INSERT', each],
    ['outbox', 'INSERT', each],
    ['idempotency', 'UPDATE', each],
  ];
  test.each(cases)(
    'where the %s %s fails, nothing is left, and the same key does it later',
    async (table, event, reachedBy) => {
      const unpublished = await shop.send('registerProduct', {
        ...commands.registerProduct(`draft ${table} ${event}`),
        publish: false,
      });
      draftId = unpublished.id!;
      const before = await shop.everything();
      await shop.sql(
        `CREATE TRIGGER broken BEFORE ${event} ON ${table} FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'broken'`,
      );
      const keyed = (name: Tried) => ({
        ...commands[name](`${table} ${event}`),
        idempotencyKey: `${name} ${table} ${event}`,
      });
      try {
        for (const name of reachedBy) await expect(shop.send(name, keyed(name))).rejects.toThrow('broken');
      } finally {
        await shop.sql('DROP TRIGGER broken');
      }
      expect(await shop.everything()).toEqual(before);
      for (const name of reachedBy) {
        expect(await shop.send(name, keyed(name))).toMatchObject({ replayed: false, userErrors: [] });
      }
    },
  );
});

describe('the same key', () => {
  test('twice makes one order, and gives the first answer again', async () => {
    await shop.sell('twice', 10);
    const first = await shop.order('twice', 1, { idempotencyKey: 'twice' });
    await shop.send('updateProductStock', { sku: 'twice', delta: -9 });
    const again = await shop.order('twice', 1, { idempotencyKey: 'twice' });
    expect(first.replayed).toBe(false);
    expect(again).toEqual({ ...first, replayed: true });
    expect(await shop.stockOf('twice')).toMatchObject({ reserved: 1 });
  });

  test('gives a token that is accepted, also where that of the first answer no longer is', async () => {
    await shop.sell('rotated', 10);
    const { consistencyToken: first } = await shop.order('rotated', 1, { idempotencyKey: 'rotated' });
    const old = createTokens(['the secret of yesterday']).sign(shop.tokens.read(first!));
    expect(() => shop.tokens.read(old)).toThrow('not a consistency token');
    await shop.sql(
      `UPDATE idempotency SET answer = JSON_SET(answer, '$.consistencyToken', ?)
       WHERE answer->>'$.consistencyToken' = ?`,
      [old, first],
    );
    const again = await shop.order('rotated', 1, { idempotencyKey: 'rotated' });
    expect(again).toMatchObject({ replayed: true, consistencyToken: first });
  });

  test.each([20, 64])('%i times at once makes one order, and everybody gets its answer', async (n) => {
    await shop.sell(`at once ${n}`, 100);
    const answers = await times(n, () => shop.order(`at once ${n}`, 1, { idempotencyKey: `at once ${n}` }));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await shop.stockOf(`at once ${n}`)).toMatchObject({ reserved: 1 });
  });

  test('with another input is refused', async () => {
    await shop.sell('reused', 10);
    await shop.order('reused', 1, { idempotencyKey: 'reused' });
    const other = await shop.order('reused', 2, { idempotencyKey: 'reused' });
    expect(other).toMatchObject({
      id: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['input', 'idempotencyKey'] }],
    });
    expect(await shop.stockOf('reused')).toMatchObject({ reserved: 1 });
  });

  test('may be tried again after a refusal, which is not remembered', async () => {
    await shop.sell('later', 0);
    expect(codes(await shop.order('later', 1, { idempotencyKey: 'later' }))).toEqual(['INSUFFICIENT_STOCK']);
    await shop.send('updateProductStock', { sku: 'later', delta: 1 });
    const done = await shop.order('later', 1, { idempotencyKey: 'later' });
    expect(done).toMatchObject({ replayed: false, userErrors: [] });
  });

  test('is another one for another caller and for another command', async () => {
    await shop.sell('scoped', 10);
    const input = { lines: [{ sku: 'scoped', quantity: 1 }], idempotencyKey: 'scoped' };
    const answers = [
      await shop.send('createOrder', input, { caller: 'one' }),
      await shop.send('createOrder', input, { caller: 'two' }),
      await shop.send(
        'updateProductStock',
        { sku: 'scoped', delta: 1, idempotencyKey: 'scoped' },
        { caller: 'one' },
      ),
      // The parts of a key's scope cannot run into each other.
      await shop.send('createOrder', { ...input, idempotencyKey: 'x' }, { caller: 'a"]' }),
      await shop.send('createOrder', { ...input, idempotencyKey: '"]x' }, { caller: 'a' }),
    ];
    expect(answers.map(({ replayed }) => replayed)).toEqual([false, false, false, false, false]);
    expect(await shop.stockOf('scoped')).toMatchObject({ onHand: 11, reserved: 4 });
  });

  test.each([
    ['in case', 'Key', 'key'],
    ['by a trailing blank', 'key', 'key '],
    ['in the form of an accent', 'caf\u00e9', 'cafe\u0301'],
  ])('is another one where it differs %s', async (difference, one, other) => {
    await shop.sell(difference, 10);
    const answers = [
      await shop.order(difference, 1, { idempotencyKey: `${difference}${one}` }),
      await shop.order(difference, 1, { idempotencyKey: `${difference}${other}` }),
    ];
    expect(answers.map(({ replayed }) => replayed)).toEqual([false, false]);
  });
});

describe('a SKU', () => {
  test('is compared byte by byte', async () => {
    const skus = ['bytes', 'Bytes', 'bytes ', 'b\u00fctes', 'bu\u0308tes', '🚲'];
    const ids = [];
    for (const sku of skus) ids.push(await shop.sell(sku, 5));
    expect(new Set(ids).size).toBe(skus.length);
    const { id } = await shop.order('bytes ', 2);
    expect(await Promise.all(skus.map(async (sku) => (await shop.stockOf(sku))?.reserved))).toEqual([
      0, 0, 2, 0, 0, 0,
    ]);
    expect(await shop.sql("SELECT state->>'$.lines[0].sku' AS sku FROM events WHERE id = ?", [id])).toEqual([
      { sku: 'bytes ' },
    ]);
    expect(codes(await shop.order('BYTES', 1))).toEqual(['PRODUCT_NOT_FOUND']);
  });

  test('belongs to one product, however many register it at once', async () => {
    const answers = await times(30, () => shop.send('registerProduct', { sku: 'race', name: 'race' }));
    expect(answers.filter(({ id }) => id !== null)).toHaveLength(1);
    expect(new Set(answers.flatMap(codes))).toEqual(new Set(['DUPLICATE_SKU']));
  });
});

test('an external reference belongs to one order, however many send it at once', async () => {
  await shop.sell('reference', 100);
  const answers = await times(20, () => shop.order('reference', 1, { externalReference: 'PO-1' }));
  expect(answers.filter(({ id }) => id !== null)).toHaveLength(1);
  expect(new Set(answers.flatMap(codes))).toEqual(new Set(['DUPLICATE_EXTERNAL_REFERENCE']));
  expect(codes(await shop.order('reference', 1, { externalReference: 'po-1' }))).toEqual([]);
});

test('a product id is not found where it is no id, or has a blank more', async () => {
  const id = await shop.sell('published', 0);
  for (const productId of ['🚲', `${id} `, id.toUpperCase(), "' OR 1=1 -- ", 'x'.repeat(255)]) {
    expect(codes(await shop.send('publishProduct', { productId }))).toEqual(['PRODUCT_NOT_FOUND']);
  }
});

describe('many at once', () => {
  test('64 buyers of the last 10 units get exactly 10', async () => {
    await shop.sell('last ten', 10);
    const answers = await times(64, () => shop.order('last ten', 1));
    expect(answers.filter(({ id }) => id !== null)).toHaveLength(10);
    expect(new Set(answers.flatMap(codes))).toEqual(new Set(['INSUFFICIENT_STOCK']));
    expect(await shop.stockOf('last ten')).toMatchObject({ onHand: 10, reserved: 10 });
  });

  test('no update of stock is lost', async () => {
    await shop.sell('counter', 0);
    await times(40, () => shop.send('updateProductStock', { sku: 'counter', delta: 1 }));
    expect(await shop.stockOf('counter')).toEqual({ onHand: 40, reserved: 0, revision: 40 });
  });

  test('of those who expect a quantity one wins', async () => {
    await shop.sell('expected', 7);
    const answers = await times(20, () =>
      shop.send('updateProductStock', { sku: 'expected', set: 9, expectedQuantity: 7 }),
    );
    expect(answers.filter(({ id }) => id !== null)).toHaveLength(1);
  });

  test('orders of the same products in any order, stock updates and publications all succeed', async () => {
    const skus = ['d', 'a', 'c', 'b'].map((sku) => `crossed ${sku}`);
    const ids = await Promise.all(skus.map((sku) => shop.sell(sku, 1_000)));
    const answers = await times(60, (i) => {
      const turned = [...skus.slice(i % 4), ...skus.slice(0, i % 4)];
      if (i % 5 === 0) return shop.send('publishProduct', { productId: ids[i % 4] });
      if (i % 7 === 0) return shop.send('updateProductStock', { sku: turned[0], delta: -1 });
      return shop.send('createOrder', {
        lines: (i % 2 ? turned : turned.toReversed()).map((sku) => ({ sku, quantity: 1 })),
      });
    });
    expect(answers.flatMap(codes)).toEqual([]);
  });
});
