import type { estypes } from '@elastic/elasticsearch';
import type { QuerySalesReportArgs, SalesGroup } from '../../../schema/generated/query.ts';
import { badUserInput } from '../errors.ts';
import { placedWithin, readMoment } from './orders.ts';
import { readCount } from './page.ts';
import { piecesOf } from '../pieces.ts';

type Aggregation = estypes.AggregationsAggregationContainer;

const MAX_SPAN_MS = 10 * 366 * 86_400_000;
const MAX_ROWS = 10_000;
/** Groups of one request; all pages together have all groups, so that nothing is cut off. */
const GROUPS_PER_PAGE = 5_000;
/** The engine's limit of values in one `terms` (`index.max_terms_count`). */
const MAX_TERMS = 65_536;

/** The arguments of `salesReport`, checked. */
export interface SalesWanted {
  readonly within: estypes.QueryDslQueryContainer;
  readonly groupBy: SalesGroup;
  readonly top: number;
}

/** What one group sold in one currency. */
export interface Figures {
  readonly orders: number;
  readonly units: number;
  readonly revenueMinor: number;
  readonly cancellations: number;
  readonly cancelledUnits: number;
  readonly cancelledMinor: number;
}

export interface Row {
  /** Null: orders without a country, or products in no category. */
  readonly key: string | null;
  readonly currency: string;
  readonly figures: Figures;
}

/** Where a page of groups ended. */
export type GroupsAfter = Readonly<Record<string, string | number | null>>;

/** Checks the arguments. Throws BAD_USER_INPUT, which names the one at fault. */
export function readSalesArgs({ from, to, groupBy, top }: QuerySalesReportArgs): SalesWanted {
  const [start, end] = [readMoment('from', from) ?? 0, readMoment('to', to) ?? 0];
  if (start > end) throw badUserInput('from', 'must not be after to');
  if (end - start > MAX_SPAN_MS) throw badUserInput('to', 'must be at most ten years after from');
  return { within: placedWithin('', from, to), groupBy, top: readCount('top', top, 100, 1, MAX_ROWS) };
}

const sums: Record<string, Aggregation> = {
  units: { sum: { field: 'order.lines.quantity' } },
  revenue: { sum: { field: 'order.lines.totalMinor' } },
  cancelledUnits: { sum: { field: 'order.lines.cancelled' } },
  cancelledRevenue: { sum: { field: 'order.lines.cancelledMinor' } },
};
const cancelled: Aggregation = { filter: { term: { 'order.status': 'CANCELLED' } } };
const currency = { currency: { terms: { field: 'order.total.currency' } } };

const ofOrders = (
  source: Record<string, estypes.AggregationsCompositeAggregationSource> | undefined,
  after: GroupsAfter | undefined,
): Record<string, Aggregation> => ({
  groups: {
    composite: {
      size: GROUPS_PER_PAGE,
      sources: source ? [source, currency] : [currency],
      ...(after && { after }),
    },
    aggs: { cancelled, lines: { nested: { path: 'order.lines' }, aggs: sums } },
  },
});

/**
 * The search request for a page of groups: all there are, in the order of their keys. Sums are of whole numbers, which
 * the engine adds up exactly to 2^53; readFigures refuses what lies beyond.
 */
export function salesRequest(
  within: SalesWanted['within'],
  by: 'TOTAL' | 'DAY' | 'COUNTRY' | 'PRODUCT',
  after?: GroupsAfter,
): estypes.SearchRequest {
  return {
    query: { bool: { filter: [within] } },
    size: 0,
    aggs: groupsOf(by, after),
    allow_partial_search_results: false,
  };
}

function groupsOf(by: Parameters<typeof salesRequest>[1], after?: GroupsAfter): Record<string, Aggregation> {
  switch (by) {
    case 'TOTAL':
      return ofOrders(undefined, after);
    case 'DAY':
      return ofOrders(
        {
          key: {
            date_histogram: { field: 'order.createdAt', calendar_interval: 'day', format: 'yyyy-MM-dd' },
          },
        },
        after,
      );
    case 'COUNTRY':
      return ofOrders(
        { key: { terms: { field: 'order.shippingAddress.country', missing_bucket: true } } },
        after,
      );
    case 'PRODUCT':
      return byProduct(after);
  }
}

