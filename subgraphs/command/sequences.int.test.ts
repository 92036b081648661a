import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { movement } from './domain/stock.ts';
import { lockCategory } from './mysql/categories.ts';
import { holdCustomer } from './mysql/customers.ts';
import { lockOrder } from './mysql/orders.ts';
import { lockProducts } from './mysql/products.ts';
import { lockRating, lockReview } from './mysql/reviews.ts';
import { lockStocks } from './mysql/stocks.ts';
import { type Memory, openMemory } from './test/memory.ts';
import { inputOf, type Made, sequence } from './test/moves.ts';
import { audit, openShop, type Shop } from './test/shop.ts';

// The deciders against MySQL: the same commands to both, and both must answer the same and hold the same.

let shop: Shop;
let runs = 0;
beforeAll(async () => void (shop = await openShop()));
afterAll(() => shop.close());
/** Keeps what one run writes apart from the others. */
const newTag = () => `run${++runs}-`;

/** Every entity as MySQL has it, beside the one in memory. */
async function entities({ all }: Memory): Promise<[stored: unknown, expected: unknown][]> {
  const connection = await shop.pool.getConnection();
  const pairs: [unknown, unknown][] = [];
  const compare = async <E extends { readonly id: string }>(
    expected: readonly E[],
    load: (id: string, entity: E) => Promise<unknown>,
  ) => {
    for (const entity of expected) pairs.push([await load(entity.id, entity), entity]);
  };
  try {
    await connection.beginTransaction();
    await compare(all('product'), async (id) => (await lockProducts(connection, 'id', [id]))[0]);
    await compare(all('stock'), async (_, { state }) => (await lockStocks(connection, [state.sku]))[0]);
    await compare(all('category'), (id) => lockCategory(connection, id));
    await compare(all('order'), (id) => lockOrder(connection, id));
    await compare(all('customer'), (id) => holdCustomer(connection, id, 'UPDATE'));
    await compare(all('review'), (id) => lockReview(connection, id));
    await compare(all('rating'), (id) => lockRating(connection, id));
    return pairs;
  } finally {
    await connection.rollback();
    connection.release();
  }
}
const bare = ({ kind, id, revision, state }: Record<string, unknown>) => ({ kind, id, revision, state });

/** The log of events and the ledger of stock, as they were written one after the other: nothing is changed later. */
async function history({ log }: Memory): Promise<[stored: unknown, expected: unknown][]> {
  const ids = [...new Set(log.map(({ id }) => id))];
  const events = await shop.sql(
    'SELECT kind, id, revision, type, data, state FROM events WHERE id IN (?) ORDER BY position',
    [ids],
  );
  const ledger = await shop.sql(
    `SELECT product_id AS id, revision, type, on_hand_delta AS onHand, reserved_delta AS reserved, reason,
       order_id AS orderId, CONVERT(external_reference USING utf8mb4) AS externalReference
     FROM stock_movement WHERE product_id IN (?) ORDER BY 1, 2`,
    [ids],
  );
  const moves = log.flatMap(({ kind, id, revision, happening }) => {
    if (kind !== 'stock') return [];
    const data: { orderId?: string; reason?: string | null; externalReference?: string | null } =
      happening.data;
    const { orderId = null, reason = null, externalReference = null } = data;
    return [
      { id, revision, type: happening.type, ...movement(happening), reason, orderId, externalReference },
    ];
  });
  return [
    [ledger, moves.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : a.revision - b.revision))],
    ...log.map((change): [unknown, unknown] => {
      const { kind, id, revision, state, happening } = change;
      const stored = events.find(
        (event) => event['kind'] === kind && event['id'] === id && event['revision'] === revision,
      );
      return [stored, { kind, id, revision, ...happening, state }];
    }),
    [events.length, log.length],
  ];
}

test('whatever commands come: MySQL answers and holds what the deciders do in memory', async () => {
  await fc.assert(
    fc.asyncProperty(sequence(150), async (moves) => {
      const [tag, memory] = [newTag(), openMemory()];
      for (const move of moves) {
        const input = inputOf(move, memory.made(), tag);
        const answer = await shop.send(move.name, input);
        const decision = memory.send(move.name, input, answer.id ?? 'refused');
        expect(answer.userErrors.map(({ code, path }) => [code, ...path])).toEqual(
          decision.accepted ? [] : decision.rejections.map(({ code, path }) => [code, 'input', ...path]),
        );
      }
      // Moments are MySQL's own, a few milliseconds from those in memory; the return's id is not told.
      const timeless = (value: unknown) =>
        JSON.parse(
          JSON.stringify(value)
            .replaceAll(/"20\d\d-[^"]*Z"/g, '"now"')
            .replaceAll(/"returnId":"[^"]*"/g, '"returnId":"r"'),
        );
      for (const [stored, expected] of await entities(memory))
        expect(timeless(bare(stored as object as never))).toEqual(timeless(bare(expected as never)));
      for (const [stored, expected] of await history(memory))
        expect(timeless(stored)).toEqual(timeless(expected));
    }),
    { numRuns: 20 },
  );
  await audit(shop);
}, 120_000);

test('whatever commands come at once: everything adds up, and nothing is a fault', async () => {
  await fc.assert(
    fc.asyncProperty(sequence(120), async (moves) => {
      const tag = newTag();
      const made = { products: [], categories: [], orders: [], customers: [], reviews: [] } as {
        -readonly [K in keyof Made]: Made[K][number][];
      };
      const remember = (name: string, input: object, id: string | null): void => {
        if (id === null) return;
        if (name === 'registerProduct') made.products.push({ id, sku: (input as { sku: string }).sku });
        if (name === 'defineCategory') made.categories.push(id);
        if (name === 'registerCustomer') made.customers.push(id);
        if (name === 'submitReview') made.reviews.push(id);
        if (name === 'createOrder')
          made.orders.push({ id, sku: (input as { lines: { sku: string }[] }).lines[0]!.sku });
      };
      for (let at = 0; at < moves.length; at += 8) {
        // Each several times, so that they meet.
        const together = moves.slice(at, at + 8).flatMap((move) => [move, move]);
        await Promise.all(
          together.map(async (move) => {
            const input = inputOf(move, made, tag);
            remember(move.name, input, (await shop.send(move.name, input)).id);
          }),
        );
      }
      await audit(shop);
    }),
    { numRuns: 12 },
  );
}, 120_000);
