import { readFileSync } from 'node:fs';
import {
  ListAllProductsDocument,
  RegisterProductDocument,
  UpdateProductStockDocument,
} from '../../schema/generated/operations.ts';
import type { GraphqlClient } from '../client.ts';

interface SampleProduct {
  readonly sku: string;
  readonly name: string;
  readonly brand: string;
  readonly description: string;
  readonly priceMinor: number;
  readonly currency: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly stock: number;
}

/** Fills an empty shop with the sample catalogue, through the gateway as any client would. */
export async function loadSample(client: GraphqlClient, report: (line: string) => void): Promise<void> {
  const { products } = await client(ListAllProductsDocument, { first: 1 });
  if (products.totalCount > 0) return;
  const file = readFileSync(new URL('catalogue.jsonl', import.meta.url), 'utf8');
  const sample = file
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SampleProduct);
  await Promise.all(sample.map((product) => load(client, product)));
  report(`loaded a sample catalogue of ${sample.length} products`);
}

/** The keys make a start after a half-done one harmless; a product that is there already stays as it is. */
async function load(
  client: GraphqlClient,
  { stock, priceMinor, currency, attributes, ...product }: SampleProduct,
) {
  await client(RegisterProductDocument, {
    input: {
      ...product,
      idempotencyKey: `sample-${product.sku}`,
      price: { amountMinor: priceMinor, currency },
      attributes: Object.entries(attributes).map(([name, value]) => ({ name, value })),
      publish: true,
    },
  });
  await client(UpdateProductStockDocument, {
    input: {
      idempotencyKey: `sample-${product.sku}`,
      sku: product.sku,
      set: stock,
      expectedQuantity: 0,
      reason: 'sample',
    },
  });
}
