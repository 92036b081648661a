import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOrder } from './create-order.ts';
import type { Decision } from './decision.ts';
import {
  cancelOrder,
  deliverOrder,
  evolveOrder,
  type Order,
  payOrder,
  returnOrderItems,
  shipOrder,
} from './order.ts';
import { MAX_ON_HAND, type Stock, updateProductStock } from './stock.ts';
import { accepted, product, rejections, shop, stock } from './test/given.ts';

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const on = { orderId: 'o1', expectedRevision: undefined };
type Status = Order['state']['status'];

/** Two lines of one SKU at different prices, and one of another: 3 x 100 + 2 x 50 + 1 x 10. */
function given(status: Status, state: Partial<Order['state']> = {}): Order {
  const line = { productId: 'id-KETTLE', sku: 'KETTLE', name: 'Kettle', returned: 0 };
  return {
    kind: 'order',
    id: 'o1',
    revision: 4,
    state: {
      orderId: 'o1',
      externalReference: null,
      customerId: null,
      shippingAddress: null,
      status,
      lines: [
        { ...line, quantity: 3, unitPriceMinor: 100 },
        { ...line, quantity: 2, unitPriceMinor: 50 },
        { ...line, productId: 'id-CUP', sku: 'CUP', quantity: 1, unitPriceMinor: 10 },
      ],
      total: EUR(410),
      paidMinor: status === 'PLACED' ? 0 : 410,
      refundedMinor: 0,
      trackingNumber: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      ...state,
    },
  };
}
const stocks = (onHand = 10, reserved = 6) =>
  new Map([
    ['id-KETTLE', stock(onHand, reserved, 'KETTLE', 'id-KETTLE')],
    ['id-CUP', stock(onHand, reserved, 'CUP', 'id-CUP')],
  ]);
const step: Record<string, (order: Order) => Decision> = {
  pay: (order) => payOrder({ ...on, amount: null }, order),
  ship: (order) => shipOrder({ ...on, trackingNumber: 'T1' }, { order, stocks: stocks() }),
  deliver: (order) => deliverOrder(on, order),
  cancel: (order) => cancelOrder({ ...on, reason: null }, { order, stocks: stocks() }),
  return: (order) => giveBack(order, [{ sku: 'KETTLE', quantity: 1 }]),
};
const giveBack = (order: Order, items: { sku: string; quantity: number }[], referencedBy?: string) =>
  returnOrderItems(
    { ...on, returnId: 'r1', externalReference: 'R', items, reason: null },
    { order, stocks: stocks(), referencedBy },
  );

describe('the state machine', () => {
  const allowed: Record<string, readonly Status[]> = {
    pay: ['PLACED'],
    ship: ['PAID'],
    deliver: ['SHIPPED'],
    cancel: ['PLACED', 'PAID'],
    return: ['DELIVERED'],
  };
  const statuses = ['PLACED', 'PAID', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'RETURNED'] as const;
  test.each(Object.keys(allowed).flatMap((name) => statuses.map((status) => [name, status] as const)))(
    '%s of an order that is %s',
    (name, status) => {
      const decision = step[name]!(given(status));
      if (allowed[name]!.includes(status))
        expect(accepted(decision)[0]).toMatchObject({ id: 'o1', revision: 5 });
      else
        expect(rejections(decision)).toMatchObject([
          { code: 'WRONG_STATE', path: ['orderId'], state: status },
        ]);
    },
  );

  test('refuses an unknown order, and one that has changed', () => {
    expect(rejections(payOrder({ ...on, amount: null }, undefined))).toMatchObject([
      { code: 'ORDER_NOT_FOUND' },
    ]);
    expect(rejections(deliverOrder({ ...on, expectedRevision: 3 }, given('SHIPPED')))).toMatchObject([
      { code: 'STALE_REVISION', currentRevision: 4 },
    ]);
  });
});