const byProduct = (after: GroupsAfter | undefined): Record<string, Aggregation> => ({
  lines: {
    nested: { path: 'order.lines' },
    aggs: {
      groups: {
        composite: {
          size: GROUPS_PER_PAGE,
          sources: [
            { key: { terms: { field: 'order.lines.productId' } } },
            { currency: { terms: { field: 'order.lines.currency' } } },
          ],
          ...(after && { after }),
        },
        aggs: { ...sums, orders: ordersOfLines },
      },
    },
  },
});

const ordersOfLines: Aggregation = { reverse_nested: {}, aggs: { cancelled } };

/** Counts the orders of each group of products, where adding up those of its products would count an order twice. */
export function ordersOfGroupsRequest(
  within: SalesWanted['within'],
  groups: readonly { readonly products: readonly string[]; readonly currency: string }[],
): estypes.SearchRequest {
  const filters = groups.map(({ products, currency: code }) => ({
    bool: {
      filter: [{ term: { 'order.lines.currency': code } }],
      ...{ should: oneOf(products), minimum_should_match: 1 },
    },
  }));
  return {
    query: { bool: { filter: [within] } },
    size: 0,
    aggs: {
      lines: {
        nested: { path: 'order.lines' },
        aggs: { groups: { filters: { filters }, aggs: { orders: ordersOfLines } } },
      },
    },
    allow_partial_search_results: false,
  };
}

const oneOf = (products: readonly string[]): estypes.QueryDslQueryContainer[] =>
  piecesOf(products, MAX_TERMS).map((some) => ({ terms: { 'order.lines.productId': some } }));

interface Sums {
  readonly units: { readonly value: number };
  readonly revenue: { readonly value: number };
  readonly cancelledUnits: { readonly value: number };
  readonly cancelledRevenue: { readonly value: number };
}
interface Orders {
  readonly doc_count: number;
  readonly cancelled: { readonly doc_count: number };
}
type Bucket = { readonly key: GroupsAfter } & (
  (Sums & { readonly orders: Orders }) | (Orders & { readonly lines: Sums })
);
interface Groups {
  readonly buckets: readonly Bucket[];
  readonly after_key?: GroupsAfter;
}

/** Reads the answer to salesRequest; `after` when there may be more. Throws a fault when a sum is not exact. */
export function readSales(aggregations: unknown): { rows: Row[]; after: GroupsAfter | undefined } {
  const found = aggregations as { groups?: Groups; lines?: { groups: Groups } };
  const { buckets, after_key } = found.groups ?? found.lines?.groups ?? { buckets: [] };
  return {
    rows: buckets.map((bucket) => {
      const [orders, lines] = 'lines' in bucket ? [bucket, bucket.lines] : [bucket.orders, bucket];
      return {
        key: bucket.key['key'] == null ? null : String(bucket.key['key']),
        currency: String(bucket.key['currency']),
        figures: readFigures(orders, lines),
      };
    }),
    after: buckets.length < GROUPS_PER_PAGE ? undefined : after_key,
  };
}

/** Reads the answer to ordersOfGroupsRequest: orders and cancellations, in the order of the groups. */
export const readOrdersOfGroups = (aggregations: unknown): { orders: number; cancellations: number }[] =>
  (
    aggregations as { lines: { groups: { buckets: readonly { readonly orders: Orders }[] } } }
  ).lines.groups.buckets.map(({ orders }) => ({
    orders: orders.doc_count,
    cancellations: orders.cancelled.doc_count,
  }));

function readFigures(orders: Orders, lines: Sums): Figures {
  return {
    orders: orders.doc_count,
    units: exact(lines.units.value),
    revenueMinor: exact(lines.revenue.value),
    cancellations: orders.cancelled.doc_count,
    cancelledUnits: exact(lines.cancelledUnits.value),
    cancelledMinor: exact(lines.cancelledRevenue.value),
  };
}

/** Adds two groups up, but for their orders, which may be the same ones. */
export const addFigures = (a: Figures, b: Figures): Figures => ({
  orders: a.orders + b.orders,
  units: exact(a.units + b.units),
  revenueMinor: exact(a.revenueMinor + b.revenueMinor),
  cancellations: a.cancellations + b.cancellations,
  cancelledUnits: exact(a.cancelledUnits + b.cancelledUnits),
  cancelledMinor: exact(a.cancelledMinor + b.cancelledMinor),
});

function exact(sum: number): number {
  if (Number.isSafeInteger(sum)) return sum;
  throw badUserInput(
    'to',
    'the time holds sums beyond 2^53 - 1, which cannot be told exactly: ask for less of it',
  );
}
