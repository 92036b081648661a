import type { ResolversParentTypes, SubscriptionResolvers } from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import type { Place } from '../freshness/demanded.ts';
import type { OrderDocument } from '../freshness/watch.ts';
import { documentOf } from '../indexer/projections/document.ts';
import { toOrder } from './order.ts';

interface OrderEvent {
  readonly orderChanged: ResolversParentTypes['Order'] | null;
}

/** Whatever the headers say: an event could not tell that it is old, nor what it reads below the order. */
const STRONG = { consistency: 'STRONG' } as const;

export const subscriptionResolvers: SubscriptionResolvers<QueryContext> = {
  orderChanged: {
    async subscribe(_parent, { id }, context, info) {
      const documents = context.watchOrder(id);
      const demanded = context.demanded(info, STRONG);
      // Without a demand an engine that is away delays the first state, and refuses nothing.
      if (Object.keys(demanded.vector).length > 0) await context.read(documentOf('order', id), demanded);
      return ordersOf(documents);
    },
    resolve({ orderChanged }: OrderEvent, _args: unknown, context: QueryContext, info: Place) {
      context.demanded(info, STRONG);
      return orderChanged;
    },
  },
};

async function* ordersOf(documents: AsyncIterable<OrderDocument>): AsyncGenerator<OrderEvent> {
  for await (const document of documents) yield { orderChanged: (document && toOrder(document)) ?? null };
}
