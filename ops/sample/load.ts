import { readFileSync } from 'node:fs';
import {
  ListAllProductsDocument,
  RegisterProductDocument,
  UpdateProductStockDocument,
} from '../../schema/generated/operations.ts';
import type { GraphqlClient } from '../client.ts';
import { type ImportedProduct, parseProduct, toRegisterProduct } from '../import/products/product.ts';

/** Fills an empty shop with the sample catalogue, through the gateway as any client would. */
export async function loadSample(client: GraphqlClient, report: (line: string) => void): Promise<void> {
  const { products } = await client(ListAllProductsDocument, { first: 1 });
  if (products.totalCount > 0) return;
  const file = readFileSync(new URL('catalogue.jsonl', import.meta.url), 'utf8');
  const sample = file.trim().split('\n').map(parseProduct);
  await Promise.all(sample.map((product) => load(client, product)));
  report(`loaded a sample catalogue of ${sample.length} products`);
}

/** The keys make a start after a half-done one harmless; a product that is there already stays as it is. */
async function load(client: GraphqlClient, product: ImportedProduct) {
  const idempotencyKey = `sample-${product.sku}`;
  await client(RegisterProductDocument, { input: { ...toRegisterProduct(product), idempotencyKey } });
  await client(UpdateProductStockDocument, {
    input: {
      idempotencyKey,
      sku: product.sku,
      set: product.stock ?? 0,
      expectedQuantity: 0,
      reason: 'sample',
    },
  });
}
