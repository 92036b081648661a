import { RegisterProductsDocument, UpdateStocksDocument } from '../../../schema/generated/operations.ts';
import type { GraphqlClient } from '../../client.ts';
import { sendBulk } from '../bulk.ts';
import type { Reason } from '../report.ts';
import type { RegisterProduct } from './product.ts';

/** Registers up to 1,000 products; answers like sendBulk. DUPLICATE_SKU is the reason of those that are there already. */
export const registerProducts = (
  client: GraphqlClient,
  products: readonly RegisterProduct[],
): Promise<(Reason | undefined)[]> =>
  sendBulk(products, async (input) => (await client(RegisterProductsDocument, { input })).registerProducts);

/** Units added to a stock, or taken away, under a reference that is unique for good. */
export interface Movement {
  readonly sku: string;
  readonly units: number;
  readonly reference: string;
}

/** Moves the stock of up to 1,000 products; answers like sendBulk. What was done before under its reference is done. */
export async function moveStocks(
  client: GraphqlClient,
  movements: readonly Movement[],
  reason: string,
): Promise<(Reason | undefined)[]> {
  const reasons = await sendBulk(
    movements.map(({ sku, units, reference }) => ({
      sku,
      delta: units,
      reason,
      externalReference: reference,
    })),
    async (input) => (await client(UpdateStocksDocument, { input })).updateStocks,
  );
  return reasons.map((each) => (each?.code === 'DUPLICATE_EXTERNAL_REFERENCE' ? undefined : each));
}
