import { describe, expect, it } from 'vitest';
import { parseStream } from '../../../schema/events/event.ts';
import { mergeVectors } from '../../../schema/token.ts';
import { merge } from '../indexer/projections/merge.ts';
import { project } from '../indexer/projections/project.ts';
import { productEvent, stockEvent } from '../test/events.ts';
import { demandOn, demandsOf, lagOf } from './demand.ts';

const at = (revision: number, epoch = 0) => ({ epoch, revision });
const products = (id: string) => ({ model: 'products', id }) as const;

describe('a vector', () => {
  it('merges with another into the higher of each stream', () => {
    expect(
      mergeVectors({ 'order-1': at(2), 'stock-1': at(9) }, { 'order-1': at(1), 'stock-1': at(1, 1) }),
    ).toEqual({
      'order-1': at(2),
      'stock-1': at(1, 1),
    });
  });

  it('demands of each document its own streams', () => {
    const vector = { 'product-1': at(2), 'stock-1': at(9), 'order-7': at(1) };
    expect(demandsOf(vector)).toEqual([
      { key: products('1'), positions: { product: at(2), stock: at(9) } },
      { key: { model: 'orders', id: '7' }, positions: { order: at(1) } },
    ]);
    expect(demandOn(products('2'), [vector]).positions).toEqual({});
  });

  it.each([
    [2, 1],
    [1, 2],
  ])('demands the higher of what each vector says: %i and %i', (one, other) => {
    const vectors = [{ 'order-7': at(one) }, { 'order-7': at(other) }];
    expect(demandOn({ model: 'orders', id: '7' }, vectors).positions).toEqual({ order: at(2) });
  });

  it('that names only the stock of a product demands the product as well', () => {
    expect(demandOn(products('1'), [{ 'stock-1': at(9) }]).positions).toEqual({
      product: at(1),
      stock: at(9),
    });
  });
});

describe('a stream name', () => {
  it('is a kind and an id that may hold dashes', () => {
    expect(parseStream('stock-01-97')).toEqual({ kind: 'stock', id: '01-97' });
  });
  it.each(['stock', 'stock-', '-1', 'cat-1', 'toString-1', ''])('is not %j', (name) => {
    expect(parseStream(name)).toBeUndefined();
  });
});

describe('a document', () => {
  const document = merge(project(productEvent('1', 3)).document, project(stockEvent('1', 5)).document);
  const lag = (positions: object, of: typeof document | undefined = document) =>
    lagOf(of, { key: products('1'), positions });

  it('meets a demand for what it shows or less', () => {
    expect(lag({})).toBeUndefined();
    expect(lag({ product: at(3), stock: at(4) })).toBeUndefined();
  });
  it('lags behind a higher revision or epoch', () => {
    expect(lag({ product: at(3), stock: at(6) })).toEqual({
      stream: 'stock-1',
      demanded: at(6),
      present: at(5),
    });
    expect(lag({ product: at(1, 1) })).toEqual({ stream: 'product-1', demanded: at(1, 1), present: at(3) });
  });
  it('lags when the section or the whole has not arrived', () => {
    const onlyStock = project(stockEvent('1')).document;
    expect(lag({ product: at(1) }, onlyStock)).toEqual({
      stream: 'product-1',
      demanded: at(1),
      present: undefined,
    });
    expect(lagOf(undefined, { key: products('1'), positions: { stock: at(1) } })).toBeDefined();
  });
});
