import type {
  ProductReviewsArgs,
  QueryReviewsArgs,
  ResolversParentTypes,
} from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import type { Place } from '../freshness/demanded.ts';
import type { Document } from '../indexer/projections/document.ts';
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

/** A page of what everybody may see of the reviews of a product. */
export async function findProductReviews(
  productId: string,
  args: Partial<ProductReviewsArgs>,
  context: QueryContext,
  place: Place,
): Promise<ResolversParentTypes['ProductReviewConnection']> {
  const wanted = reviewsRequest({ ...args, filter: { productId, statuses: ['APPROVED'] } });
  return readConnection('reviews', wanted, context, context.demanded(place), toProductReview);
}

/** Names nobody, whatever the document holds. */
function toProductReview({ review }: Document): ResolversParentTypes['ProductReview'] | undefined {
  if (review === undefined) return undefined;
  const { id, stars, title, text, submittedAt } = review;
  return { id, stars, title, text, submittedAt };
}
