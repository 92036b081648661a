import { expect, test } from 'vitest';
import { parseProduct, toRegisterProduct } from './product.ts';

const minimal = { sku: '1', name: 'Toner', priceMinor: 4995, currency: 'EUR' };

test('maps a line to the command', () => {
  const line = JSON.stringify({
    ...minimal,
    brand: 'Xerox',
    ean: ['0095205603217'],
    images: ['http://images.example/1.jpg'],
    attributes: { colour: 'black', pages: 6.5, touchscreen: false },
  });
  expect(toRegisterProduct(parseProduct(line))).toMatchObject({
    sku: '1',
    brand: 'Xerox',
    model: null,
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

test.each([{ sku: 1 }, { priceMinor: 49.95 }, { ean: 'x' }, { attributes: { a: null } }, { stock: -1 }])(
  'refuses what GraphQL would refuse the whole batch for: %j',
  (change) => expect(() => parseProduct(JSON.stringify({ ...minimal, ...change }))).toThrow(),
);
