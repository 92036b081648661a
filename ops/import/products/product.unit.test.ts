import { expect, test } from 'vitest';
import { type MalformedProduct, parseProduct, toRegisterProduct } from './product.ts';

const minimal = { sku: '1', name: 'Toner', priceMinor: 4995, currency: 'EUR' };

test('maps a line to the command', () => {
  const line = JSON.stringify({
    ...minimal,
    brand: 'Xerox',
    category: ['Printers', 'Toner'],
    ean: ['0095205603217'],
    images: ['http://images.example/1.jpg'],
    attributes: { colour: 'black', pages: 6.5, touchscreen: false },
  });
  expect(toRegisterProduct(parseProduct(line), 'c1')).toMatchObject({
    sku: '1',
    brand: 'Xerox',
    model: null,
    categoryId: 'c1',
    eans: ['0095205603217'],
    price: { amountMinor: 4995, currency: 'EUR' },
    images: [{ url: 'http://images.example/1.jpg', alt: null }],
    attributes: [
      { name: 'colour', value: 'black' },
      { name: 'pages', value: '6.5' },
      { name: 'touchscreen', value: 'false' },
    ],
    publish: true,
  });
});

test.each<[change: object, message: string]>([
  [{ sku: 1, name: undefined }, 'sku must be text; name is missing'],
  [{ priceMinor: undefined }, 'priceMinor is missing'],
  [{ priceMinor: 49.95 }, 'priceMinor must be a whole number'],
  [{ category: 'Printers' }, 'category must be a list'],
  [{ category: Array.from({ length: 51 }, () => 'x') }, 'category must be at most 50 names'],
  [{ ean: 'x', images: [1] }, 'ean must be a list; images.0 must be text'],
  [{ attributes: { a: null } }, 'attributes.a must be text, a number or a boolean'],
  [{ attributes: [] }, 'attributes must be an object'],
  [{ stock: -1 }, 'stock must be 0 or more'],
  [{ stock: 3_000_000_000 }, 'stock must be at most 2000000000'],
  [{ stok: 12, brnad: 'Acme' }, 'stok is no field of a product; brnad is no field of a product'],
])(
  'refuses what GraphQL would refuse the whole batch for, or never hear of: %j, as %s',
  (change, message) => {
    const row = { ...minimal, ...change };
    expect(problemOf(JSON.stringify(row))).toEqual({ message, sku: String(row.sku) });
  },
);

test.each(['[', '{}, {}', '[{ "sku": "1" }]', '"1"', 'null'])('%s is not one object', (line) =>
  expect(problemOf(line)).toEqual({
    message: expect.stringMatching(/^a line takes one JSON object/),
    sku: '',
  }),
);

function problemOf(line: string) {
  try {
    return parseProduct(line);
  } catch (error) {
    const { message, sku } = error as MalformedProduct;
    return { message, sku };
  }
}
