import { describe, expect, it } from 'vitest';
import { readCompanions, readSold, soldRequest } from './requests.ts';

describe('the insights', () => {
  it('count units that were kept, and go on where a page of products ended', () => {
    const bucket = (id: string) => ({
      ...{ key: { id }, units: { value: 10 }, cancelled: { value: 3 }, orders: { doc_count: 2 } },
    });
    const full = Array.from({ length: 1_000 }, (_, i) => bucket(`p${i}`));
    const page = readSold({ lines: { products: { buckets: full } } });
    expect(page.sold[0]).toEqual({ id: 'p0', units: 7, orders: 2 });
    expect(page.after).toBe('p999');
    expect(JSON.stringify(soldRequest(0, page.after))).toContain('"after":{"id":"p999"}');
    expect(readSold({ lines: { products: { buckets: full.slice(1) } } }).after).toBeUndefined();
  });

  it('put what tells most of a product before what is in everybody’s orders', () => {
    const buckets = [
      ['tea', 50],
      ['bag', 30],
      ['pot', 20],
      ['chance', 1],
    ].map(([key, doc_count]) => ({ key, orders: { doc_count } }));
    const orders: Record<string, number> = { bag: 10_000, pot: 25, chance: 1 };
    const read = readCompanions(
      'tea',
      { some: { lines: { products: { buckets } } } },
      (id) => orders[id] ?? 0,
    );
    expect(read).toEqual(['pot', 'bag']);
  });
});
