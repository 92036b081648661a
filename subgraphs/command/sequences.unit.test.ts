import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HappeningOf } from '../../schema/events/event.ts';
import type { OrderState } from '../../schema/events/order.ts';
import type { Change } from './domain/decision.ts';
import { type Memory, openMemory } from './test/memory.ts';
import { inputOf, sequence } from './test/moves.ts';

// Whatever commands come in whatever order: what must hold of a shop, told here without the deciders.

/** The state in which each step of an order begins. */
const BEGINS: Record<HappeningOf<'order'>['type'], readonly OrderState['status'][]> = {
  OrderCreated: [],
  OrderPaid: ['PLACED'],
  OrderShipped: ['PAID'],
  OrderDelivered: ['SHIPPED'],
  OrderCancelled: ['PLACED', 'PAID'],
  OrderItemsReturned: ['DELIVERED'],
};
const repeated = (keys: readonly string[]) => keys.filter((key, index) => keys.indexOf(key) !== index);
const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

/** What a change makes of its stream that it must not; `before` is the stream's last change. */
function wrongStep(change: Change, before: Change | undefined, { get }: Memory): string[] {
  const found: string[] = [];
  const must = (holds: boolean, rule: string) => holds || found.push(`${change.kind} ${change.id}: ${rule}`);
  must(change.revision === (before?.revision ?? 0) + 1, 'the revision rises by one');
  if (change.kind === 'product' && before?.kind === 'product') {
    must(before.state.status !== 'DISCONTINUED', 'discontinued is final');
    const [old, now] = [before.state.price, change.state.price];
    must(old === null || now?.currency === old.currency, 'one currency for good');
    must(change.state.sku === before.state.sku, 'the SKU stays');
  }
  if (change.happening.type === 'OrderCreated' && change.kind === 'order') {
    for (const { productId, name, unitPriceMinor } of change.state.lines) {
      const { state } = get('product', productId)!;
      must(state.status === 'PUBLISHED', 'what is sold is published');
      must(
        name === state.name && unitPriceMinor === state.price?.amountMinor,
        'lines have the name and price of now',
      );
    }
  }
  if (change.kind === 'order' && before?.kind === 'order') {
    must(
      BEGINS[change.happening.type].includes(before.state.status),
      `${change.happening.type} after ${before.state.status}`,
    );
    const ordered = ({ lines }: OrderState) =>
      lines.map(({ name, quantity, unitPriceMinor }) => [name, quantity, unitPriceMinor]);
    must(
      JSON.stringify(ordered(change.state)) === JSON.stringify(ordered(before.state)),
      'lines keep their moment',
    );
    must(
      JSON.stringify(change.state.shippingAddress) === JSON.stringify(before.state.shippingAddress),
      'the address stays',
    );
  }
  return found;
}

function wrongState({ all, log }: Memory): string[] {
  const found: string[] = [];
  const must = (holds: boolean, rule: string) => holds || found.push(rule);
  must(repeated(all('product').map(({ state }) => state.sku)).length === 0, 'a SKU is one product');
  must(
    repeated(all('customer').map(({ state }) => state.email.toLowerCase())).length === 0,
    'an e-mail is one customer',
  );
  must(
    repeated(all('review').map(({ state }) => `${state.customerId} ${state.productId}`)).length === 0,
    'one review',
  );
  for (const { state } of all('product')) {
    must(state.status !== 'PUBLISHED' || state.price !== null, 'what is published has a price');
    must(repeated(state.images.map(({ url }) => url)).length === 0, 'a picture once');
  }
  for (const { id, state } of all('category')) {
    let up = state.parentId;
    for (let step = 0; up !== null && step < 100; step += 1)
      up = all('category').find((category) => category.id === up)?.state.parentId ?? null;
    must(up === null, `category ${id} stands below itself`);
  }
  for (const { id, state } of all('stock')) {
    must(state.onHand >= state.reserved && state.reserved >= 0, 'on hand >= reserved >= 0');
    const moves = log.filter(
      (change): change is Change<'stock'> => change.kind === 'stock' && change.id === id,
    );
    const units = (types: readonly string[]) =>
      total(
        moves
          .filter(({ happening }) => types.includes(happening.type))
          .map(({ happening: { data } }) => ('quantity' in data ? data.quantity : data.delta)),
      );
    must(
      state.onHand === units(['ProductStockUpdated', 'StockReturned']) - units(['StockShipped']),
      'the ledger is the stock',
    );
    const open = all('order').filter((order) => ['PLACED', 'PAID'].includes(order.state.status));
    const reserved = open.flatMap((order) => order.state.lines).filter(({ productId }) => productId === id);
    must(state.reserved === total(reserved.map(({ quantity }) => quantity)), 'reserved is what is ordered');
  }
  for (const { state } of all('order')) {
    must(
      state.total.amountMinor === total(state.lines.map((line) => line.quantity * line.unitPriceMinor)),
      'the total is the sum',
    );
    must(
      state.lines.every(({ quantity, returned }) => returned <= quantity),
      'returned <= delivered',
    );
    must(state.refundedMinor <= state.paidMinor, 'refunded <= paid');
    const back = total(state.lines.map((line) => line.returned * line.unitPriceMinor));
    must(
      state.status === 'CANCELLED' ? state.refundedMinor === state.paidMinor : state.refundedMinor === back,
      'the refund is exact',
    );
  }
  for (const { id, state } of all('rating')) {
    const stars = all('review')
      .filter((review) => review.state.productId === id && review.state.status === 'APPROVED')
      .map((review) => review.state.stars);
    must(
      state.count === stars.length && state.sum === total(stars),
      'a rating is the sum of the approved reviews',
    );
    must(
      state.histogram.every(
        (reviews, index) => reviews === stars.filter((given) => given === index + 1).length,
      ),
      'so is its histogram',
    );
  }
  return found;
}

test('whatever commands come: every invariant holds after each', () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(sequence(150), (moves) => {
      const memory = openMemory();
      const streams = new Map<string, Change>();
      for (const [index, move] of moves.entries()) {
        const before = memory.log.length;
        const decision = memory.send(move.name, inputOf(move, memory.made(), 'p'), `${move.name}-${index}`);
        reached.add(decision.accepted ? move.name : `not ${decision.rejections[0]!.code}`);
        for (const change of memory.log.slice(before)) {
          const stream = `${change.kind} ${change.id}`;
          expect(wrongStep(change, streams.get(stream), memory)).toEqual([]);
          streams.set(stream, change);
        }
        expect(wrongState(memory)).toEqual([]);
      }
    }),
    { numRuns: 250 },
  );
  // Otherwise it would be the refusals that were tested, or nothing but the way to success.
  expect(REACHED.filter((outcome) => !reached.has(outcome))).toEqual([]);
}, 60_000);

const REACHED = [
  ...['registerProduct', 'changeProductPrice', 'publishProduct', 'discontinueProduct', 'moveCategory'],
  ...['updateProductStock', 'createOrder', 'cancelOrder', 'returnOrderItems', 'moderateReview'],
  ...[
    'not DUPLICATE_SKU',
    'not WRONG_CURRENCY',
    'not PRICE_REQUIRED',
    'not WRONG_STATE',
    'not CATEGORY_CYCLE',
  ],
  ...['not STOCK_BELOW_RESERVED', 'not INSUFFICIENT_STOCK', 'not RETURN_EXCEEDS_DELIVERED'],
  ...['not DUPLICATE_EMAIL', 'not DUPLICATE_REVIEW', 'not DUPLICATE_EXTERNAL_REFERENCE'],
];
