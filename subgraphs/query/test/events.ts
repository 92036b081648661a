import { type DomainEvent, type EventOf, streamName } from '../../../schema/events/event.ts';
import type { EntityRevision, PositionVector } from '../../../schema/revision.ts';

/** Events as the command side would write them, for the tests of the query side. */

const at = (revision: number): string => new Date(Date.UTC(2026, 0, 1) + revision * 1_000).toISOString();

interface Options {
  readonly epoch?: number;
  readonly occurredAt?: string;
}

const envelope = (revision: number, { epoch = 0, occurredAt = at(revision) }: Options) => ({
  epoch,
  revision,
  version: 1,
  occurredAt,
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
});

type ProductState = EventOf<'product'>['state'];
type OrderState = EventOf<'order'>['state'];

export function productEvent(
  id: string,
  revision = 1,
  { state, ...options }: Options & { readonly state?: Partial<ProductState> } = {},
): EventOf<'product'> {
  const whole: ProductState = {
    productId: id,
    sku: `SKU-${id}`,
    name: `Kettle ${id} of revision ${revision}`,
    description: 'Boils water',
    brand: 'Tandem',
    model: `KT-${id}`,
    eans: [],
    price: { amountMinor: 1_999, currency: 'EUR' },
    attributes: [{ name: 'colour', value: 'red' }],
    images: [{ url: 'https://images.example/kettle.jpg', alt: null }],
    categoryId: null,
    status: 'PUBLISHED',
    registeredAt: '2026-01-01T00:00:00.000Z',
    ...state,
  };
  return {
    kind: 'product',
    id,
    ...envelope(revision, options),
    ...(revision === 1 ? { type: 'ProductRegistered', data: whole } : { type: 'ProductPublished', data: {} }),
    state: whole,
  };
}

export function stockEvent(
  id: string,
  revision = 1,
  { onHand = 10 + revision, reserved = 2, ...options }: Options & { onHand?: number; reserved?: number } = {},
): EventOf<'stock'> {
  return {
    kind: 'stock',
    id,
    ...envelope(revision, options),
    type: 'ProductStockUpdated',
    data: { delta: 1, reason: null, externalReference: null },
    state: { productId: id, sku: `SKU-${id}`, onHand, reserved },
  };
}

export function orderEvent(
  id: string,
  { revision = 1, state, ...options }: Options & { revision?: number; state?: Partial<OrderState> } = {},
): EventOf<'order'> {
  const line = { productId: 'p1', sku: 'SKU-p1', name: 'Kettle', quantity: 3, unitPriceMinor: 1_999 };
  return {
    kind: 'order',
    id,
    ...envelope(revision, options),
    type: 'OrderCreated',
    data: {},
    state: {
      orderId: id,
      externalReference: null,
      customerId: 'c1',
      shippingAddress: null,
      status: 'PLACED',
      lines: [{ ...line, returned: 0 }],
      total: { amountMinor: 5_997, currency: 'EUR' },
      paidMinor: 0,
      refundedMinor: 0,
      trackingNumber: null,
      createdAt: '2026-01-01T00:00:01.000Z',
      ...state,
    },
  };
}

export function ratingEvent(
  id: string,
  revision: number,
  histogram: [number, number, number, number, number],
): EventOf<'rating'> {
  const count = histogram.reduce((a, b) => a + b);
  const sum = histogram.reduce((total, reviews, i) => total + reviews * (i + 1), 0);
  return {
    kind: 'rating',
    id,
    ...envelope(revision, {}),
    type: 'RatingChanged',
    data: { reviewId: 'r', stars: 5, change: 1 },
    state: { productId: id, count, sum, histogram },
  };
}

export function categoryEvent(
  id: string,
  name = id,
  parentId: string | null = null,
  revision = 1,
): EventOf<'category'> {
  const state = { categoryId: id, name, parentId };
  return { kind: 'category', id, ...envelope(revision, {}), type: 'CategoryDefined', data: state, state };
}

export function customerEvent(id: string): EventOf<'customer'> {
  const state = {
    customerId: id,
    email: `${id}@example.org`,
    name: `Customer ${id}`,
    address: null,
    registeredAt: at(0),
  };
  return { kind: 'customer', id, ...envelope(1, {}), type: 'CustomerRegistered', data: state, state };
}

export function reviewEvent(
  id: string,
  revision = 1,
  more: Partial<EventOf<'review'>['state']> = {},
): EventOf<'review'> {
  const state: EventOf<'review'>['state'] = {
    ...{ reviewId: id, productId: 'p1', customerId: 'c1', stars: 4, title: 'Hot', text: null },
    ...{ status: 'PENDING', submittedAt: at(0), ...more },
  };
  return { kind: 'review', id, ...envelope(revision, {}), type: 'ReviewSubmitted', data: state, state };
}

export function batchEvent(id: string, positions: PositionVector): EventOf<'batch'> {
  return {
    kind: 'batch',
    id,
    ...envelope(1, {}),
    type: 'BatchCommitted',
    data: {},
    state: { positions },
  };
}

export function heartbeatEvent(time: number): EventOf<'heartbeat'> {
  const publishedThrough = new Date(time).toISOString();
  return {
    kind: 'heartbeat',
    id: 'relay',
    ...envelope(time, { occurredAt: publishedThrough }),
    type: 'RelayBeat',
    data: {},
    state: { publishedThrough },
  };
}

/** The vector that a token for these events would carry. */
export const vectorFor = (...events: readonly DomainEvent[]): PositionVector =>
  Object.fromEntries(
    events.map(({ kind, id, epoch, revision }) => [streamName(kind, id), { epoch, revision }]),
  );

/** The revision of an entity after these events. */
export const revisionFor = (...events: readonly DomainEvent[]): EntityRevision =>
  Object.fromEntries(events.map(({ kind, epoch, revision }) => [kind, { epoch, revision }]));