describe('an order', () => {
  test('is paid in full, and in its currency', () => {
    const pay = (amount: { amountMinor: number; currency: string }) =>
      payOrder({ ...on, amount }, given('PLACED'));
    expect(accepted(pay(EUR(410)))).toMatchObject([{ state: { status: 'PAID', paidMinor: 410 } }]);
    expect(rejections(pay(EUR(409)))).toMatchObject([
      { code: 'WRONG_AMOUNT', path: ['amount', 'amountMinor'] },
    ]);
    expect(rejections(pay({ amountMinor: 410, currency: 'USD' }))).toMatchObject([
      { code: 'WRONG_CURRENCY' },
    ]);
  });

  test('that is shipped takes its units out of the house, once per product', () => {
    expect(accepted(step['ship']!(given('PAID')))).toMatchObject([
      { state: { status: 'SHIPPED', trackingNumber: 'T1' } },
      {
        id: 'id-KETTLE',
        happening: { type: 'StockShipped', data: { quantity: 5 } },
        state: { onHand: 5, reserved: 1 },
      },
      { id: 'id-CUP', state: { onHand: 9, reserved: 5 } },
    ]);
  });

  test('that is cancelled frees its units, and refunds what was paid', () => {
    expect(accepted(step['cancel']!(given('PAID')))).toMatchObject([
      { state: { status: 'CANCELLED', paidMinor: 410, refundedMinor: 410 } },
      { id: 'id-KETTLE', happening: { type: 'StockReleased' }, state: { onHand: 10, reserved: 1 } },
      { id: 'id-CUP', state: { onHand: 10, reserved: 5 } },
    ]);
    expect(accepted(step['cancel']!(given('PLACED')))[0]!.state).toMatchObject({ refundedMinor: 0 });
  });

  test('takes items back line by line, refunds their prices and restocks them', () => {
    const [returned, ...moved] = accepted(giveBack(given('DELIVERED'), [{ sku: 'KETTLE', quantity: 4 }]));
    expect(returned!.state).toMatchObject({
      status: 'DELIVERED',
      lines: [{ returned: 3 }, { returned: 1 }, { returned: 0 }],
      refundedMinor: 350,
    });
    expect(moved).toMatchObject([{ id: 'id-KETTLE', state: { onHand: 14, reserved: 6 } }]);
  });

  test('is returned when all of it is back', () => {
    const all = [
      { sku: 'KETTLE', quantity: 5 },
      { sku: 'CUP', quantity: 1 },
    ];
    const [returned] = accepted(giveBack(given('DELIVERED'), all));
    expect(returned!.state).toMatchObject({ status: 'RETURNED', refundedMinor: 410 });
  });

  test.each([
    ['more than was delivered', [{ sku: 'KETTLE', quantity: 6 }]],
    ['what was not ordered', [{ sku: 'POT', quantity: 1 }]],
  ])('does not take back %s', (_, items) => {
    expect(rejections(giveBack(given('DELIVERED'), items))).toMatchObject([
      { code: 'RETURN_EXCEEDS_DELIVERED', path: ['items', '0', 'quantity'] },
    ]);
  });

  test('does not take back again what is back already', () => {
    const [partly] = accepted(giveBack(given('DELIVERED'), [{ sku: 'KETTLE', quantity: 4 }])) as unknown as [
      Order,
    ];
    expect(rejections(giveBack(partly, [{ sku: 'KETTLE', quantity: 2 }]))).toMatchObject([
      { code: 'RETURN_EXCEEDS_DELIVERED' },
    ]);
    expect(accepted(giveBack(partly, [{ sku: 'KETTLE', quantity: 1 }]))).toHaveLength(2);
  });

  test('takes back no more than may be on hand', () => {
    const items = [
      { sku: 'CUP', quantity: 1 },
      { sku: 'KETTLE', quantity: 1 },
      { sku: 'KETTLE', quantity: 1 },
    ];
    const giveBackTo = (onHand: number) =>
      returnOrderItems(
        { ...on, returnId: 'r1', externalReference: null, items, reason: null },
        {
          order: given('DELIVERED'),
          stocks: new Map([...stocks(), ['id-KETTLE', stock(onHand, 0, 'KETTLE', 'id-KETTLE')]]),
          referencedBy: undefined,
        },
      );
    expect(rejections(giveBackTo(MAX_ON_HAND - 1))).toMatchObject([
      { code: 'INVALID_INPUT', path: ['items', '1', 'quantity'] },
    ]);
    expect(accepted(giveBackTo(MAX_ON_HAND - 2))[2]!.state).toMatchObject({ onHand: MAX_ON_HAND });
  });

  test('takes a return once', () => {
    expect(rejections(giveBack(given('DELIVERED'), [{ sku: 'CUP', quantity: 1 }], 'o1'))).toMatchObject([
      { code: 'DUPLICATE_EXTERNAL_REFERENCE', existingId: 'o1' },
    ]);
  });

  test.each([
    ['more returned than delivered', { items: [{ line: 2, quantity: 2 }], refundMinor: 0 }],
    ['a line returned twice', { items: Array(2).fill({ line: 2, quantity: 1 }), refundMinor: 0 }],
    ['more refunded than paid', { items: [{ line: 2, quantity: 1 }], refundMinor: 411 }],
  ])('cannot be made to hold %s, by any event', (_, more) => {
    const data = { returnId: 'r', externalReference: null, reason: null, ...more };
    expect(() => evolveOrder(given('DELIVERED').state, { type: 'OrderItemsReturned', data })).toThrow(
      RangeError,
    );
  });
});

