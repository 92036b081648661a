import type { Client, estypes } from '@elastic/elasticsearch';
import { expect, it, vi } from 'vitest';
import { categoryEvent } from '../test/events.ts';
import { project } from '../indexer/projections/project.ts';
import { createCategoryTree } from './categories.ts';

it('has every category, also those beyond the first page', async () => {
  const ids = Array.from({ length: 10_001 }, (_, i) => String(i).padStart(5, '0'));
  const pages: unknown[] = [];
  const search = vi.fn(async ({ aggs, size = 0, search_after: after }: estypes.SearchRequest) => {
    if (aggs !== undefined) return { aggregations: { latest: { value: 1 } }, hits: { hits: [] } };
    if (size > 0) pages.push(after?.[0]);
    if (pages.length > 3) throw new Error('no end of pages');
    const start = after === undefined ? 0 : ids.indexOf(String(after[0])) + 1;
    const some = ids.slice(start, start + size);
    const hits = some.map((id) => ({ _source: project(categoryEvent(id)).document, sort: [id] }));
    return { hits: { hits } };
  });
  const client = { search, indices: { refresh: async () => ({}) } } as unknown as Client;
  const { roots } = await createCategoryTree(client, 'n')(false);
  expect(new Set(roots.map(({ id }) => id))).toEqual(new Set(ids));
  expect(pages).toEqual([undefined, '04999', '09999']);
});
