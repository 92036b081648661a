import type {
  QuerySalesReportArgs,
  ResolversParentTypes,
  SalesFigures,
} from '../../../schema/generated/query.ts';
import { MAX_DOCUMENTS_PER_REQUEST } from '../documents/read.ts';
import type { Place } from '../freshness/demanded.ts';
import type { QueryContext } from '../context.ts';
import { type Document, documentOf } from '../indexer/projections/document.ts';
import {
  addFigures,
  type Figures,
  type GroupsAfter,
  ordersOfGroupsRequest,
  readOrdersOfGroups,
  readSales,
  readSalesArgs,
  type Row,
  salesRequest,
  type SalesWanted,
} from '../search/sales.ts';
import type { Searching } from '../searching.ts';
import { toCategory } from './category.ts';
import { toProduct } from './product.ts';
import { readReferred } from './reference.ts';
import { piecesOf } from '../pieces.ts';

/** Groups whose orders are counted in one request. */
const GROUPS_PER_REQUEST = 200;

/** What was sold, exactly: every group is read, however many there are, and the top ones are chosen here. */
export async function reportSales(
  args: QuerySalesReportArgs,
  context: QueryContext,
  place: Place,
): Promise<ResolversParentTypes['SalesReport']> {
  const wanted = readSalesArgs(args);
  const searching = await context.makeSearchable('orders', context.demanded(place, args));
  const [totals, rows] = await Promise.all([
    readAll(searching, wanted.within, 'TOTAL'),
    wanted.groupBy === 'CATEGORY'
      ? byCategory(searching, wanted, context, place)
      : readAll(searching, wanted.within, wanted.groupBy),
  ]);
  const byDay = wanted.groupBy === 'DAY';
  const shown = byDay ? rows : rows.toSorted(byRevenue).slice(0, wanted.top);
  const documents = await documentsOf(wanted.groupBy, shown, context);
  return {
    totals: totals.map(toFigures),
    rowCount: rows.length,
    rows: shown.map((row, i) => toRow(row, documents[i], wanted.groupBy, { context, place })),
  };
}

async function readAll(
  { report }: Searching,
  within: SalesWanted['within'],
  by: Parameters<typeof salesRequest>[1],
): Promise<Row[]> {
  const all: Row[] = [];
  let after: GroupsAfter | undefined;
  do {
    const page = readSales((await report(salesRequest(within, by, after))).aggregations);
    all.push(...page.rows);
    after = page.after;
  } while (after !== undefined);
  return all;
}

const byRevenue = (a: Row, b: Row): number =>
  b.figures.revenueMinor - a.figures.revenueMinor ||
  `${a.key} ${a.currency}`.localeCompare(`${b.key} ${b.currency}`, 'en');

/** The rows of all products, put together by the category that each is in now; products that are late are waited for. */
async function byCategory(
  searching: Searching,
  { within }: SalesWanted,
  context: QueryContext,
  place: Place,
): Promise<Row[]> {
  const rows = await readAll(searching, within, 'PRODUCT');
  const categories: (string | null)[] = [];
  for (const some of piecesOf(rows, MAX_DOCUMENTS_PER_REQUEST)) {
    const ids = some.map(({ key }) => key ?? '');
    const found = (await context.readCategoryIds(ids)).map(async (category, i) =>
      category === undefined
        ? await readReferred('product', ids[i], context, place, ({ product }) => product?.categoryId)
        : category,
    );
    categories.push(...(await Promise.all(found)));
  }
  const groups = [
    ...Map.groupBy(
      rows.map((row, i) => ({ row, category: categories[i] ?? null })),
      ({ row, category }) => JSON.stringify([category, row.currency]),
    ).values(),
  ].map((members) => ({
    key: members[0]?.category ?? null,
    currency: members[0]?.row.currency ?? '',
    products: members.map(({ row }) => row.key ?? ''),
    figures: members.map(({ row }) => row.figures).reduce(addFigures),
  }));
  const orders = await countOrders(searching, within, groups);
  return groups.map(({ key, currency, figures }, i) => ({
    key,
    currency,
    figures: { ...figures, ...orders[i] },
  }));
}

async function countOrders(
  { report }: Searching,
  within: SalesWanted['within'],
  groups: Parameters<typeof ordersOfGroupsRequest>[1],
): Promise<Pick<Figures, 'orders' | 'cancellations'>[]> {
  const counts: Pick<Figures, 'orders' | 'cancellations'>[] = [];
  for (const some of piecesOf(groups, GROUPS_PER_REQUEST)) {
    const { aggregations } = await report(ordersOfGroupsRequest(within, some));
    counts.push(...readOrdersOfGroups(aggregations));
  }
  return counts;
}

/** The products or categories that the rows stand for. */
async function documentsOf(
  groupBy: SalesWanted['groupBy'],
  rows: readonly Row[],
  context: QueryContext,
): Promise<(Document | undefined)[]> {
  if (groupBy === 'DAY' || groupBy === 'COUNTRY') return [];
  const kind = groupBy === 'PRODUCT' ? 'product' : 'category';
  return await Promise.all(
    rows.map(async ({ key }) => (key === null ? undefined : await context.load(documentOf(kind, key)))),
  );
}

function toRow(
  row: Row,
  document: Document = {},
  groupBy: SalesWanted['groupBy'],
  { context, place }: { context: QueryContext; place: Place },
) {
  const { key } = row;
  const idOf = (kind: SalesWanted['groupBy']) => (groupBy === kind ? key : null);
  return {
    key,
    label: document.product?.name ?? document.category?.name ?? key,
    product: () => readReferred('product', idOf('PRODUCT'), context, place, toProduct),
    category: () => readReferred('category', idOf('CATEGORY'), context, place, toCategory),
    figures: toFigures(row),
  };
}

function toFigures({ currency, figures }: Row): SalesFigures {
  const { revenueMinor, cancelledMinor, orders, units, cancellations, cancelledUnits } = figures;
  return {
    ...{ orders, units, cancellations, cancelledUnits },
    revenue: { amountMinor: revenueMinor, currency },
    cancelledRevenue: { amountMinor: cancelledMinor, currency },
  };
}
