import type { QueryStockAlertsArgs } from '../../../schema/generated/query.ts';
import { badUserInput } from '../errors.ts';
import { listName } from './cursor.ts';
import { published } from './filter.ts';
import { pageRequest, type PageSearch, readPaging, type SortKey } from './page.ts';

/** What has no stock yet has none available. */
const sortKeys: readonly SortKey[] = [
  { field: 'stock.available', order: 'asc', kind: 'integer', missing: 0 },
  { field: 'product.id', order: 'asc', kind: 'text' },
];

/** The search request for published products with less available than that. Throws BAD_USER_INPUT. */
export function stockAlertsRequest(args: QueryStockAlertsArgs): PageSearch {
  const { below } = args;
  if (below < 1) throw badUserInput('below', 'must be 1 or more');
  const paging = readPaging(args, listName('stockAlerts', below), sortKeys);
  const enough = { range: { 'stock.available': { gte: below } } };
  return {
    paging,
    request: { query: { bool: { filter: [published], must_not: [enough] } }, ...pageRequest(paging) },
  };
}
