import { PlaceOrderDocument } from '../../../schema/generated/operations.ts';
import type { GraphqlClient } from '../../client.ts';
import { piecesOf } from '../../../subgraphs/query/pieces.ts';
import type { ImportContext } from '../import-context.ts';
import { MAX_ON_HAND } from '../../../subgraphs/command/domain/stock.ts';
import { moveStocks, registerProducts } from '../products/write-products.ts';
import type { Survey, SurveyedProduct } from './survey.ts';

/** Products a command. */
const BATCH = 200;
export const CURRENCY = 'GBP';

/** The SKU under which a stock code is sold. */
export type SkuOf = (code: string) => string;

/**
 * Registers what the file sells, at its first price, with as many units as the file takes away. Where a stock cannot
 * hold them it is filled, and the rows for which it does not last are refused. `file` tells the file apart from others:
 * its stock is received once, however often it is imported. A stock code is its own SKU, unless the shop sells
 * something else under it in another currency: then it is followed by -GBP, in this run and in any other.
 */
export async function importStock(
  { products }: Survey,
  file: string,
  { client, lanes, signal }: Omit<ImportContext, 'report'>,
  told: (products: number) => void,
): Promise<SkuOf> {
  const foreign = new Set<string>();
  const skuOf = (code: string): string => (foreign.has(code) ? `${code}-${CURRENCY}` : code);
  const toProduct = ([code, { name, priceMinor }]: [string, SurveyedProduct]) => ({
    sku: skuOf(code),
    name,
    price: { amountMinor: priceMinor, currency: CURRENCY },
    publish: true,
  });
  // What is refused here is not lost: the rows that ask for it are refused, and tell why.
  const write = async (batch: readonly [string, SurveyedProduct][]): Promise<void> => {
    const reasons = await registerProducts(client, batch.map(toProduct));
    const taken = batch.filter((_, index) => reasons[index]?.code === 'DUPLICATE_SKU');
    const renamed = await inOtherCurrency(client, taken);
    for (const [code] of renamed) foreign.add(code);
    if (renamed.length > 0) await registerProducts(client, renamed.map(toProduct));
    const movements = batch.map(([code, { units }]) => ({
      sku: skuOf(code),
      units: Math.min(units, MAX_ON_HAND),
      reference: `opening/${file}/${code}`,
    }));
    await moveStocks(client, movements, 'opening stock');
    told(batch.length);
  };
  for (const batch of piecesOf([...products], BATCH)) {
    if (signal.aborted) break;
    await lanes.add(batch[0]![0], () => write(batch));
  }
  await lanes.idle();
  return skuOf;
}

/** Asks for an order that no shop takes, as it lies in the future: of the reasons some tell of other currencies. */
async function inOtherCurrency<P>(
  client: GraphqlClient,
  products: readonly [string, P][],
): Promise<[string, P][]> {
  if (products.length === 0) return [];
  const lines = products.map(([sku]) => ({
    sku,
    quantity: 1,
    unitPrice: { amountMinor: 0, currency: CURRENCY },
  }));
  const { createOrder } = await client(PlaceOrderDocument, {
    input: { placedAt: '9999-12-31T23:59:59.999Z', lines },
  });
  return createOrder.userErrors
    .filter(({ code }) => code === 'WRONG_CURRENCY')
    .map(({ path }) => products[Number(path[2])]!);
}
