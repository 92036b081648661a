import type { Client } from '@elastic/elasticsearch';
import { expect, it, vi } from 'vitest';
import { createSearch } from './searches.ts';

it('takes a part for the whole in no search that shares its request with another', async () => {
  const msearch = vi.fn(async (_request: object) => ({ responses: [{ took: 1 }, { took: 2 }] }));
  const search = createSearch({ msearch } as unknown as Client);
  const whole = { allow_partial_search_results: false };
  const found = await Promise.all([
    search({ index: 'products', size: 1, ...whole }),
    search({ pit: { id: 'p' }, size: 2, ...whole }),
  ]);
  expect(found).toEqual([{ took: 1 }, { took: 2 }]);
  const searches = [{ index: 'products', ...whole }, { size: 1 }, whole, { pit: { id: 'p' }, size: 2 }];
  expect(msearch.mock.calls[0]?.[0]).toEqual({ searches });
});
