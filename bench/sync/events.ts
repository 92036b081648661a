import type { DomainEvent, EventOf } from '../../schema/events/event.ts';

const at = '2026-01-01T00:00:00.000Z';
/** As the ids of the write side: they rise, and look like UUIDs. */
export const idOf = (i: number): string => `01a20000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`;

/** A product as real ones are: a kilobyte of JSON, with description, pictures and attributes. */
export function productEvent(i: number): EventOf<'product'> {
  const state: EventOf<'product'>['state'] = {
    productId: idOf(i),
    sku: `SKU-${i}`,
    name: `Electric kettle number ${i} with ${1 + (i % 4)} litres, stainless steel`,
    description: 'Boils water fast and keeps it warm. '.repeat(8),
    brand: `Brand ${i % 100}`,
    model: `KT-${i}`,
    eans: [String(4_000_000_000_000 + i)],
    price: { amountMinor: 1_000 + (i % 9_000), currency: 'EUR' },
    attributes: [
      { name: 'colour', value: ['red', 'black', 'steel'][i % 3]! },
      { name: 'capacity', value: `${1 + (i % 4)} l` },
    ],
    images: [{ url: `https://images.example/${i}.jpg`, alt: null }],
    categoryId: null,
    status: 'PUBLISHED',
    registeredAt: at,
  };
  const envelope = { id: idOf(i), epoch: 0, revision: 1, version: 1, occurredAt: at };
  return { kind: 'product', ...envelope, type: 'ProductRegistered', data: state, state };
}

export const stockEvent = (i: number, revision: number): EventOf<'stock'> => ({
  ...{ kind: 'stock', id: idOf(i), epoch: 0, revision, version: 1, occurredAt: at },
  type: 'ProductStockUpdated',
  data: { delta: 1, reason: null, externalReference: null },
  state: { productId: idOf(i), sku: `SKU-${i}`, onHand: 10 + revision, reserved: 2 },
});

export const EVENTS_PER_PRODUCT = 5;

/** A backlog as orders make it: of five events one is a product, and four are of stock. */
export function* backlog(count: number): Generator<DomainEvent> {
  for (let i = 0; i < count; i++) {
    const product = Math.floor(i / EVENTS_PER_PRODUCT);
    const revision = i % EVENTS_PER_PRODUCT;
    yield revision === 0 ? productEvent(product) : stockEvent(product, revision);
  }
}
