import { describe, expect, it } from 'vitest';
import { project } from '../indexer/projections/project.ts';
import { orderEvent, productEvent } from '../test/events.ts';
import { attributePair, withSearchable } from './searchable.ts';

describe('what is searched of a product', () => {
  const { search } = withSearchable(
    project(
      productEvent('p', 1, {
        state: {
          ...{
            sku: 'AB-1/x',
            name: 'Smart watches 4 GB',
            brand: 'Tempo',
            model: 'T 9',
            eans: ['4006381333931'],
          },
          description: 'Tells the time',
          attributes: [
            { name: 'product_type', value: 'Wristwatch' },
            { name: 'colour', value: 'red' },
          ],
        },
      }),
    ).document,
  );

  it('is its texts in terms, its codes, and its attributes as they are', () => {
    expect(search).toMatchObject({
      name: 'smart watch 4 4gb',
      brand: 'tempo',
      kind: 'wristwatch',
      attributes: 'wristwatch red',
      description: 'tell the time',
      words: 'smart watches 4gb tempo',
      codes: ['ab1x', 't9', '4006381333931'],
      pairs: [attributePair('product_type', 'Wristwatch'), attributePair('colour', 'red')],
      attributeNames: ['product_type', 'colour'],
    });
  });

  it('has neighbours as one word, and beginnings of words', () => {
    expect(search?.joined.split(' ')).toContain('smartwatch');
    expect(search?.beginnings.split(' ')).toEqual(expect.arrayContaining(['s', 'smar', 'watche', 'temp']));
  });

  it('is nothing for any other document, and while the product has not arrived', () => {
    const order = project(orderEvent('o')).document;
    expect(withSearchable(order)).toBe(order);
    expect(withSearchable({})).toEqual({});
  });
});
