import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Client } from '@elastic/elasticsearch';
import type { Config } from '../ops/config.ts';
import { generationName } from '../subgraphs/query/documents/names.ts';
import { readModelNames } from '../subgraphs/query/indexer/projections/document.ts';
import { indexElectronics } from './electronics.ts';
import { onEngines } from './on-engines.ts';

/** Where a checkout finds the data unless told otherwise. */
export const DEFAULT_DATA = '../shared/data';

/** A shop of 19,406 products, under a namespace of its own. */
export interface ElectronicsShop {
  readonly config: Config;
  readonly client: Client;
  readonly skus: readonly string[];
}

/** Starts the engines that are not configured, fills a shop, runs, and takes all of it away again. */
export async function withElectronics<T>(
  data: string,
  report: (line: string) => void,
  run: (shop: ElectronicsShop) => Promise<T>,
): Promise<T> {
  return await onEngines(report, async (config) => {
    const namespace = `bench-${randomUUID().slice(0, 8)}`;
    const client = new Client({ node: config.elasticsearchUrl ?? '', requestTimeout: 60_000 });
    try {
      const start = performance.now();
      const skus = await indexElectronics(client, namespace, join(data, 'electronics-products.jsonl.gz'));
      report(`indexed ${skus.length} products in ${((performance.now() - start) / 1_000).toFixed(1)} s`);
      return await run({ config: { ...config, namespace }, client, skus });
    } finally {
      const index = readModelNames.map((model) => generationName(namespace, model, 1));
      await client.indices.delete({ index, ignore_unavailable: true });
      await client.close();
    }
  });
}
