import type { GraphqlClient } from '../../client.ts';
import type { ImportContext } from '../import-context.ts';
import type { Reason, Report } from '../report.ts';
import type { Row } from '../source.ts';
import { type CategoryAt, CategoryRefused, createCategoryAt } from './categories.ts';
import {
  type ImportedProduct,
  MalformedProduct,
  parseProduct,
  type RegisterProduct,
  shareOfRequest,
  toRegisterProduct,
} from './product.ts';
import { moveStocks, registerProducts } from './write-products.ts';

/** Products a command, and how much of a request they come to; one that is larger goes by itself. */
const BATCH = 200;
const BATCH_SHARE = 0.25;

const TOO_LARGE: Reason = { code: 'TOO_LARGE', message: 'no request can hold the product' };

/**
 * Registers and publishes the products, with their stock where they name one. A product that is there already, as
 * after a run that was killed, is accepted; a SKU that the file names twice is refused the second time. Memory grows
 * with the SKUs and the categories of the file only.
 */
export async function importProducts(
  lines: AsyncIterable<Row<string>>,
  { client, lanes, report, signal }: ImportContext,
): Promise<void> {
  const seen = new Set<string>();
  const categoryAt = createCategoryAt(client);
  let batch: Row<ImportedProduct>[] = [];
  let share = 0;
  const flush = async (): Promise<void> => {
    const rows = batch;
    batch = [];
    share = 0;
    if (rows.length > 0)
      await lanes.add(`batch-${rows[0]!.line}`, () => writeBatch(client, rows, categoryAt, report));
  };
  for await (const row of lines) {
    if (signal.aborted) break;
    const product = read(row, seen, report);
    if (product === undefined) continue;
    const more = shareOfRequest(toRegisterProduct(product));
    if (more > 1) {
      report.refuse({ line: row.line, reference: product.sku }, TOO_LARGE);
      continue;
    }
    if (batch.length === BATCH || share + more > BATCH_SHARE) await flush();
    batch.push({ line: row.line, value: product });
    share += more;
  }
  await flush();
  await lanes.idle();
}

function read({ line, value }: Row<string>, seen: Set<string>, report: Report): ImportedProduct | undefined {
  try {
    const product = parseProduct(value);
    if (!seen.has(product.sku)) {
      seen.add(product.sku);
      return product;
    }
    report.refuse(
      { line, reference: product.sku },
      { code: 'DUPLICATE_SKU', message: 'the file has it before' },
    );
  } catch (error) {
    if (!(error instanceof MalformedProduct)) throw error;
    report.refuse({ line, reference: error.sku }, { code: 'MALFORMED', message: error.message });
  }
  return undefined;
}

async function writeBatch(
  client: GraphqlClient,
  given: readonly Row<ImportedProduct>[],
  categoryAt: CategoryAt,
  report: Report,
): Promise<void> {
  const rows: Row<ImportedProduct>[] = [];
  const products: RegisterProduct[] = [];
  for (const row of given) {
    try {
      products.push(toRegisterProduct(row.value, await categoryAt(row.value.category ?? [])));
      rows.push(row);
    } catch (error) {
      if (!(error instanceof CategoryRefused)) throw error;
      report.refuse({ line: row.line, reference: row.value.sku }, error.reason);
    }
  }
  const reasons = await registerProducts(client, products);
  const there = rows.flatMap(({ value: { sku, stock } }, index) => {
    if (reasons[index]?.code === 'DUPLICATE_SKU') reasons[index] = undefined;
    return stock && reasons[index] === undefined
      ? [{ index, sku, units: stock, reference: `opening/${sku}` }]
      : [];
  });
  const moved = await moveStocks(client, there, 'opening stock');
  there.forEach(({ index }, position) => {
    reasons[index] = moved[position];
  });
  rows.forEach(({ line, value }, index) => {
    const reason = reasons[index];
    if (reason === undefined) report.accept(1);
    else report.refuse({ line, reference: value.sku }, reason);
  });
}
