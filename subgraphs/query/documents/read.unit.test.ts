import { describe, expect, it } from 'vitest';
import { type DocumentKey, documentOf } from '../indexer/projections/document.ts';
import { shareReads } from './read.ts';

const product = (id: string): DocumentKey => documentOf('product', id);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Records what is asked of the engine, and gives each product an id of its own; a fault for `lost`. */
function engine() {
  const asked: string[][] = [];
  const read = shareReads(async (keys) => {
    asked.push(keys.map(({ id }) => id));
    await turn();
    return keys.map(({ id }) => (id === 'lost' ? new Error(id) : { product: { id } as never }));
  });
  return { asked, read: (...ids: string[]) => read(ids.map(product)) };
}
const found = (id: string) => ({ product: { id } });

describe('reads of several requests', () => {
  it('are one when they are asked for in one turn of the event loop, and each gets its own', async () => {
    const { asked, read } = engine();
    const first = read('a', 'b');
    await Promise.resolve();
    expect(await Promise.all([first, read('b'), read('c')])).toEqual([
      [found('a'), found('b')],
      [found('b')],
      [found('c')],
    ]);
    expect(asked).toEqual([['a', 'b', 'b', 'c']]);
  });

  it('are sent after they were asked for: who asks while one is under way joins the next', async () => {
    const { asked, read } = engine();
    const early = read('a');
    while (asked.length === 0) await turn();
    const late = read('a');
    expect(await Promise.all([early, late])).toEqual([[found('a')], [found('a')]]);
    expect(asked).toEqual([['a'], ['a']]);
  });

  it('fail one by one', async () => {
    const { read } = engine();
    expect(await Promise.all([read('lost'), read('a')])).toEqual([[new Error('lost')], [found('a')]]);
  });
});
