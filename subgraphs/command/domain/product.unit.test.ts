import { describe, expect, test } from 'vitest';
import {
  addProductImage,
  categorizeProduct,
  changeProductDetails,
  changeProductPrice,
  discontinueProduct,
  evolveProduct,
  MAX_IMAGES,
  type Product,
  publishProduct,
  registerProduct,
  removeProductImage,
  unpublishProduct,
} from './product.ts';
import { accepted, draft, product, rejections } from './test/given.ts';

const register = {
  productId: 'p1',
  now: '2026-01-01T00:00:00.000Z',
  sku: 'KETTLE',
  name: 'Kettle',
  description: null,
  brand: null,
  model: null,
  eans: [],
  categoryId: null,
  price: { amountMinor: 1_999, currency: 'EUR' },
  attributes: [],
  images: [],
  publish: false,
};

describe('registerProduct', () => {
  test('adds a draft', () => {
    const [registered, ...more] = accepted(
      registerProduct(register, { existing: undefined, categoryExists: true }),
    );
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
    const events = accepted(
      registerProduct({ ...register, publish: true }, { existing: undefined, categoryExists: true }),
    );
    expect(events.map(({ revision, happening }) => [revision, happening.type])).toEqual([
      [1, 'ProductRegistered'],
      [2, 'ProductPublished'],
    ]);
    expect(events.map(({ state }) => state)).toMatchObject([{ status: 'DRAFT' }, { status: 'PUBLISHED' }]);
  });

  test('takes a product without a price as a draft', () => {
    expect(
      accepted(registerProduct({ ...register, price: null }, { existing: undefined, categoryExists: true })),
    ).toHaveLength(1);
  });

  test('refuses a SKU that is taken', () => {
    expect(
      rejections(registerProduct(register, { existing: draft({ sku: 'KETTLE' }), categoryExists: true })),
    ).toMatchObject([{ code: 'DUPLICATE_SKU', path: ['sku'] }]);
  });

  test('refuses to publish without a price', () => {
    const refused = registerProduct(
      { ...register, price: null, publish: true },
      { existing: undefined, categoryExists: true },
    );
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
      subjects: ['p1'],
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

describe('a product that is sold', () => {
  const on = (found: Product | undefined = product()) => ({
    productId: 'p1',
    expectedRevision: undefined,
    found,
  });
  const image = { url: 'https://shop.example/1.png', alt: null };

  test('takes new details, and keeps those that are left out', () => {
    const { found, ...command } = on(product({ brand: 'Acme', eans: ['12345678'] }));
    expect(
      accepted(changeProductDetails({ ...command, details: { name: 'Pot', brand: null } }, found)),
    ).toMatchObject([
      {
        state: { name: 'Pot', brand: null, eans: ['12345678'] },
        happening: { type: 'ProductDetailsChanged' },
      },
    ]);
    expect(accepted(changeProductDetails({ ...command, details: { brand: 'Acme' } }, found))).toEqual([]);
  });

  test('takes a new price in its own currency only', () => {
    const { found, ...command } = on();
    const price = (amountMinor: number, currency: string) =>
      changeProductPrice({ ...command, price: { amountMinor, currency } }, found);
    expect(accepted(price(5, 'EUR'))).toMatchObject([
      {
        state: { price: { amountMinor: 5 } },
        happening: { data: { previousPrice: { amountMinor: 1_999 } } },
      },
    ]);
    expect(rejections(price(5, 'USD'))).toMatchObject([
      { code: 'WRONG_CURRENCY', path: ['price', 'currency'] },
    ]);
    expect(accepted(price(1_999, 'EUR'))).toEqual([]);
  });

  test('has each picture once, and at most fifty', () => {
    const { found, ...command } = on(product({ images: [image] }));
    const url = (n: number) => ({ ...image, url: `https://shop.example/${n}.png` });
    expect(accepted(addProductImage({ ...command, image: url(2) }, found))[0]!.state).toMatchObject({
      images: [image, url(2)],
    });
    expect(rejections(addProductImage({ ...command, image }, found))).toMatchObject([
      { code: 'DUPLICATE_IMAGE' },
    ]);
    const full = product({ images: Array.from({ length: MAX_IMAGES }, (_, n) => url(n)) });
    expect(rejections(addProductImage({ ...command, image: url(99) }, full))).toMatchObject([
      { code: 'INVALID_INPUT' },
    ]);
    expect(accepted(removeProductImage({ ...command, url: image.url }, found))[0]!.state).toMatchObject({
      images: [],
    });
    expect(rejections(removeProductImage({ ...command, url: 'x' }, found))).toMatchObject([
      { code: 'IMAGE_NOT_FOUND' },
    ]);
  });

  test('stands in a category that exists, or in none', () => {
    const { found, ...command } = on();
    const into = (categoryId: string | null, categoryExists = true) =>
      categorizeProduct({ ...command, categoryId }, { product: found, categoryExists });
    expect(accepted(into('k1'))).toMatchObject([{ state: { categoryId: 'k1' } }]);
    expect(accepted(into(null))).toEqual([]);
    expect(rejections(into('k9', false))).toMatchObject([
      { code: 'CATEGORY_NOT_FOUND', path: ['categoryId'] },
    ]);
  });

  test('can be hidden and shown again', () => {
    const { found, ...command } = on();
    const [hidden] = accepted(unpublishProduct(command, found)) as unknown as [Product];
    expect(hidden.state.status).toBe('UNPUBLISHED');
    expect(accepted(publishProduct(command, hidden))).toMatchObject([{ state: { status: 'PUBLISHED' } }]);
    expect(accepted(unpublishProduct(command, draft()))).toEqual([]);
  });

  test('once discontinued, takes no change any more', () => {
    const { found, ...command } = on();
    const [over] = accepted(discontinueProduct(command, found)) as unknown as [Product];
    expect(over.state.status).toBe('DISCONTINUED');
    for (const decision of [
      publishProduct(command, over),
      unpublishProduct(command, over),
      changeProductDetails({ ...command, details: { name: 'x' } }, over),
      changeProductPrice({ ...command, price: { amountMinor: 1, currency: 'EUR' } }, over),
      addProductImage({ ...command, image }, over),
      removeProductImage({ ...command, url: 'x' }, over),
      categorizeProduct({ ...command, categoryId: null }, { product: over, categoryExists: true }),
    ]) {
      expect(rejections(decision)).toMatchObject([{ code: 'WRONG_STATE', state: 'DISCONTINUED' }]);
    }
    expect(accepted(discontinueProduct(command, over))).toEqual([]);
  });
});

test('a product begins with its registration', () => {
  expect(() => evolveProduct(undefined, { type: 'ProductPublished', data: {} })).toThrow(
    'ProductPublished before ProductRegistered',
  );
});
