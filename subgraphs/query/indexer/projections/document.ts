import type { StreamKind } from '../../../../schema/events/event.ts';
import type { Money, ProductState } from '../../../../schema/events/product.ts';
import type { Position } from '../../../../schema/revision.ts';

/** Where a section's stream stood, and when what it shows happened. */
export interface Stamp extends Position {
  readonly occurredAt: string;
}

/** What a product document holds of the stream `product-<id>`. */
export interface ProductSection extends Stamp {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly description: string | null;
  readonly brand: string | null;
  readonly price: Money | null;
  readonly attributes: ProductState['attributes'];
  readonly images: ProductState['images'];
  readonly status: ProductState['status'];
  readonly registeredAt: string;
}

/** What a product document holds of the stream `stock-<id>`. */
export interface StockSection extends Stamp {
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
}

/** What an order document holds of the stream `order-<id>`, with every amount worked out. */
export interface OrderSection extends Stamp {
  readonly id: string;
  readonly status: 'PLACED';
  readonly externalReference: string | null;
  readonly customerId: string | null;
  readonly lines: readonly {
    readonly productId: string;
    readonly sku: string;
    readonly name: string;
    readonly quantity: number;
    readonly unitPrice: Money;
    readonly total: Money;
  }[];
  readonly total: Money;
  readonly createdAt: string;
}

/** Where every stream stood that one large command wrote, keyed by stream name. */
export interface BatchSection extends Stamp {
  readonly positions: Readonly<Record<string, Position>>;
}

/** All that was committed before `publishedThrough` has left the outbox. */
export interface HeartbeatSection extends Stamp {
  readonly publishedThrough: string;
}

/** Each section is owned by one stream; no two streams write the same section. */
export interface Sections {
  readonly product: ProductSection;
  readonly stock: StockSection;
  readonly order: OrderSection;
  readonly batch: BatchSection;
  readonly heartbeat: HeartbeatSection;
}

/** A document as stored: the sections that have arrived. It is shown once its owning section is among them. */
export type Document = Readonly<Partial<Sections>>;

export type ReadModelName = 'products' | 'orders' | 'batches' | 'status';

/** Names one document: the read model and the id in it. */
export interface DocumentKey {
  readonly model: ReadModelName;
  readonly id: string;
}

const readModelOf = {
  product: 'products',
  stock: 'products',
  order: 'orders',
  batch: 'batches',
  heartbeat: 'status',
} as const satisfies Record<StreamKind & keyof Sections, ReadModelName>;

/** The document that shows this stream. */
export const documentOf = (kind: StreamKind, id: string): DocumentKey => ({ model: readModelOf[kind], id });

/** A key for maps: equal exactly when the documents are. */
export const keyText = (key: DocumentKey): string => `${key.model}/${key.id}`;
