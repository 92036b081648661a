import type { estypes } from '@elastic/elasticsearch';

type Aggregation = estypes.AggregationsAggregationContainer;
type Query = estypes.QueryDslQueryContainer;

/** What counts as lately, back from the latest order. */
const LATELY_MS = 90 * 86_400_000;
const PRODUCTS_PER_PAGE = 1_000;
/** Orders of one product that are looked at for what was bought with it, so that a bestseller costs no more than others. */
const MAX_ORDERS_LOOKED_AT = 500;
/** Companions that are looked at before the most telling are chosen. */
const MAX_COMPANIONS = 40;
const MAX_BOUGHT_TOGETHER = 10;
/** Once is chance. */
const MIN_ORDERS_TOGETHER = 2;

/** What one product sold lately. */
export interface Sold {
  readonly id: string;
  readonly units: number;
  readonly orders: number;
}

export const latestOrderRequest: estypes.SearchRequest = {
  size: 0,
  aggs: { latest: { max: { field: 'order.createdAt' } } },
  allow_partial_search_results: false,
};
/** In epoch milliseconds; null when there is no order. */
export const readLatestOrder = (aggregations: unknown): number | null =>
  (aggregations as { latest: { value: number | null } }).latest.value;

const kept = (latest: number): Query => ({
  bool: {
    filter: [{ range: { 'order.createdAt': { gte: latest - LATELY_MS, format: 'epoch_millis' } } }],
    must_not: [{ term: { 'order.status': 'CANCELLED' } }],
  },
});

/** The request for a page of the products sold in the time before the latest order. */
export function soldRequest(latest: number, after?: string): estypes.SearchRequest {
  const products: Aggregation = {
    composite: {
      size: PRODUCTS_PER_PAGE,
      sources: [{ id: { terms: { field: 'order.lines.productId' } } }],
      ...(after !== undefined && { after: { id: after } }),
    },
    aggs: {
      units: { sum: { field: 'order.lines.quantity' } },
      cancelled: { sum: { field: 'order.lines.cancelled' } },
      orders: { reverse_nested: {} },
    },
  };
  return {
    query: kept(latest),
    size: 0,
    aggs: { lines: { nested: { path: 'order.lines' }, aggs: { products } } },
    allow_partial_search_results: false,
  };
}

interface SoldBucket {
  readonly key: { readonly id: string };
  readonly units: { readonly value: number };
  readonly cancelled: { readonly value: number };
  readonly orders: { readonly doc_count: number };
}

/** Reads the answer to soldRequest; `after` when there may be more. */
export function readSold(aggregations: unknown): { sold: Sold[]; after: string | undefined } {
  const { buckets } = (aggregations as { lines: { products: { buckets: readonly SoldBucket[] } } }).lines
    .products;
  return {
    sold: buckets.map(({ key, units, cancelled, orders }) => ({
      id: key.id,
      units: units.value - cancelled.value,
      orders: orders.doc_count,
    })),
    after: buckets.length < PRODUCTS_PER_PAGE ? undefined : buckets.at(-1)?.key.id,
  };
}

/** The request for what was in the same orders as this product. */
export const companionsRequest = (latest: number, id: string): estypes.SearchRequest => ({
  query: {
    bool: {
      filter: [
        kept(latest),
        { nested: { path: 'order.lines', query: { term: { 'order.lines.productId': id } } } },
      ],
    },
  },
  size: 0,
  aggs: {
    some: {
      sampler: { shard_size: MAX_ORDERS_LOOKED_AT },
      aggs: {
        lines: {
          nested: { path: 'order.lines' },
          aggs: {
            products: {
              terms: { field: 'order.lines.productId', size: MAX_COMPANIONS, order: { orders: 'desc' } },
              // An order may have several lines of a product.
              aggs: { orders: { reverse_nested: {} } },
            },
          },
        },
      },
    },
  },
  allow_partial_search_results: false,
});

interface CompanionBucket {
  readonly key: string;
  readonly orders: { readonly doc_count: number };
}

/**
 * The companions of a product, the most telling first: those in many of its orders, where what is in everybody's
 * orders tells less.
 */
export function readCompanions(
  id: string,
  aggregations: unknown,
  ordersOf: (product: string) => number,
): string[] {
  const { buckets } = (
    aggregations as { some: { lines: { products: { buckets: readonly CompanionBucket[] } } } }
  ).some.lines.products;
  return buckets
    .filter(({ key, orders }) => key !== id && orders.doc_count >= MIN_ORDERS_TOGETHER)
    .map(({ key, orders }) => ({ key, weight: orders.doc_count / Math.sqrt(Math.max(1, ordersOf(key))) }))
    .sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))
    .slice(0, MAX_BOUGHT_TOGETHER)
    .map(({ key }) => key);
}
