import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Client } from '@elastic/elasticsearch';
import type { EventOf } from '../schema/events/event.ts';
import { ensureIndices } from '../subgraphs/query/documents/indices.ts';
import { aliasName, served } from '../subgraphs/query/documents/names.ts';
import { project } from '../subgraphs/query/indexer/projections/project.ts';
import { createWriteTo } from '../subgraphs/query/indexer/sink.ts';

const DOCUMENTS_PER_REQUEST = 500;

/** One line of electronics-products.jsonl.gz, as far as it is used. */
interface Line {
  readonly sku: string;
  readonly model?: string | null;
  readonly name: string;
  readonly brand?: string | null;
  readonly description?: string | null;
  readonly priceMinor: number;
  readonly currency: string;
  readonly ean?: readonly string[] | null;
  readonly images?: readonly string[] | null;
  readonly attributes?: Readonly<Record<string, unknown>> | null;
}

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
  for await (const line of linesOf(file)) {
    const event = toEvent(JSON.parse(line) as Line);
    skus.push(event.id);
    batch.push(event);
    if (batch.length === DOCUMENTS_PER_REQUEST) await flush();
  }
  if (batch.length > 0) await flush();
  const index = aliasName(namespace, 'products');
  await client.indices.refresh({ index });
  return skus;
}

/** Lines end with a line feed and nothing else: a text may hold other line separators, which readline takes for ends. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file).pipe(createGunzip()).setEncoding('utf8')) {
    const lines = (rest + (chunk as string)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** The event that registering and publishing the product ends with. */
function toEvent({ sku, model, name, brand, description, priceMinor, ...line }: Line): EventOf<'product'> {
  const at = '2026-01-01T00:00:00.000Z';
  const price = { amountMinor: priceMinor, currency: line.currency };
  return {
    ...{ kind: 'product', id: sku, epoch: 0, revision: 2, version: 1, occurredAt: at },
    ...{ type: 'ProductPublished', data: {} },
    state: {
      ...{ productId: sku, sku, name, price, categoryId: null, status: 'PUBLISHED', registeredAt: at },
      ...{ model: model ?? null, brand: brand ?? null, description: description ?? null },
      eans: [...(line.ean ?? [])],
      attributes: Object.entries(line.attributes ?? {}).map(([key, value]) => ({
        name: key,
        value: String(value),
      })),
      images: (line.images ?? []).map((url) => ({ url, alt: null })),
    },
  };
}
