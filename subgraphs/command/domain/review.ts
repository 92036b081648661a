import type { HappeningOf } from '../../../schema/events/event.ts';
import type { RatingState, ReviewState } from '../../../schema/events/review.ts';
import {
  accept,
  acceptUnchanged,
  type Change,
  type Decision,
  type Entity,
  happen,
  notFound,
  type OnExisting,
  onExisting,
  reject,
  type Rejection,
} from './decision.ts';

export type Review = Entity<'review'>;
export type Rating = Entity<'rating'>;

export interface SubmitReview {
  readonly reviewId: string;
  readonly now: string;
  readonly customerId: string;
  readonly productId: string;
  readonly stars: number;
  readonly title: string | null;
  readonly text: string | null;
}
export interface ModerateReview extends OnExisting {
  readonly reviewId: string;
  readonly status: 'APPROVED' | 'REJECTED';
}

export function submitReview(
  { now, ...command }: SubmitReview,
  known: { readonly customer: boolean; readonly product: boolean; readonly reviewedBefore: boolean },
): Decision {
  const rejections: Rejection[] = [];
  if (!known.customer) rejections.push(notFound('customer', command.customerId, ['customerId']));
  if (!known.product) rejections.push(notFound('product', command.productId, ['productId']));
  if (known.reviewedBefore) {
    const message = 'the customer has reviewed this product before';
    rejections.push({ code: 'DUPLICATE_REVIEW', message, path: ['productId'] });
  }
  if (rejections.length > 0) return reject(...rejections);
  const data = { ...command, status: 'PENDING' as const, submittedAt: now };
  return accept(
    command.reviewId,
    happen('review', undefined, command.reviewId, { type: 'ReviewSubmitted', data }, evolveReview),
  );
}

/** Judges a review, and lets the product's rating count it when it becomes approved, or no longer when it was. */
export const moderateReview = (
  command: ModerateReview,
  { review, rating }: { review: Review | undefined; rating: Rating | undefined },
): Decision =>
  onExisting('review', command, review, (found) => {
    const { status } = command;
    if (found.state.status === status) return acceptUnchanged(found);
    const moderated = happen(
      'review',
      found,
      found.id,
      { type: 'ReviewModerated', data: { status } },
      evolveReview,
    );
    if (status === 'APPROVED') return accept(found.id, moderated, count(found, rating!, 1));
    if (found.state.status === 'APPROVED') return accept(found.id, moderated, count(found, rating!, -1));
    return accept(found.id, moderated);
  });

const count = ({ id, state: { stars } }: Review, rating: Rating, change: 1 | -1): Change<'rating'> =>
  happen(
    'rating',
    rating,
    rating.id,
    { type: 'RatingChanged', data: { reviewId: id, stars, change } },
    evolveRating,
  );

function evolveReview(state: ReviewState | undefined, happening: HappeningOf<'review'>): ReviewState {
  if (happening.type === 'ReviewSubmitted') return happening.data;
  if (state === undefined) throw new Error(`${happening.type} before ReviewSubmitted`);
  return { ...state, status: happening.data.status };
}

function evolveRating(state: RatingState | undefined, { data }: HappeningOf<'rating'>): RatingState {
  if (state === undefined) throw new Error('RatingChanged before the product was registered');
  const histogram = state.histogram.map((reviews, index) =>
    index === data.stars - 1 ? reviews + data.change : reviews,
  ) as RatingState['histogram'];
  return {
    ...state,
    count: state.count + data.change,
    sum: state.sum + data.change * data.stars,
    histogram,
  };
}
