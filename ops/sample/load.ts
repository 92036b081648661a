import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ListAllProductsDocument,
  RegisterProductsDocument,
  UpdateStocksDocument,
} from '../../schema/generated/operations.ts';
import { connect } from '../../subgraphs/command/mysql/connect.ts';
import { select } from '../../subgraphs/command/mysql/statements.ts';
import type { GraphqlClient } from '../client.ts';
import { createCategoryAt } from '../import/products/categories.ts';
import { parseProduct, toRegisterProduct } from '../import/products/product.ts';

/** How long the read model may take to show it before the start goes on, in milliseconds. */
const LIMIT_MS = 10_000;

/**
 * Fills an empty shop with the sample catalogue, through the gateway as any client would, and adds what a start that was
 * killed has left out. A shop with a product of its own stays as it is, and so does a stock that was ever moved. What
 * there is says MySQL: the read model may be behind, or lost. Answers whether the shop is the sample's. Throws when the
 * shop refuses it, RequestRefused when it refuses the client.
 */
export async function loadSample(
  client: GraphqlClient,
  mysqlUrl: string,
  report: (line: string) => void,
): Promise<boolean> {
  const file = readFileSync(new URL('catalogue.jsonl', import.meta.url), 'utf8');
  const sample = new Map(
    file
      .trim()
      .split('\n')
      .map(parseProduct)
      .map((product) => [product.sku, product]),
  );
  const revisions = await stockRevisions(mysqlUrl, sample.size + 1);
  if ([...revisions.keys()].some((sku) => !sample.has(sku))) return false;
  const unregistered = [...sample.values()].filter(({ sku }) => !revisions.has(sku));
  const unstocked = [...sample.values()].filter(({ sku }) => !revisions.get(sku));
  if (unstocked.length === 0) return true;

  if (unregistered.length > 0) {
    const categoryAt = createCategoryAt(client);
    const rows = unregistered.map(async (product) =>
      toRegisterProduct(product, await categoryAt(product.category ?? [])),
    );
    const input = { rows: await Promise.all(rows) };
    assertDone((await client(RegisterProductsDocument, { input })).registerProducts);
  }
  const rows = unstocked.map(({ sku, stock }) => ({
    ...{ sku, set: stock ?? 0, expectedQuantity: 0 },
    reason: 'sample',
  }));
  const { updateStocks } = await client(UpdateStocksDocument, { input: { rows } });
  assertDone(updateStocks);
  await untilShown(client, updateStocks.consistencyToken);
  report(`loaded a sample catalogue of ${sample.size} products`);
  return true;
}

/** By SKU how often the stock was moved, of so many products at most. */
async function stockRevisions(mysqlUrl: string, limit: number): Promise<ReadonlyMap<string, number>> {
  const pool = connect(mysqlUrl, 2);
  try {
    const rows = await select<{ sku: string; revision: number }>(
      pool,
      `SELECT CONVERT(sku USING utf8mb4) AS sku, stock.revision
       FROM product JOIN stock ON stock.product_id = product.id LIMIT ?`,
      [limit],
    );
    return new Map(rows.map(({ sku, revision }) => [sku, revision]));
  } finally {
    await pool.end();
  }
}

function assertDone({ userErrors }: { userErrors: readonly { message: string }[] }): void {
  if (userErrors.length > 0)
    throw new Error(
      `the sample catalogue was refused: ${userErrors.map(({ message }) => message).join(', ')}`,
    );
}

/** It is loaded even where nobody sees it yet: the order at the start tells of a read model that stays behind. */
async function untilShown(client: GraphqlClient, asOf: string | null): Promise<void> {
  const isShown = () =>
    client(ListAllProductsDocument, { first: 1, asOf }).then(
      () => true,
      () => false,
    );
  for (const end = Date.now() + LIMIT_MS; !(await isShown()) && Date.now() < end;) await sleep(100);
}
