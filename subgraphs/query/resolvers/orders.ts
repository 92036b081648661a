import type { QueryOrdersArgs, ResolversParentTypes } from '../../../schema/generated/query.ts';
import type { Place } from '../freshness/demanded.ts';
import type { QueryContext } from '../context.ts';
import { ordersRequest } from '../search/orders.ts';
import { readConnection } from './connection.ts';
import { toOrder } from './order.ts';

/** A page of the orders that the arguments ask for. */
export async function findOrders(
  args: Partial<QueryOrdersArgs>,
  context: QueryContext,
  place: Place,
): Promise<ResolversParentTypes['OrderConnection']> {
  return readConnection('orders', ordersRequest(args), context, context.demanded(place, args), toOrder);
}
