import type { SubscriptionResolvers } from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import type { OrderDocument } from '../freshness/watch.ts';
import { toOrder } from './order.ts';

export const subscriptionResolvers: SubscriptionResolvers<QueryContext> = {
  orderChanged: { subscribe: (_parent, { id }, context) => ordersOf(context.watchOrder(id)) },
};

async function* ordersOf(documents: AsyncIterable<OrderDocument>) {
  for await (const document of documents) yield { orderChanged: (document && toOrder(document)) ?? null };
}
