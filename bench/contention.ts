import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { createRandom, load } from './load.ts';
import type { Shop } from './shop.ts';

/** What must hold however much buyers contend; answers with a line for people. */
export interface Verdict {
  readonly pass: boolean;
  readonly line: string;
}

const BUYERS = 64;

/** 64 buyers want one each of the last 10 units. */
export async function lastUnits(shop: Shop): Promise<Verdict> {
  const [sku] = (await shop.stock(1, 10)) as [string];
  const answers = await Promise.all(
    Array.from({ length: BUYERS }, () => shop.placeOrder([{ sku, quantity: 1 }])),
  );
  const sold = answers.filter(({ orderId }) => orderId !== null).length;
  const tooLate = answers.filter(({ userErrors }) => userErrors[0]?.code === 'INSUFFICIENT_STOCK').length;
  return {
    pass: sold === 10 && tooLate === BUYERS - 10,
    line: `${BUYERS} buyers of the last 10 units: ${sold} sold, ${tooLate} told that there are no more`,
  };
}

/** Orders of 1 to 5 of 20 products by 64 buyers at once, in an order of lines that a lock in that order would not survive. */
export async function contend(shop: Shop, orders: number): Promise<readonly Verdict[]> {
  const skus = await shop.stock(20, 100_000);
  const random = createRandom(64);
  let faults = 0;
  let accepted = 0;
  const { seconds } = await load(
    async () => {
      const wanted = new Set(Array.from({ length: 1 + random(5) }, () => skus[random(skus.length)]!));
      const lines = [...wanted].map((sku) => ({ sku, quantity: 1 + random(3) }));
      await shop.placeOrder(lines).then(
        ({ orderId }) => (accepted += orderId === null ? 0 : 1),
        () => (faults += 1),
      );
    },
    { clients: BUYERS, times: orders },
  );
  const wrong = await productsOutOfBalance(shop.mysqlUrl);
  const rate = Math.round(orders / seconds);
  return [
    {
      pass: faults === 0 && accepted === orders,
      line: `${orders} orders under contention (${rate}/s): ${accepted} placed, ${faults} deadlocks or other faults seen by clients`,
    },
    { pass: wrong === 0, line: `ledger = stock, reserved = ordered: ${wrong} products differ` },
  ];
}

/** Products whose movements, or whose order lines, do not add up to their stock. */
async function productsOutOfBalance(mysqlUrl: string): Promise<number> {
  const connection = await createConnection(mysqlUrl);
  const [[row]] = (await connection
    .query<(RowDataPacket & { wrong: number })[]>(
      `
    SELECT COUNT(*) AS wrong FROM stock s
    LEFT JOIN (SELECT product_id, SUM(on_hand_delta) AS on_hand, SUM(reserved_delta) AS reserved
               FROM stock_movement GROUP BY product_id) m USING (product_id)
    LEFT JOIN (SELECT product_id, SUM(quantity) AS ordered FROM order_line GROUP BY product_id) l USING (product_id)
    WHERE s.on_hand <> COALESCE(m.on_hand, 0) OR s.reserved <> COALESCE(m.reserved, 0)
       OR s.reserved <> COALESCE(l.ordered, 0)`,
    )
    .finally(() => connection.end())) as [[{ wrong: number }], unknown];
  return Number(row.wrong);
}
