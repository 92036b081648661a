import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { InvalidRow } from '../domain/bulk.ts';
import {
  changeProductDetails,
  createOrder,
  publishProduct,
  registerProduct,
  registerProducts,
  removeProductImage,
  returnOrderItems,
  submitReview,
  updateProductStock,
  updateStocks,
} from './inputs.ts';
import { fromRejection, toRejection } from './user-errors.ts';

/** Where the input is refused; empty when it is taken. */
const refusedAt = (schema: z.ZodType, input: unknown): string[] => {
  const { success, error } = schema.safeParse(input);
  return success ? [] : error.issues.map((issue) => fromRejection(toRejection(issue)).path.join('.'));
};
const product = (fields: object) => refusedAt(registerProduct, { sku: 'KETTLE', name: 'Kettle', ...fields });
const stock = (fields: object) => refusedAt(updateProductStock, { sku: 'KETTLE', ...fields });
const order = (fields: object) =>
  refusedAt(createOrder, { lines: [{ sku: 'KETTLE', quantity: 1 }], ...fields });

describe('text', () => {
  test.each([
    'Kettle',
    'Teekanne für 4 – «groß»',
    '🚲 tandem 👩‍❤️‍👨',
    'إبريق الشاي',
    'קומקום',
    '湯呑み',
    'first line\r\n\tsecond line',
    '<script>alert(1)</script>',
    "'; DROP TABLE product; -- ? ?",
    ' leading and trailing ',
  ])('is taken as it is: %j', (name) => {
    expect(product({ name, description: name, brand: name })).toEqual([]);
    expect(registerProduct.parse({ sku: name, name })).toMatchObject({ sku: name, name });
  });

  test.each([
    ['empty', ''],
    ['blank', ' \t\n\u00a0\u3000'],
    ['a NUL', 'a\u0000b'],
    ['an escape sequence', '\u001b[31m'],
    ['a DEL', 'a\u007f'],
    ['half of a surrogate pair', 'a\ud83d'],
    ['the other half', '\udeb2a'],
    ['one megabyte', 'x'.repeat(1_048_576)],
  ])('is refused where it is %s', (_, text) => {
    expect(product({ name: text })).toContain('input.name');
    expect(product({ sku: text })).toContain('input.sku');
    expect(product({ idempotencyKey: text })).toContain('input.idempotencyKey');
    expect(order({ externalReference: text })).toContain('input.externalReference');
    expect(order({ customerId: text })).toContain('input.customerId');
    expect(order({ lines: [{ sku: text, quantity: 1 }] })).toContain('input.lines.0.sku');
    expect(refusedAt(publishProduct, { productId: text })).toContain('input.productId');
  });

  test('is looked at no further where it is too long', () => {
    const damaged = '\u0000'.repeat(256);
    const { error } = publishProduct.safeParse({ productId: damaged });
    expect(error?.issues.map(({ message }) => message)).toEqual(['must have at most 255 characters']);
  });

  test('has the lengths that the SDL tells', () => {
    const x = (length: number) => 'x'.repeat(length);
    expect(product({ sku: x(100), name: x(500), description: x(20_000), brand: x(100) })).toEqual([]);
    expect(product({ sku: x(101), name: x(501), description: x(20_001), brand: x(101) })).toEqual([
      'input.sku',
      'input.name',
      'input.description',
      'input.brand',
    ]);
    expect(stock({ delta: 1, reason: x(501) })).toEqual(['input.reason']);
    const url = (length: number) => 'https://shop.example/'.padEnd(length, 'x');
    const remove = (given: string) => refusedAt(removeProductImage, { productId: 'p', url: given });
    expect([...product({ images: [{ url: url(2_000) }] }), ...remove(url(2_000))]).toEqual([]);
    expect(product({ images: [{ url: url(2_001) }] })).toEqual(['input.images.0.url']);
    expect(remove(url(2_001))).toEqual(['input.url']);
  });

  test('may be left out or null where it is optional, and empty where it describes', () => {
    const none = { idempotencyKey: null, description: null, brand: null, price: null, attributes: null };
    expect(product({ ...none, images: null, publish: null })).toEqual([]);
    expect(product({ description: '' })).toEqual([]);
    expect(stock({ delta: 1, set: null, expectedQuantity: null, reason: '' })).toEqual([]);
  });
});

describe('a price', () => {
  test.each(['EUR', 'USD', 'JPY', 'KWD', 'XCG', 'CLF', 'CHE', 'VED'])('may be in %s', (currency) => {
    expect(product({ price: { amountMinor: 0, currency } })).toEqual([]);
  });

  test.each(['eur', 'EURO', '€', 'XYZ', '', 'E\u0000R'])('cannot be in %j', (currency) => {
    expect(product({ price: { amountMinor: 1, currency } })).toEqual(['input.price.currency']);
  });

  test('is 0 or more', () => {
    expect(product({ price: { amountMinor: -1, currency: 'EUR' } })).toEqual(['input.price.amountMinor']);
  });
});

describe('a change of details', () => {
  const details = (fields: object) => changeProductDetails.parse({ productId: 'p', ...fields }).details;

  test('leaves what is left out, and takes away what is null', () => {
    expect(details({ name: 'Pot' })).toEqual({ name: 'Pot' });
    const taken = { description: null, brand: null, model: null };
    expect(details({ ...taken, eans: null, attributes: null })).toEqual({
      ...taken,
      eans: [],
      attributes: [],
    });
  });

  test('cannot take the name away', () => {
    expect(refusedAt(changeProductDetails, { productId: 'p', name: null })).toEqual(['input.name']);
  });
});

