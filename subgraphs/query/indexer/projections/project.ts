import type { DomainEvent, EventOf } from '../../../../schema/events/event.ts';
import {
  type CategorySection,
  type CustomerSection,
  type Document,
  type DocumentKey,
  documentOf,
  type OrderLineSection,
  type OrderSection,
  type ProductSection,
  type RatingSection,
  type ReviewSection,
  type Stamp,
  type StockSection,
} from './document.ts';

/** What one event says of a document: to be merged into what is there. */
export interface Patch {
  readonly key: DocumentKey;
  readonly document: Document;
}

/** Turns an event into the one section that it replaces. Pure: the event carries the whole state of its stream. */
export function project(event: DomainEvent): Patch {
  return { key: documentOf(event.kind, event.id), document: sectionOf(event) };
}

function sectionOf(event: DomainEvent): Document {
  switch (event.kind) {
    case 'product':
      return { product: productSection(event) };
    case 'stock':
      return { stock: stockSection(event) };
    case 'rating':
      return { rating: ratingSection(event) };
    case 'category':
      return { category: categorySection(event) };
    case 'order':
      return { order: orderSection(event) };
    case 'customer':
      return { customer: customerSection(event) };
    case 'review':
      return { review: reviewSection(event) };
    case 'batch':
      return { batch: { ...stamp(event), positions: event.state.positions } };
    case 'heartbeat':
      return { heartbeat: { ...stamp(event), publishedThrough: event.state.publishedThrough } };
  }
}

// Each section names its fields one by one, so that a field the write side adds changes no document by itself.

function productSection(event: EventOf<'product'>): ProductSection {
  const { productId: id, sku, name, description, brand, model, eans, price } = event.state;
  const { attributes, images, categoryId, status, registeredAt } = event.state;
  const details = { sku, name, description, brand, model, eans, price, attributes, images };
  return { ...stamp(event), id, ...details, categoryId, status, registeredAt };
}

function stockSection(event: EventOf<'stock'>): StockSection {
  const { onHand, reserved } = event.state;
  return { ...stamp(event), onHand, reserved, available: onHand - reserved };
}

function ratingSection(event: EventOf<'rating'>): RatingSection {
  const { count, sum, histogram } = event.state;
  return { ...stamp(event), count, average: count === 0 ? null : sum / count, histogram };
}

function categorySection(event: EventOf<'category'>): CategorySection {
  const { categoryId: id, name, parentId } = event.state;
  return { ...stamp(event), id, name, parentId };
}

function orderSection(event: EventOf<'order'>): OrderSection {
  const { orderId: id, status, externalReference, customerId, shippingAddress, lines } = event.state;
  const { total, paidMinor, refundedMinor, trackingNumber, createdAt } = event.state;
  return {
    ...stamp(event),
    ...{ id, status, externalReference, customerId, shippingAddress },
    lines: lines.map((line) => lineSection(line, status, total.currency)),
    ...{ total, paidMinor, refundedMinor, trackingNumber, createdAt },
  };
}

function lineSection(
  { productId, sku, name, quantity, unitPriceMinor, returned }: EventOf<'order'>['state']['lines'][number],
  status: OrderSection['status'],
  currency: string,
): OrderLineSection {
  const cancelled = status === 'CANCELLED' ? quantity : returned;
  return {
    ...{ productId, sku, name, quantity, currency, unitPriceMinor, returned, cancelled },
    totalMinor: unitPriceMinor * quantity,
    cancelledMinor: unitPriceMinor * cancelled,
  };
}

function customerSection(event: EventOf<'customer'>): CustomerSection {
  const { customerId: id, email, name, address, registeredAt } = event.state;
  return { ...stamp(event), id, email, name, address, registeredAt };
}

function reviewSection(event: EventOf<'review'>): ReviewSection {
  const { reviewId: id, productId, customerId, stars, title, text, status, submittedAt } = event.state;
  return { ...stamp(event), id, productId, customerId, stars, title, text, status, submittedAt };
}

const stamp = ({ epoch, revision, occurredAt }: DomainEvent): Stamp => ({ epoch, revision, occurredAt });
