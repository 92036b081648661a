import type { estypes } from '@elastic/elasticsearch';
import { z } from 'zod';
import type { OrderFilter, OrderSort, QueryOrdersArgs } from '../../../schema/generated/query.ts';
import { badUserInput } from '../errors.ts';
import { listName } from './cursor.ts';
import { pageRequest, type PageSearch, readPaging, type SortKey } from './page.ts';
import { readExact } from './text.ts';

type Query = estypes.QueryDslQueryContainer;

const id: SortKey = { field: 'order.id', order: 'asc', kind: 'text' };
const placed = { field: 'order.createdAt', kind: 'integer' } as const;
const total = { field: 'order.total.amountMinor', kind: 'integer' } as const;

const sortKeys: Record<OrderSort, readonly SortKey[]> = {
  NEWEST: [{ ...placed, order: 'desc' }, id],
  OLDEST: [{ ...placed, order: 'asc' }, id],
  TOTAL_DESC: [{ ...total, order: 'desc' }, id],
  TOTAL_ASC: [{ ...total, order: 'asc' }, id],
};

/** The search request for a page of orders. Throws BAD_USER_INPUT, which names the argument at fault. */
export function ordersRequest(args: Partial<QueryOrdersArgs>): PageSearch {
  const { filter, sort } = args;
  const order = sort ?? 'NEWEST';
  // Judged before it is named: the name is made of a copy of all of it.
  const wanted = filter == null ? [] : conditions(filter);
  const paging = readPaging(args, listName('orders', filter ?? null, order), sortKeys[order]);
  return {
    paging,
    request: {
      query: { bool: { filter: wanted } },
      ...pageRequest(paging),
    },
  };
}

function conditions({ customerId, statuses, from, to, productId }: OrderFilter): Query[] {
  const line = (product: string): Query => ({
    nested: {
      path: 'order.lines',
      query: { term: { 'order.lines.productId': readExact('filter.productId', product) } },
    },
  });
  return [
    ...(customerId == null
      ? []
      : [{ term: { 'order.customerId': readExact('filter.customerId', customerId) } }]),
    ...(statuses == null ? [] : [{ terms: { 'order.status': [...new Set(statuses)] } }]),
    ...(from == null && to == null ? [] : [placedWithin('filter', from, to)]),
    ...(productId == null ? [] : [line(productId)]),
  ];
}

/** Orders placed at `from` or later and before `to`. Throws BAD_USER_INPUT when that is no moment or no time between. */
export function placedWithin(
  argument: string,
  from: string | null | undefined,
  to: string | null | undefined,
): Query {
  const [gte, lt] = [readMoment(`${argument}.from`, from), readMoment(`${argument}.to`, to)];
  if (gte !== undefined && lt !== undefined && gte > lt)
    throw badUserInput(`${argument}.from`, 'must not be after to');
  return { range: { 'order.createdAt': { gte, lt, format: 'epoch_millis' } } };
}

/** A moment to the nanosecond has 35 characters. */
const MAX_MOMENT_CHARACTERS = 64;

/** Milliseconds since 1970. Throws BAD_USER_INPUT when that is no moment. */
export function readMoment(argument: string, value: unknown): number | undefined {
  if (value == null) return undefined;
  // What a client sends for a DateTime need be no text. And JavaScript takes 30 February for a day in March.
  const text = typeof value === 'string' && value.length <= MAX_MOMENT_CHARACTERS ? value : '';
  const [, day] = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  const time = z.iso.date().safeParse(day).success ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) throw badUserInput(argument, 'must be a moment like 2026-01-31T12:00:00.000Z');
  return time;
}
