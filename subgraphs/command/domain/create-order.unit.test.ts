import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CreateOrder, createOrder, type OrderContext, type OrderLine } from './create-order.ts';
import type { Customer } from './customer.ts';
import { accepted, rejections, shop } from './test/given.ts';

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
type Line = Pick<OrderLine, 'sku' | 'quantity'> & Partial<OrderLine>;
const order = (lines: readonly Line[], context: OrderContext, head: Partial<CreateOrder> = {}) =>
  createOrder(
    {
      orderId: 'o1',
      now: '2026-01-01T00:00:00.000Z',
      externalReference: 'REF',
      customerId: null,
      shippingAddress: null,
      placedAt: null,
      ...head,
      lines: lines.map((line) => ({ unitPrice: null, ...line })),
    },
    context,
  );
const address = (city: string) => ({ recipient: null, street: null, postalCode: null, city, country: 'DE' });
const customer: Customer = {
  kind: 'customer',
  id: 'c1',
  revision: 1,
  state: {
    customerId: 'c1',
    email: 'a@b',
    name: 'A',
    address: address('Bonn'),
    registeredAt: '2026-01-01T00:00:00.000Z',
  },
};

describe('an order', () => {
  test('keeps the names and prices of its moment, and reserves its stock', () => {
    const context = shop({
      KETTLE: { price: EUR(1_999) },
      CUP: { name: 'Cup', price: EUR(500), reserved: 1 },
    });
    const [placed, ...reservations] = accepted(
      order(
        [
          { sku: 'KETTLE', quantity: 2 },
          { sku: 'CUP', quantity: 3 },
        ],
        context,
      ),
    );
    expect(placed).toMatchObject({
      kind: 'order',
      id: 'o1',
      revision: 1,
      happening: { type: 'OrderCreated' },
      state: {
        orderId: 'o1',
        externalReference: 'REF',
        customerId: null,
        status: 'PLACED',
        lines: [
          { productId: 'id-KETTLE', sku: 'KETTLE', name: 'Kettle', quantity: 2, unitPriceMinor: 1_999 },
          { productId: 'id-CUP', sku: 'CUP', name: 'Cup', quantity: 3, unitPriceMinor: 500 },
        ],
        total: EUR(5_498),
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    });
    expect(reservations).toMatchObject([
      { kind: 'stock', id: 'id-KETTLE', revision: 8, state: { onHand: 10, reserved: 2 } },
      { kind: 'stock', id: 'id-CUP', revision: 8, state: { onHand: 10, reserved: 4 } },
    ]);
  });

  test('reserves a SKU of several lines once, in sum', () => {
    const lines = [4, 6].map((quantity) => ({ sku: 'KETTLE', quantity }));
    const [, ...reservations] = accepted(order(lines, shop({ KETTLE: {} })));
    expect(reservations).toMatchObject([{ revision: 8, state: { reserved: 10 } }]);
  });
});

describe('an order taken elsewhere', () => {
  const one = [{ sku: 'KETTLE', quantity: 2 }];
  const state = (lines: readonly Line[], head: Partial<CreateOrder>) =>
    accepted(order(lines, shop({ KETTLE: { price: EUR(1_999) } }, { customer }), head))[0]!.state;

  test('keeps the price that was agreed, and the day it was placed', () => {
    const lines = [{ sku: 'KETTLE', quantity: 2, unitPrice: EUR(1_500) }];
    expect(state(lines, { placedAt: '2010-12-01T08:26:00.000Z' })).toMatchObject({
      lines: [{ unitPriceMinor: 1_500 }],
      total: EUR(3_000),
      createdAt: '2010-12-01T08:26:00.000Z',
    });
  });

  test("goes to the customer's address of the moment, unless another is given", () => {
    expect(state(one, { customerId: 'c1' })).toMatchObject({ shippingAddress: address('Bonn') });
    const shippingAddress = address('Ulm');
    expect(state(one, { customerId: 'c1', shippingAddress })).toMatchObject({ shippingAddress });
  });

  test('is refused in a foreign currency, from the future, and for an unknown customer', () => {
    const lines = [{ sku: 'KETTLE', quantity: 1, unitPrice: { amountMinor: 1, currency: 'USD' } }];
    const refused = order(lines, shop({ KETTLE: {} }), {
      customerId: 'c9',
      placedAt: '2026-01-01T00:00:00.001Z',
    });
    expect(rejections(refused)).toMatchObject([
      { code: 'CUSTOMER_NOT_FOUND', path: ['customerId'] },
      { code: 'INVALID_INPUT', path: ['placedAt'] },
      { code: 'WRONG_CURRENCY', path: ['lines', '0', 'unitPrice', 'currency'] },
    ]);
  });
});

describe('an order is refused', () => {
  test('where the lines of a SKU ask in sum for more than is available', () => {
    const lines = [4, 7].map((quantity) => ({ sku: 'KETTLE', quantity }));
    expect(rejections(order(lines, shop({ KETTLE: { onHand: 12, reserved: 2 } })))).toMatchObject([
      {
        code: 'INSUFFICIENT_STOCK',
        path: ['lines', '0', 'quantity'],
        sku: 'KETTLE',
        requested: 11,
        available: 10,
      },
    ]);
  });

  test('for an unknown SKU, and for one that differs in case or by a blank', () => {
    const lines = ['kettle', 'KETTLE '].map((sku) => ({ sku, quantity: 1 }));
    expect(rejections(order(lines, shop({ KETTLE: {} })))).toMatchObject([
      { code: 'PRODUCT_NOT_FOUND', path: ['lines', '0', 'sku'] },
      { code: 'PRODUCT_NOT_FOUND', path: ['lines', '1', 'sku'] },
    ]);
  });

  test('for a product that is not published', () => {
    const refused = order(
      [{ sku: 'KETTLE', quantity: 1 }],
      shop({ KETTLE: { status: 'DRAFT', price: null } }),
    );
    expect(rejections(refused)).toMatchObject([
      { code: 'PRODUCT_NOT_PUBLISHED', path: ['lines', '0', 'sku'] },
    ]);
  });

  test('for a product that is not published, without telling how much of it there is', () => {
    const refused = order([{ sku: 'KETTLE', quantity: 9 }], shop({ KETTLE: { status: 'DRAFT', onHand: 7 } }));
    expect(rejections(refused).map(({ code }) => code)).toEqual(['PRODUCT_NOT_PUBLISHED']);
  });

  test('in several currencies', () => {
    const context = shop({ KETTLE: { price: EUR(1) }, CUP: { price: { amountMinor: 1, currency: 'USD' } } });
    const lines = ['KETTLE', 'CUP'].map((sku) => ({ sku, quantity: 1 }));
    expect(rejections(order(lines, context))).toMatchObject([{ code: 'WRONG_CURRENCY', path: ['lines'] }]);
  });

  test('with an external reference that is taken', () => {
    const refused = order([{ sku: 'KETTLE', quantity: 1 }], shop({ KETTLE: {} }, { referencedBy: 'o0' }));
    expect(rejections(refused)).toMatchObject([
      { code: 'DUPLICATE_EXTERNAL_REFERENCE', path: ['externalReference'], existingId: 'o0' },
    ]);
  });

  test.each([
    ['the total', 2 ** 52, 2],
    ['one line', Number.MAX_SAFE_INTEGER, 1_000_000],
  ])('where %s exceeds what a number carries exactly', (_, amountMinor, quantity) => {
    const context = shop({ KETTLE: { price: EUR(amountMinor), onHand: 1_000_000 } });
    expect(rejections(order([{ sku: 'KETTLE', quantity }], context))).toMatchObject([
      { code: 'INVALID_INPUT', path: ['lines'] },
    ]);
  });

  test('with every reason at once', () => {
    const context = shop(
      { KETTLE: { onHand: 0 }, DRAFT: { status: 'DRAFT', price: EUR(1) } },
      { referencedBy: 'o0' },
    );
    const lines = ['DRAFT', 'KETTLE', 'NONE'].map((sku) => ({ sku, quantity: 1 }));
    expect(rejections(order(lines, context)).map(({ code }) => code)).toEqual([
      'DUPLICATE_EXTERNAL_REFERENCE',
      'PRODUCT_NOT_PUBLISHED',
      'PRODUCT_NOT_FOUND',
      'INSUFFICIENT_STOCK',
    ]);
  });
});

test('whatever is ordered: the total is the sum of its lines, and it reserves what it sells, or nothing is done', () => {
  const skus = ['A', 'B', 'C'] as const;
  const lines = fc.array(
    fc.record({ sku: fc.constantFrom(...skus), quantity: fc.integer({ min: 1, max: 30 }) }),
    { minLength: 1, maxLength: 12 },
  );
  const price = fc.integer({ min: 0, max: 1_000_000 });
  const units = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(
      lines,
      fc.tuple(price, price, price),
      fc.tuple(units, units, units),
      (asked, prices, onHand) => {
        const context = shop(
          Object.fromEntries(skus.map((sku, i) => [sku, { price: EUR(prices[i]!), onHand: onHand[i]! }])),
        );
        const demand = (sku: string) =>
          asked.filter((line) => line.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0);
        const lacking = skus.filter((sku, i) => demand(sku) > onHand[i]!);
        const decision = order(asked, context);
        if (lacking.length > 0) {
          expect(
            rejections(decision)
              .map((rejection) => rejection.code === 'INSUFFICIENT_STOCK' && rejection.sku)
              .toSorted(),
          ).toEqual(lacking);
          return;
        }
        const [placed, ...reservations] = accepted(decision);
        const total = asked.reduce(
          (sum, { sku, quantity }) => sum + quantity * prices[skus.indexOf(sku)]!,
          0,
        );
        expect(placed?.state).toMatchObject({ total: EUR(total) });
        expect(reservations.map(({ id, state }) => [id, 'reserved' in state && state.reserved])).toEqual(
          [...new Set(asked.map(({ sku }) => sku))].map((sku) => [`id-${sku}`, demand(sku)]),
        );
      },
    ),
  );
});
