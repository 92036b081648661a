import { z } from 'zod';

/** The state of the stream `review-<id>`. One review per customer and product. */
export const ReviewState = z.object({
  reviewId: z.string(),
  productId: z.string(),
  customerId: z.string(),
  stars: z.int().min(1).max(5),
  title: z.string().nullable(),
  text: z.string().nullable(),
  /** Only approved reviews count in the rating. */
  status: z.enum(['PENDING', 'APPROVED', 'REJECTED']),
  submittedAt: z.iso.datetime(),
});
export type ReviewState = z.infer<typeof ReviewState>;

export const reviewEvents = {
  ReviewSubmitted: { version: 1, data: ReviewState },
  ReviewModerated: { version: 1, data: z.object({ status: ReviewState.shape.status }) },
} as const;

/** The state of the stream `rating-<productId>`: the approved reviews of a product, summed up. */
export const RatingState = z.object({
  productId: z.string(),
  count: z.int(),
  /** Of the stars. */
  sum: z.int(),
  /** How many reviews gave 1, 2, 3, 4 and 5 stars. */
  histogram: z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()]),
});
export type RatingState = z.infer<typeof RatingState>;

export const ratingEvents = {
  /** A review with these stars began to count (`change` 1) or no longer counts (-1). */
  RatingChanged: {
    version: 1,
    data: z.object({ reviewId: z.string(), stars: z.int(), change: z.union([z.literal(1), z.literal(-1)]) }),
  },
} as const;