/** A shop with one product, its house and its orders; each move that is accepted is done. */
function oneProductShop() {
  let house: Stock = stock(0, 0, 'KETTLE', 'id-KETTLE', 0);
  const orders: Order[] = [];
  const sums = { received: 0, shipped: 0, back: 0 };
  function settle(decision: Decision): boolean {
    if (!decision.accepted) return false;
    for (const change of accepted(decision)) {
      if (change.kind === 'stock') house = change;
      if (change.kind !== 'order') continue;
      const index = orders.findIndex(({ id }) => id === change.id);
      orders[index < 0 ? orders.length : index] = change;
    }
    return true;
  }
  const at = (index: number) => orders[index % orders.length]!;
  const meets = (order: Order) => ({ order, stocks: new Map([[house.id, house]]) });
  const to = ({ id }: Order) => ({ orderId: id, expectedRevision: undefined });
  const none = { externalReference: null, reason: null };
  return {
    orders,
    sums,
    house: () => house.state,
    receive(delta: number) {
      const command = {
        sku: 'KETTLE',
        update: { delta },
        expectedQuantity: null,
        expectedRevision: undefined,
        ...none,
      };
      if (settle(updateProductStock(command, { stock: house, referencedBy: undefined })))
        sums.received += delta;
    },
    order(quantity: number) {
      const found = product({ productId: house.id, sku: 'KETTLE', price: EUR(7) });
      const command = {
        ...{ orderId: `o${orders.length}`, now: '2026-01-01T00:00:00.000Z', placedAt: null },
        ...{ externalReference: null, customerId: null, shippingAddress: null },
        lines: [{ sku: 'KETTLE', quantity, unitPrice: null }],
      };
      settle(
        createOrder(command, {
          ...shop({}),
          products: new Map([['KETTLE', { product: found, stock: house }]]),
        }),
      );
    },
    pay: (index: number) => void settle(payOrder({ ...to(at(index)), amount: null }, at(index))),
    deliver: (index: number) => void settle(deliverOrder(to(at(index)), at(index))),
    cancel: (index: number) => void settle(cancelOrder({ ...to(at(index)), reason: null }, meets(at(index)))),
    ship(index: number) {
      const units = at(index).state.lines[0]!.quantity;
      if (settle(shipOrder({ ...to(at(index)), trackingNumber: null }, meets(at(index)))))
        sums.shipped += units;
    },
    giveBack(index: number, quantity: number) {
      const command = { ...to(at(index)), returnId: 'r', items: [{ sku: 'KETTLE', quantity }], ...none };
      if (settle(returnOrderItems(command, { ...meets(at(index)), referencedBy: undefined })))
        sums.back += quantity;
    },
  };
}

test('whatever is done to orders in whatever order: the ledger adds up, and nobody gets more back than they gave', () => {
  const move = fc.oneof(
    fc.record({
      name: fc.constant('receive' as const),
      units: fc.integer({ min: -5, max: 20 }),
      index: fc.nat(9),
    }),
    fc.record({
      name: fc.constantFrom(
        'order' as const,
        'pay' as const,
        'ship' as const,
        'deliver' as const,
        'cancel' as const,
      ),
      units: fc.integer({ min: 1, max: 8 }),
      index: fc.nat(9),
    }),
    fc.record({
      name: fc.constant('giveBack' as const),
      units: fc.integer({ min: 1, max: 8 }),
      index: fc.nat(9),
    }),
  );
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const one = oneProductShop();
      for (const { name, units, index } of moves) {
        if (name === 'receive' || name === 'order') one[name](units);
        else if (one.orders.length > 0) one[name](index, units);
        const { received, shipped, back } = one.sums;
        const open = one.orders.filter(({ state }) => state.status === 'PLACED' || state.status === 'PAID');
        expect(one.house()).toMatchObject({
          onHand: received - shipped + back,
          reserved: open.reduce((sum, { state }) => sum + state.lines[0]!.quantity, 0),
        });
        for (const { state } of one.orders) {
          expect(state.refundedMinor).toBeLessThanOrEqual(state.paidMinor);
          expect(state.lines[0]!.returned).toBeLessThanOrEqual(state.lines[0]!.quantity);
        }
      }
    }),
  );
});
