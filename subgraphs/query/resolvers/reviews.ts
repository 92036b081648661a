import type { QueryReviewsArgs, ResolversParentTypes } from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import type { Place } from '../freshness/demanded.ts';
import { reviewsRequest } from '../search/reviews.ts';
import { readConnection } from './connection.ts';
import { toReview } from './review.ts';

/** A page of the reviews that the arguments ask for. */
export async function findReviews(
  args: QueryReviewsArgs,
  context: QueryContext,
  place: Place,
): Promise<ResolversParentTypes['ReviewConnection']> {
  return readConnection('reviews', reviewsRequest(args), context, context.demanded(place, args), toReview);
}
