import { expect, it, vi } from 'vitest';
import type { SearchRequest, SearchResponse } from './documents/searches.ts';
import { ofEachPaged } from './documents/snapshots.ts';
import { documentOf } from './indexer/projections/document.ts';
import { searches } from './searching.ts';

const demand = { key: documentOf('product', 'p'), positions: { product: { epoch: 0, revision: 1 } } };

it('a snapshot still shows what was demanded of it when a page without a demand was read in between', async () => {
  const products = vi.fn().mockResolvedValueOnce('first').mockResolvedValueOnce('second');
  const search = ({ pit }: SearchRequest) =>
    Promise.resolve({ pit_id: pit?.id, _shards: { total: 1 } } as SearchResponse);
  const engine = { aliasOf: String, snapshots: ofEachPaged(() => products), search, report: search };
  let snapshot: string | undefined;
  for (const demands of [[demand], [], [demand]])
    snapshot = (await searches(engine, 'products', demands).searchSnapshot({}, snapshot)).pit_id;
  expect(products.mock.calls).toEqual([[true]]);
});
