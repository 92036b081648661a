import type { Order, OrderResolvers } from '../../../schema/generated/query.ts';
import { encodeRevision } from '../../../schema/revision.ts';
import type { QueryContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { mergeVectors, vectorOf } from '../freshness/demand.ts';
import { readRevision } from '../freshness/token.ts';
import { type Document, documentOf } from '../indexer/projections/document.ts';
import { latest } from './latest.ts';

/** What the API shows of an order document; undefined until the order has arrived. */
export function toOrder({ order }: Document): Order | undefined {
  if (order === undefined) return undefined;
  const { id, status, externalReference, customerId, lines, total, createdAt } = order;
  return {
    ...{ id, status, externalReference, customerId, total, createdAt },
    lines: [...lines],
    revision: encodeRevision({ order }),
    updatedAt: latest(order),
  };
}

export const orderResolvers: OrderResolvers<QueryContext> = {
  /** Never null, which a router would drop without a word. */
  async __resolveReference({ id, revision }, context) {
    const demanded = vectorOf(id, readRevision(revision, ['order']));
    const document = await context.read(documentOf('order', id), mergeVectors(context.demanded(), demanded));
    const order = document && toOrder(document);
    if (order === undefined) throw notFound('Order', id);
    return order;
  },
};
