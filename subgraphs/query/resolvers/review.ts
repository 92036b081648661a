import type { Review, ReviewResolvers } from '../../../schema/generated/query.ts';
import { encodeRevision } from '../../../schema/revision.ts';
import type { QueryContext } from '../context.ts';
import type { Document } from '../indexer/projections/document.ts';
import { latest } from './latest.ts';
import { readEntity } from './reference.ts';

/** What the API shows of a review document; undefined until the review has arrived. */
export function toReview({ review }: Document): Review | undefined {
  if (review === undefined) return undefined;
  const { id, productId, customerId, stars, title, text, status, submittedAt } = review;
  const shown = { id, productId, customerId, stars, title, text, status, submittedAt };
  return { ...shown, revision: encodeRevision({ review }), updatedAt: latest(review) };
}

export const reviewResolvers: ReviewResolvers<QueryContext> = {
  __resolveReference: (reference, context, info) =>
    readEntity('Review', ['review'], reference, context, info, toReview),
};
