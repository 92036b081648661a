import { describe, expect, test } from 'vitest';
import { evolveProduct, type Product, publishProduct, registerProduct } from './product.ts';
import { accepted, draft, product, rejections } from './test/given.ts';

const register = {
  productId: 'p1',
  now: '2026-01-01T00:00:00.000Z',
  sku: 'KETTLE',
  name: 'Kettle',
  description: null,
  brand: null,
  price: { amountMinor: 1_999, currency: 'EUR' },
  attributes: [],
  images: [],
  publish: false,
};

describe('registerProduct', () => {
  test('adds a draft', () => {
    const [registered, ...more] = accepted(registerProduct(register, undefined));
    expect(more).toEqual([]);
    expect(registered).toMatchObject({
      kind: 'product',
      id: 'p1',
      revision: 1,
      state: { sku: 'KETTLE', status: 'DRAFT', registeredAt: register.now },
      happening: { type: 'ProductRegistered' },
    });
  });

  test('publishes at once where asked to, as an event of its own', () => {
    const events = accepted(registerProduct({ ...register, publish: true }, undefined));
    expect(events.map(({ revision, happening }) => [revision, happening.type])).toEqual([
      [1, 'ProductRegistered'],
      [2, 'ProductPublished'],
    ]);
    expect(events.map(({ state }) => state)).toMatchObject([{ status: 'DRAFT' }, { status: 'PUBLISHED' }]);
  });

  test('takes a product without a price as a draft', () => {
    expect(accepted(registerProduct({ ...register, price: null }, undefined))).toHaveLength(1);
  });

  test('refuses a SKU that is taken', () => {
    expect(rejections(registerProduct(register, draft({ sku: 'KETTLE' })))).toMatchObject([
      { code: 'DUPLICATE_SKU', path: ['sku'] },
    ]);
  });

  test('refuses to publish without a price', () => {
    const refused = registerProduct({ ...register, price: null, publish: true }, undefined);
    expect(rejections(refused)).toMatchObject([{ code: 'PRICE_REQUIRED', path: ['price'] }]);
  });
});

describe('publishProduct', () => {
  const publish = (found: Product | undefined, expectedRevision?: number) =>
    publishProduct({ productId: 'p1', expectedRevision }, found);

  test('publishes a draft', () => {
    expect(accepted(publish(draft(), 1))).toMatchObject([
      { revision: 2, state: { status: 'PUBLISHED' }, happening: { type: 'ProductPublished' } },
    ]);
  });

  test('changes nothing where it is published already, and answers with the revision it has', () => {
    const decision = publish(product());
    expect(accepted(decision)).toEqual([]);
    expect(decision).toMatchObject({
      entityId: 'p1',
      entities: [{ kind: 'product', id: 'p1', revision: 2 }],
    });
  });

  test('refuses an unknown product', () => {
    expect(rejections(publish(undefined))).toMatchObject([
      { code: 'PRODUCT_NOT_FOUND', path: ['productId'] },
    ]);
  });

  test('refuses a product without a price', () => {
    expect(rejections(publish(draft({ price: null })))).toMatchObject([
      { code: 'PRICE_REQUIRED', path: ['productId'] },
    ]);
  });

  test('a free product has a price', () => {
    expect(accepted(publish(draft({ price: { amountMinor: 0, currency: 'EUR' } })))).toHaveLength(1);
  });

  test.each([0, 2, 99])('refuses revision %i where it is at 1, and tells where it is', (revision) => {
    expect(rejections(publish(draft(), revision))).toMatchObject([
      { code: 'STALE_REVISION', path: ['expectedRevision'], kind: 'product', currentRevision: 1 },
    ]);
  });
});

test('a product begins with its registration', () => {
  expect(() => evolveProduct(undefined, { type: 'ProductPublished', data: {} })).toThrow(
    'ProductPublished before ProductRegistered',
  );
});