describe('attributes, images and EANs', () => {
  test('name each attribute once, byte by byte', () => {
    const attributes = (...names: string[]) => ({ attributes: names.map((name) => ({ name, value: 'v' })) });
    expect(product(attributes('colour', 'Colour', 'colour '))).toEqual([]);
    expect(product(attributes('colour', 'size', 'colour'))).toEqual(['input.attributes']);
  });

  test('show each picture once, and tell each EAN once', () => {
    const images = (...names: string[]) => ({
      images: names.map((name) => ({ url: `https://x.example/${name}` })),
    });
    expect(product(images('a', 'A'))).toEqual([]);
    expect(product(images('a', 'b', 'a'))).toEqual(['input.images']);
    expect(product({ eans: ['4006381333931', '04006381333931'] })).toEqual([]);
    expect(product({ eans: ['4006381333931', '4006381333931'] })).toEqual(['input.eans']);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '/relative',
    'https://',
    'http:relative',
    ' https://x.example/1',
  ])('show no picture at %s', (url) => {
    expect(product({ images: [{ url }] })).toEqual(['input.images.0.url']);
  });
});

describe('stock', () => {
  test.each([{}, { delta: 1, set: 1 }, { delta: null, set: null }])(
    'is updated by one of delta and set: %j',
    (fields) => {
      expect(stock(fields)).toEqual(['input.delta']);
    },
  );

  test('takes a delta of 0, a set of 0, and nothing below', () => {
    expect([stock({ delta: 0 }), stock({ set: 0 })]).toEqual([[], []]);
    expect(stock({ set: -1 })).toEqual(['input.set']);
    expect(stock({ delta: 1, expectedQuantity: -1 })).toEqual(['input.expectedQuantity']);
  });
});

describe('an order', () => {
  const lines = (length: number, line: object = { sku: 'KETTLE', quantity: 1 }) => ({
    lines: Array.from({ length }, () => line),
  });

  test('has 1 to 2,000 lines', () => {
    expect(order(lines(0))).toEqual(['input.lines']);
    expect(order(lines(2_000))).toEqual([]);
    expect(order(lines(2_001))).toEqual(['input.lines']);
  });

  test('is for up to 1,000,000 units of a product', () => {
    expect(order({ lines: [{ sku: 'KETTLE', quantity: 1_000_000 }] })).toEqual([]);
  });

  test.each([0, -1, 1_000_001, Number.NaN, Infinity])('cannot be for %d units', (quantity) => {
    expect(order({ lines: [{ sku: 'KETTLE', quantity }] })).toEqual(['input.lines.0.quantity']);
  });

  test('with far too many lines is refused for that alone, however bad the lines are', () => {
    expect(order(lines(10_000, { sku: '', quantity: 0 }))).toEqual(['input.lines']);
  });
});

test('a return names each SKU once', () => {
  const back = (...skus: string[]) =>
    refusedAt(returnOrderItems, { orderId: 'o1', items: skus.map((sku) => ({ sku, quantity: 1 })) });
  expect(back('KETTLE', 'Kettle')).toEqual([]);
  expect(back('KETTLE', 'CUP', 'KETTLE')).toEqual(['input.items']);
});

test('a bulk has 1 to 1,000 rows', () => {
  const rows = (length: number) =>
    refusedAt(updateStocks, { rows: Array.from({ length }, () => ({ sku: 'KETTLE', delta: 1 })) });
  expect([rows(0), rows(1), rows(1_000), rows(1_001)]).toEqual([['input.rows'], [], [], ['input.rows']]);
});

test('a row of a bulk is told what is wrong as if it had come alone', () => {
  const rows = [{ sku: 'KETTLE', name: 'Kettle', eans: ['12'], attributes: [{ name: '', value: 'v' }] }];
  const [row] = registerProducts.parse({ rows }).rows;
  expect((row as InvalidRow).invalid.map(({ message }) => message)).toEqual([
    'eans.0 must be 8 to 14 digits',
    'attributes.0.name must not be blank',
  ]);
});

test.each([0, 6, -1, 1_000, Number.NaN])('a review cannot have %d stars', (stars) => {
  expect(refusedAt(submitReview, { customerId: 'c', productId: 'p', stars })).toEqual(['input.stars']);
});

describe('an expected revision', () => {
  const publish = (expectedRevision: unknown) =>
    refusedAt(publishProduct, { productId: 'p1', expectedRevision });

  test('may be left out, and is one of a product', () => {
    expect([
      publish(undefined),
      publish(null),
      publish('product@0.5'),
      publish('product@0.5+stock@0.7'),
    ]).toEqual([[], [], [], []]);
  });

  test('of a product that was never in stock is its stock before the first change', () => {
    const expected = (expectedRevision: string) =>
      updateProductStock.parse({ sku: 'KETTLE', delta: 1, expectedRevision }).expectedRevision;
    expect([expected('product@0.2'), expected('product@0.2+rating@0.1')]).toEqual([0, 0]);
    expect(expected('product@0.2+stock@0.7')).toBe(7);
    expect(stock({ delta: 1, expectedRevision: 'order@0.1' })).toEqual(['input.expectedRevision']);
  });

  test('that a change of the stock answered with is none of the product, and is told so', () => {
    const { error } = publishProduct.safeParse({ productId: 'p1', expectedRevision: 'stock@0.5' });
    expect(error!.issues[0]!.message).toBe(
      'names no product: a command answers with the revision of what it wrote alone',
    );
  });

  test.each([
    '',
    'x',
    '5',
    'stock@0.5',
    'product@',
    'product@0',
    'product@0.-1',
    'product@0.5;',
    '__proto__@0.1',
  ])('cannot be %j', (revision) => {
    expect(publish(revision)).toEqual(['input.expectedRevision']);
  });
});
