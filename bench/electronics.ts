import type { Client } from '@elastic/elasticsearch';
import { parseProduct, toRegisterProduct } from '../ops/import/products/product.ts';
import { readLines } from '../ops/import/source.ts';
import type { EventOf } from '../schema/events/event.ts';
import { ensureIndices } from '../subgraphs/query/documents/indices.ts';
import { aliasName, served } from '../subgraphs/query/documents/names.ts';
import { project } from '../subgraphs/query/indexer/projections/project.ts';
import { createWriteTo } from '../subgraphs/query/indexer/sink.ts';

const DOCUMENTS_PER_REQUEST = 500;

/**
 * Brings the products of the file into the documents, by the projection and the sink that the indexer uses; the id of
 * a product is its SKU. Returns the SKUs.
 */
export async function indexElectronics(client: Client, namespace: string, file: string): Promise<string[]> {
  await ensureIndices(client, namespace, console);
  const write = createWriteTo(client, served(namespace));
  const skus: string[] = [];
  let batch: EventOf<'product'>[] = [];
  const flush = async () => {
    for (const outcome of await write(batch.map(project)))
      if (outcome.kind !== 'stored') throw new Error(`not indexed: ${JSON.stringify(outcome)}`);
    batch = [];
  };
  for await (const { value } of readLines(file)) {
    const event = toEvent(value);
    skus.push(event.id);
    batch.push(event);
    if (batch.length === DOCUMENTS_PER_REQUEST) await flush();
  }
  if (batch.length > 0) await flush();
  const index = aliasName(namespace, 'products');
  await client.indices.refresh({ index });
  return skus;
}

/** The event that registering and publishing the product ends with. */
function toEvent(line: string): EventOf<'product'> {
  const at = '2026-01-01T00:00:00.000Z';
  const { publish: _, ...product } = toRegisterProduct(parseProduct(line));
  const { sku } = product;
  return {
    ...{ kind: 'product', id: sku, epoch: 0, revision: 2, version: 1, occurredAt: at },
    ...{ type: 'ProductPublished', data: {} },
    state: { ...product, productId: sku, categoryId: null, status: 'PUBLISHED', registeredAt: at },
  };
}
