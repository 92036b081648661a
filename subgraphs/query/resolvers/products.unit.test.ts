import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { QueryContext } from '../context.ts';
import { project } from '../indexer/projections/project.ts';
import { buildCategoryTree } from '../search/category-tree.ts';
import { productEvent } from '../test/events.ts';
import { findProducts } from './products.ts';

it('others are served between the texts of a page that are highlighted', async () => {
  const hits = ['a', 'b', 'c'].map((id) => ({ _id: id, _source: project(productEvent(id)).document }));
  const context = {
    demanded: () => ({}),
    makeSearchable: () =>
      Promise.resolve({
        tree: () => Promise.resolve(buildCategoryTree([])),
        searchSnapshot: () => Promise.resolve({ hits: { hits, total: hits.length } }),
      }),
  } as unknown as QueryContext;
  const place = { path: { prev: undefined, key: 'products', typename: 'Query' } };
  const { page } = await findProducts({ query: 'kettle' }, context, place);
  const { edges } = await page();
  let turn = 0;
  const turns: number[] = [];
  const highlighting = Promise.all(
    edges.map(async ({ highlights }) => {
      expect(await highlights()).toMatchObject([{ field: 'name' }]);
      turns.push(turn);
    }),
  );
  while (turns.length < edges.length) {
    await setImmediate();
    turn++;
  }
  await highlighting;
  expect(new Set(turns).size).toBe(3);
});
