import { describe, expect, it } from 'vitest';
import {
  batchEvent,
  categoryEvent,
  customerEvent,
  heartbeatEvent,
  orderEvent,
  productEvent,
  ratingEvent,
  reviewEvent,
  stockEvent,
} from '../../test/events.ts';
import { project } from './project.ts';

describe('given an event, the projection', () => {
  it('of a product shows its state as the product section', () => {
    const event = productEvent('p', 2);
    expect(project(event)).toEqual({
      key: { model: 'products', id: 'p' },
      document: {
        product: {
          epoch: 0,
          revision: 2,
          occurredAt: '2026-01-01T00:00:02.000Z',
          id: 'p',
          sku: 'SKU-p',
          name: 'Kettle p of revision 2',
          description: 'Boils water',
          brand: 'Tandem',
          model: 'KT-p',
          eans: [],
          price: { amountMinor: 1_999, currency: 'EUR' },
          attributes: [{ name: 'colour', value: 'red' }],
          images: [{ url: 'https://images.example/kettle.jpg', alt: null }],
          categoryId: null,
          status: 'PUBLISHED',
          registeredAt: '2026-01-01T00:00:00.000Z',
        },
      },
    });
  });

  it('of stock goes into the document of its product, with what is available worked out', () => {
    expect(project(stockEvent('p', 7, { onHand: 5, reserved: 2 }))).toMatchObject({
      key: { model: 'products', id: 'p' },
      document: { stock: { revision: 7, onHand: 5, reserved: 2, available: 3 } },
    });
  });

  it('of a rating goes into the document of its product, with the average worked out', () => {
    expect(project(ratingEvent('p', 3, [1, 0, 0, 0, 3]))).toMatchObject({
      key: { model: 'products', id: 'p' },
      document: { rating: { revision: 3, count: 4, average: 4, histogram: [1, 0, 0, 0, 3] } },
    });
    expect(project(ratingEvent('p', 4, [0, 0, 0, 0, 0])).document.rating?.average).toBeNull();
  });

  it('of an order works out what each line costs', () => {
    expect(project(orderEvent('o')).document.order?.lines).toEqual([
      {
        ...{ productId: 'p1', sku: 'SKU-p1', name: 'Kettle', quantity: 3 },
        ...{
          currency: 'EUR',
          unitPriceMinor: 1_999,
          totalMinor: 5_997,
          returned: 0,
          cancelled: 0,
          cancelledMinor: 0,
        },
      },
    ]);
  });

  it('of an order counts what came back as not sold, and everything once it is cancelled', () => {
    const [line] = orderEvent('o').state.lines;
    const lines = [{ ...line!, returned: 1 }];
    const soldBut = (status: 'DELIVERED' | 'CANCELLED') =>
      project(orderEvent('o', { state: { status, lines } })).document.order?.lines;
    expect(soldBut('DELIVERED')).toMatchObject([{ cancelled: 1, cancelledMinor: 1_999 }]);
    expect(soldBut('CANCELLED')).toMatchObject([{ cancelled: 3, cancelledMinor: 5_997 }]);
  });

  it.each([
    [categoryEvent('k', 'Kettles', 'home'), 'categories', { name: 'Kettles', parentId: 'home' }],
    [customerEvent('c'), 'customers', { email: 'c@example.org' }],
    [reviewEvent('r'), 'reviews', { productId: 'p1', stars: 4, status: 'PENDING' }],
  ] as const)('of a $kind makes a document of its own', (event, model, section) => {
    const { key, document } = project(event);
    expect(key).toEqual({ model, id: event.id });
    expect(document[event.kind]).toMatchObject({ id: event.id, revision: 1, ...section });
  });

  it('of a batch keeps the positions, and of a heartbeat the time', () => {
    const positions = { 'stock-p': { epoch: 0, revision: 3 } };
    expect(project(batchEvent('b', positions))).toMatchObject({
      key: { model: 'batches', id: 'b' },
      document: { batch: { positions } },
    });
    expect(project(heartbeatEvent(0))).toMatchObject({
      key: { model: 'status', id: 'relay' },
      document: { heartbeat: { publishedThrough: '1970-01-01T00:00:00.000Z' } },
    });
  });

  it('takes over no field that it does not know', () => {
    const event = productEvent('p', 1, { state: { supplier: 'secret' } as object });
    expect(project(event).document.product).not.toHaveProperty('supplier');
  });
});
