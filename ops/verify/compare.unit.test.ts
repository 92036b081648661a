import { expect, test } from 'vitest';
import { canonical, describeFinding, findingOf, isRangeEqual, type Pair } from './compare.ts';

const stamp = (revision: number, epoch = 0, more: object = {}) => ({
  epoch,
  revision,
  occurredAt: '2026-01-01T00:00:00.000Z',
  ...more,
});
const pair = (written: Pair['written'], shown: Pair['shown']): Pair => ({
  model: 'products',
  kind: 'stock',
  id: '7',
  written,
  shown,
});

test.each([
  ['nothing', pair(stamp(5), stamp(5)), undefined],
  ['missing', pair(stamp(5), undefined), 'missing'],
  ['behind', pair(stamp(5), stamp(4)), 'behind'],
  ['ahead', pair(stamp(5), stamp(6)), 'ahead'],
  ['different', pair(stamp(5, 0, { onHand: 1 }), stamp(5, 0, { onHand: 2 })), 'different'],
  ['unknown', pair(undefined, stamp(1)), 'unknown'],
  ['nothing, for both are gone', pair(undefined, undefined), undefined],
  ['behind across an epoch', pair(stamp(5, 1), stamp(9)), 'behind'],
  ['nothing, for a repair stamps with the current epoch', pair(stamp(5), stamp(5, 2)), undefined],
  ['different under the stamp of a repair', pair(stamp(5, 0, { n: 1 }), stamp(5, 2, { n: 2 })), 'different'],
  ['ahead under an epoch that is yet to come', pair(stamp(5), stamp(5, 3)), 'ahead'],
])('tells %s', (_name, given, problem) => {
  expect(findingOf(given, 2)?.problem).toBe(problem);
  expect(isRangeEqual([given], 2)).toBe(problem === undefined);
});

test('the order of keys makes no difference, the order of lists does', () => {
  expect(canonical({ b: [{ d: 1, c: 2 }], a: null })).toBe(canonical({ a: null, b: [{ c: 2, d: 1 }] }));
  expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
});

test('says which stream is where', () => {
  expect(describeFinding(findingOf(pair(stamp(5, 1), stamp(3)), 1)!)).toBe(
    'behind    stock-7 in products is written at 1.5, shown at 0.3',
  );
});
