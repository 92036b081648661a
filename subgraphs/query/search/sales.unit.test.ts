import { describe, expect, it } from 'vitest';
import { addFigures, ordersOfGroupsRequest, readSales, readSalesArgs, salesRequest } from './sales.ts';

const args = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', groupBy: 'DAY', top: null } as const;

describe('the arguments of a sales report', () => {
  it('become a time whose end is not part of it', () => {
    expect(readSalesArgs(args)).toEqual({
      within: {
        range: {
          'order.createdAt': { gte: Date.UTC(2026, 0), lt: Date.UTC(2026, 1), format: 'epoch_millis' },
        },
      },
      groupBy: 'DAY',
      top: 100,
    });
  });

  it.each([
    ['from', { from: '2026-03-01T00:00:00Z' }],
    ['from', { from: '2026-01-01' }],
    ['from', { from: '2026-13-01T00:00:00Z' }],
    ['from', { from: '2025-02-29T00:00:00Z' }],
    ['from', { from: true as unknown as string }],
    ['from', { from: ['2026-01-01T00:00:00Z'] as unknown as string }],
    ['from', { from: { toString: 1 } as unknown as string }],
    ['to', { to: Object.create(null) as string }],
    ['from', { from: `2026-01-01T00:00:00.${'0'.repeat(100)}Z` }],
    ['to', { to: '2026-04-31T12:00:00+02:00' }],
    ['to', { to: '2050-01-01T00:00:00Z' }],
    ['top', { top: 0 }],
    ['top', { top: 10_001 }],
  ])('name %s when it is wrong (%#)', (argument, more) => {
    expect(() => readSalesArgs({ ...args, ...more })).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument } }),
    );
  });
});

const sums = (units: number, revenue: number) => ({
  units: { value: units },
  revenue: { value: revenue },
  cancelledUnits: { value: 0 },
  cancelledRevenue: { value: 0 },
});

describe('a sales report', () => {
  it('reads all groups, page by page, so that none is cut off', () => {
    const bucket = (key: string) => ({
      ...{ key: { key, currency: 'EUR' }, ...sums(2, 500) },
      orders: { doc_count: 1, cancelled: { doc_count: 0 } },
    });
    const full = Array.from({ length: 5_000 }, (_, i) => bucket(`p${i}`));
    const after_key = { key: 'p4999', currency: 'EUR' };
    const { rows, after } = readSales({ lines: { groups: { buckets: full, after_key } } });
    expect([rows.length, after]).toEqual([5_000, after_key]);
    expect(JSON.stringify(salesRequest({}, 'PRODUCT', after))).toContain(
      `"after":${JSON.stringify(after_key)}`,
    );
    expect(readSales({ lines: { groups: { buckets: full.slice(1), after_key } } }).after).toBeUndefined();
  });

  it('counts the orders of a group with more products than one condition may name', () => {
    const products = Array.from({ length: 65_537 }, (_, i) => `p${i}`);
    const request = ordersOfGroupsRequest({}, [{ products, currency: 'EUR' }]);
    const { filters } = request.aggs?.['lines']?.aggs?.['groups']?.filters ?? {};
    const [group] = filters as { bool: { should: { terms: Record<string, string[]> }[] } }[];
    const named = group!.bool.should.map(({ terms }) => terms['order.lines.productId'] ?? []);
    expect(named.map(({ length }) => length)).toEqual([65_536, 1]);
    expect(named.flat().join()).toBe(products.join());
  });

  it('keeps what has no key', () => {
    const bucket = {
      key: { key: null, currency: 'EUR' },
      doc_count: 3,
      cancelled: { doc_count: 1 },
      lines: sums(2, 500),
    };
    expect(readSales({ groups: { buckets: [bucket] } }).rows).toEqual([
      {
        key: null,
        currency: 'EUR',
        figures: {
          orders: 3,
          units: 2,
          revenueMinor: 500,
          cancellations: 1,
          cancelledUnits: 0,
          cancelledMinor: 0,
        },
      },
    ]);
  });

  it('tells the largest exact sum, and refuses any beyond', () => {
    const read = (revenue: number) =>
      readSales({
        groups: {
          buckets: [
            { key: { currency: 'EUR' }, doc_count: 1, cancelled: { doc_count: 0 }, lines: sums(1, revenue) },
          ],
        },
      }).rows[0]!;
    const largest = read(Number.MAX_SAFE_INTEGER);
    expect(largest.figures.revenueMinor).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => read(2 ** 53)).toThrow('2^53 - 1');
    expect(() => addFigures(largest.figures, largest.figures)).toThrow('2^53 - 1');
  });
});
