import { type StreamKind, streamKinds } from '../../../../schema/events/event.ts';
import type { CategoryState } from '../../../../schema/events/category.ts';
import type { Address, CustomerState } from '../../../../schema/events/customer.ts';
import type { OrderState } from '../../../../schema/events/order.ts';
import type { Money, ProductState } from '../../../../schema/events/product.ts';
import type { RatingState, ReviewState } from '../../../../schema/events/review.ts';
import type { Position } from '../../../../schema/revision.ts';

/** Where a section's stream stood, and when what it shows happened. */
export interface Stamp extends Position {
  readonly occurredAt: string;
}

/** What a product document holds of the stream `product-<id>`. */
export interface ProductSection extends Stamp, Readonly<Omit<ProductState, 'productId'>> {
  readonly id: string;
}

/** What a product document holds of the stream `stock-<id>`. */
export interface StockSection extends Stamp {
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
}

/** What a product document holds of the stream `rating-<id>`. */
export interface RatingSection extends Stamp {
  readonly count: number;
  /** The mean of the stars; null while no review counts. */
  readonly average: number | null;
  /** Reviews of 1, 2, 3, 4 and 5 stars. */
  readonly histogram: RatingState['histogram'];
}

/** How well a product sells: no stream's, but worked out of the orders from time to time (indexer/insights/). */
export interface PopularitySection extends Stamp {
  /** Units sold lately and not cancelled. */
  readonly units: number;
}

/** What orders say of a product: no stream's either, in an index of its own, which a rebuild keeps. */
export interface InsightSection extends PopularitySection {
  readonly id: string;
  /** Ids of products ordered together with it, the most telling first. */
  readonly boughtTogether: readonly string[];
}

/** A place in the catalogue; the names above it are looked up on read. */
export interface CategorySection extends Stamp, Readonly<Omit<CategoryState, 'categoryId'>> {
  readonly id: string;
}

/** One line of an order, with every amount worked out, in minor units. */
export interface OrderLineSection {
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly currency: string;
  readonly unitPriceMinor: number;
  readonly totalMinor: number;
  /** Units that came back. */
  readonly returned: number;
  /** Units not sold in the end: all of a cancelled order, else those that came back. */
  readonly cancelled: number;
  readonly cancelledMinor: number;
}

/** What an order document holds of the stream `order-<id>`. */
export interface OrderSection extends Stamp {
  readonly id: string;
  readonly status: OrderState['status'];
  readonly externalReference: string | null;
  readonly customerId: string | null;
  readonly shippingAddress: Address | null;
  readonly lines: readonly OrderLineSection[];
  readonly total: Money;
  readonly paidMinor: number;
  readonly refundedMinor: number;
  readonly trackingNumber: string | null;
  readonly createdAt: string;
}

export interface CustomerSection extends Stamp, Readonly<Omit<CustomerState, 'customerId'>> {
  readonly id: string;
}

export interface ReviewSection extends Stamp, Readonly<Omit<ReviewState, 'reviewId'>> {
  readonly id: string;
}

/** Where every stream stood that one large command wrote, keyed by stream name. */
export interface BatchSection extends Stamp {
  readonly positions: Readonly<Record<string, Position>>;
}

/** All that was committed before `publishedThrough` has left the outbox. */
export interface HeartbeatSection extends Stamp {
  readonly publishedThrough: string;
}

/** Each section has one owner: the stream of its name, or for popularity and insight the one who works them out. */
export interface Sections {
  readonly product: ProductSection;
  readonly stock: StockSection;
  readonly rating: RatingSection;
  readonly popularity: PopularitySection;
  readonly insight: InsightSection;
  readonly category: CategorySection;
  readonly order: OrderSection;
  readonly customer: CustomerSection;
  readonly review: ReviewSection;
  readonly batch: BatchSection;
  readonly heartbeat: HeartbeatSection;
}

/** A document as stored: the sections that have arrived. It is shown once its owning section is among them. */
export type Document = Readonly<Partial<Sections>>;

export const readModelNames = [
  'products',
  'insights',
  'categories',
  'orders',
  'customers',
  'reviews',
  'batches',
  'status',
] as const;
export type ReadModelName = (typeof readModelNames)[number];

/** Names one document: the read model and the id in it. */
export interface DocumentKey {
  readonly model: ReadModelName;
  readonly id: string;
}

/** The read model that shows streams of each kind; kindsOf tells which others do. */
export const readModelOf = {
  product: 'products',
  insight: 'insights',
  stock: 'products',
  rating: 'products',
  category: 'categories',
  order: 'orders',
  customer: 'customers',
  review: 'reviews',
  batch: 'batches',
  heartbeat: 'status',
} as const satisfies Record<StreamKind | 'insight', ReadModelName>;

/** The kinds of streams that a read model shows. It has a document for every stream of the first one. */
export const kindsOf = (model: ReadModelName): StreamKind[] =>
  (Object.keys(streamKinds) as StreamKind[]).filter((kind) => readModelOf[kind] === model);

/** The document that shows this stream or insight. */
export const documentOf = (kind: StreamKind | 'insight', id: string): DocumentKey => ({
  model: readModelOf[kind],
  id,
});

/** A key for maps: equal exactly when the documents are. */
export const keyText = (key: DocumentKey): string => `${key.model}/${key.id}`;
