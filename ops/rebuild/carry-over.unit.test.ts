import type { Client } from '@elastic/elasticsearch';
import { expect, test } from 'vitest';
import { carryOver } from './carry-over.ts';

test('what the new generation does not take now ends the rebuild, which would serve products without their sales', async () => {
  const pages = [[{ _id: 'p1', _source: { popularity: { revision: 1 } } }], []];
  const client = {
    indices: { refresh: async () => undefined },
    openPointInTime: async () => ({ id: 'pit' }),
    closePointInTime: async () => undefined,
    search: async () => ({ hits: { hits: pages.shift() } }),
  } as unknown as Client;
  const carried = carryOver(client, 'products', 'index', async () => [
    { kind: 'later', cause: new Error('overloaded') },
  ]);
  await expect(carried).rejects.toThrow('overloaded');
});
