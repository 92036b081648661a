import type { QueryOrdersArgs, ResolversParentTypes } from '../../../schema/generated/query.ts';
import type { Place } from '../freshness/demanded.ts';
import type { QueryContext } from '../context.ts';
import { ordersRequest } from '../search/orders.ts';
import { readPage } from '../search/page.ts';
import { toConnection } from './connection.ts';
import { toOrder } from './order.ts';

/** A page of the orders that the arguments ask for. */
export async function findOrders(
  args: Partial<QueryOrdersArgs>,
  context: QueryContext,
  place: Place,
): Promise<ResolversParentTypes['OrderConnection']> {
  const { paging, request } = ordersRequest(args);
  const { searchSnapshot } = await context.makeSearchable('orders', context.demanded(place, args));
  return toConnection(readPage(paging, await searchSnapshot(request, paging.cursor?.snapshot)), toOrder);
}
