import type { Client, estypes } from '@elastic/elasticsearch';
import type { Document } from '../indexer/projections/document.ts';
import { buildCategoryTree, type CategoryTree } from '../search/category-tree.ts';
import { latestWrite } from './latest-write.ts';
import { aliasName } from './names.ts';
import { createPrepareSearch, shareRefresh } from './refresh.ts';

/** A copy of the tree is asked about no more often than this, by all requests together. */
const MAX_AGE_MS = 1_000;
const CATEGORIES_PER_REQUEST = 5_000;

/** The categories as they can be searched for, at most a second old; `fresh`: as they are now. Rejects when the engine does not answer. */
export type LoadCategoryTree = (fresh: boolean) => Promise<CategoryTree>;

/**
 * The searchable copy of all categories, kept in memory and refreshed while it is in use. Products refer to it by id,
 * so that a rename needs no change of any product, indexed at that moment or not.
 */
export function createCategoryTree(client: Client, namespace: string): LoadCategoryTree {
  const index = aliasName(namespace, 'categories');
  const prepareSearch = createPrepareSearch(client, namespace, 'categories');
  let tree = buildCategoryTree([]);
  let version: string | null = '';
  let checkedAt = -Infinity;
  let checking: Promise<CategoryTree> | undefined;

  async function check(fresh: boolean): Promise<CategoryTree> {
    await prepareSearch(fresh);
    const startedAt = performance.now();
    const latest = await latestWrite(client, index);
    if (latest !== version) {
      tree = buildCategoryTree(await readAll(client, index));
      // Read before the tree: what was written between is seen again next time.
      version = latest;
    }
    checkedAt = startedAt;
    return tree;
  }

  const checkNow = shareRefresh(() => check(true), 0);
  return async (fresh) => {
    if (fresh) {
      await checking?.catch(() => {});
      return await checkNow();
    }
    if (performance.now() - checkedAt < MAX_AGE_MS) return tree;
    checking ??= check(false).finally(() => {
      checking = undefined;
    });
    return await checking;
  };
}

async function readAll(client: Client, index: string) {
  const found: NonNullable<Document['category']>[] = [];
  for (let after: estypes.SortResults | undefined; ;) {
    const { hits } = await client.search<Document>({
      index,
      size: CATEGORIES_PER_REQUEST,
      sort: [{ 'category.id': 'asc' }],
      ...(after && { search_after: after }),
      allow_partial_search_results: false,
    });
    found.push(...hits.hits.flatMap(({ _source }) => _source?.category ?? []));
    after = hits.hits.at(-1)?.sort;
    if (hits.hits.length < CATEGORIES_PER_REQUEST || after === undefined) return found;
  }
}
