import type { Client } from '@elastic/elasticsearch';
import { expect, test, vi } from 'vitest';
import { scan } from './scan.ts';

test('walks through every page from where the last one ended, and closes what it has opened', async () => {
  const pages = [['a', 'b'], ['c'], []].map((ids) =>
    ids.map((id) => ({ _id: id, _source: {}, sort: [`after ${id}`] })),
  );
  const search = vi.fn(async (_: { search_after?: string[] }) => ({ hits: { hits: pages.shift() } }));
  const closePointInTime = vi.fn(async () => undefined);
  const client = {
    indices: { refresh: async () => undefined },
    openPointInTime: async () => ({ id: 'pit' }),
    ...{ closePointInTime, search },
  } as unknown as Client;
  const ids: string[] = [];
  for await (const page of scan(client, 'index', [])) ids.push(...page.map(({ id }) => id));
  expect(ids).toEqual(['a', 'b', 'c']);
  expect(search.mock.calls.map(([{ search_after: after }]) => after)).toEqual([
    undefined,
    ['after b'],
    ['after c'],
  ]);
  expect(closePointInTime).toHaveBeenCalledWith({ id: 'pit' });
});
