import { join } from 'node:path';
import { createSearch } from '../subgraphs/query/documents/searches.ts';
import { aliasName } from '../subgraphs/query/documents/names.ts';
import { buildCategoryTree } from '../subgraphs/query/search/category-tree.ts';
import { totalOf } from '../subgraphs/query/search/page.ts';
import { productsRequest, readProductsArgs } from '../subgraphs/query/search/products.ts';
import { mean, ndcgAt10, readJudgments } from './judgments.ts';
import { type ElectronicsShop, withElectronics } from './with-electronics.ts';

/** nDCG@10 over the judged queries that must be reached. */
const TARGET = 0.73;
const SHOWN = 20;

interface Measured {
  readonly query: string;
  readonly ndcg: number;
  readonly found: number;
}

/** Ranks the judged queries as `products` does, prints how well, and tells whether the target is reached. */
export async function benchRelevance(data: string, report: (line: string) => void): Promise<boolean> {
  const measured = await withElectronics(data, report, (shop) => measure(shop, data));
  const half = (odd: number) => mean(measured.filter((_, i) => i % 2 === odd).map(({ ndcg }) => ndcg));
  const all = mean(measured.map(({ ndcg }) => ndcg));
  report(`\nnDCG@10  lost to the best ranking, the most first`);
  for (const { query, ndcg, found } of measured.toSorted((a, b) => a.ndcg - b.ndcg).slice(0, SHOWN))
    report(`  ${ndcg.toFixed(3)}  ${query} (${found} found)`);
  report(
    `\nnDCG@10 ${all.toFixed(4)} over ${measured.length} queries (every other: ${half(0).toFixed(3)}, the rest: ${half(1).toFixed(3)})`,
  );
  const reached = all >= TARGET;
  report(`${reached ? 'reached' : 'MISSED'}: at least ${TARGET}`);
  return reached;
}

async function measure({ client, config }: ElectronicsShop, data: string): Promise<Measured[]> {
  const search = createSearch(client);
  const index = aliasName(config.namespace, 'products');
  const tree = buildCategoryTree([]);
  const measured: Measured[] = [];
  for (const [query, grades] of readJudgments(join(data, 'electronics-judgments.csv'))) {
    const wanted = readProductsArgs({ query, first: 10 });
    const strict = await search({ ...productsRequest(wanted, tree, undefined), index });
    const found = totalOf(strict.hits.total);
    const { hits } =
      found > 0 ? strict : await search({ ...productsRequest(wanted, tree, undefined, true), index });
    const ranking = hits.hits.slice(0, 10).flatMap(({ _source }) => _source?.product?.sku ?? []);
    const ndcg = ndcgAt10(ranking, grades);
    if (ndcg !== undefined) measured.push({ query, ndcg, found });
  }
  return measured;
}
