import { describe, expect, it } from 'vitest';
import { batchEvent, heartbeatEvent, orderEvent, productEvent, stockEvent } from '../../test/events.ts';
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
          price: { amountMinor: 1_999, currency: 'EUR' },
          attributes: [{ name: 'colour', value: 'red' }],
          images: [{ url: 'https://images.example/kettle.jpg', alt: null }],
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

  it('of an order works out what each line costs, in the currency of the order', () => {
    expect(project(orderEvent('o')).document.order?.lines).toEqual([
      {
        productId: 'p1',
        sku: 'SKU-p1',
        name: 'Kettle',
        quantity: 3,
        unitPrice: { amountMinor: 1_999, currency: 'EUR' },
        total: { amountMinor: 5_997, currency: 'EUR' },
      },
    ]);
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
