import type { DomainEvent, EventOf } from '../../../../schema/events/event.ts';
import {
  type Document,
  type DocumentKey,
  documentOf,
  type OrderSection,
  type ProductSection,
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
    case 'order':
      return { order: orderSection(event) };
    case 'batch':
      return { batch: { ...stamp(event), positions: event.state.positions } };
    case 'heartbeat':
      return { heartbeat: { ...stamp(event), publishedThrough: event.state.publishedThrough } };
  }
}

// Each section names its fields one by one, so that a field the write side adds changes no document by itself.

function productSection(event: EventOf<'product'>): ProductSection {
  const { productId, sku, name, description, brand, price, attributes, images, status, registeredAt } =
    event.state;
  const shown = { sku, name, description, brand, price, attributes, images, status, registeredAt };
  return { ...stamp(event), id: productId, ...shown };
}

function stockSection(event: EventOf<'stock'>): StockSection {
  const { onHand, reserved } = event.state;
  return { ...stamp(event), onHand, reserved, available: onHand - reserved };
}

function orderSection(event: EventOf<'order'>): OrderSection {
  const { orderId, status, externalReference, customerId, lines, total, createdAt } = event.state;
  const money = (amountMinor: number) => ({ amountMinor, currency: total.currency });
  return {
    ...stamp(event),
    id: orderId,
    ...{ status, externalReference, customerId, total, createdAt },
    lines: lines.map(({ productId, sku, name, quantity, unitPriceMinor }) => ({
      ...{ productId, sku, name, quantity },
      unitPrice: money(unitPriceMinor),
      total: money(unitPriceMinor * quantity),
    })),
  };
}

const stamp = ({ epoch, revision, occurredAt }: DomainEvent): Stamp => ({ epoch, revision, occurredAt });
