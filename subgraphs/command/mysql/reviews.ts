import type { ReviewState } from '../../../schema/events/review.ts';
import type { Change } from '../domain/decision.ts';
import type { Rating, Review } from '../domain/review.ts';
import type { Connection } from './connect.ts';
import { lastOf, saveRows, select, selectByIds, type Statement, updateRows } from './statements.ts';

interface ReviewRow extends Omit<ReviewState, 'reviewId' | 'submittedAt'> {
  revision: number;
  submittedAt: Date;
}
interface RatingRow {
  revision: number;
  stars_1: number;
  stars_2: number;
  stars_3: number;
  stars_4: number;
  stars_5: number;
  review_count: number;
  star_sum: number;
}

export async function lockReview(connection: Connection, id: string): Promise<Review | undefined> {
  const [row] = await selectByIds<ReviewRow>(
    connection,
    `SELECT revision, product_id AS productId, customer_id AS customerId, stars, title, text, status,
       submitted_at AS submittedAt FROM review WHERE id IN (?) FOR UPDATE`,
    [id],
  );
  if (row === undefined) return undefined;
  const { revision, submittedAt, ...rest } = row;
  return {
    kind: 'review',
    id,
    revision,
    state: { ...rest, reviewId: id, submittedAt: submittedAt.toISOString() },
  };
}

export async function isReviewed(
  connection: Connection,
  customerId: string,
  productId: string,
): Promise<boolean> {
  const sql = 'SELECT 1 FROM review WHERE customer_id = ? AND product_id = ?';
  return (await select(connection, sql, [customerId, productId])).length > 0;
}

/** The rating of a product, locked until the transaction ends. */
export async function lockRating(connection: Connection, productId: string): Promise<Rating | undefined> {
  const [row] = await select<RatingRow>(connection, 'SELECT * FROM rating WHERE product_id = ? FOR UPDATE', [
    productId,
  ]);
  if (row === undefined) return undefined;
  const state = {
    productId,
    count: row.review_count,
    sum: row.star_sum,
    histogram: [
      row.stars_1,
      row.stars_2,
      row.stars_3,
      row.stars_4,
      row.stars_5,
    ] as Rating['state']['histogram'],
  };
  return { kind: 'rating', id: productId, revision: row.revision, state };
}

export const saveReviews = (changes: readonly Change<'review'>[]): Statement[] =>
  saveRows(
    'review',
    {
      fixed: ['id', 'product_id', 'customer_id', 'stars', 'title', 'text', 'submitted_at'],
      changeable: ['revision', 'status'],
    },
    changes,
    ({ id, revision, state: { productId, customerId, stars, title, text, submittedAt, status } }) => [
      ...[id, productId, customerId, stars, title, text, new Date(submittedAt)],
      ...[revision, status],
    ],
  );

/** The rows are there since the product was registered. */
export function saveRatings(changes: readonly Change<'rating'>[]): Statement[] {
  const changeable = [
    ...['revision', 'stars_1', 'stars_2', 'stars_3', 'stars_4', 'stars_5'],
    ...['review_count', 'star_sum'],
  ];
  const rows = lastOf(changes).map(({ id, revision, state: { histogram, count, sum } }) => [
    ...[id, revision, ...histogram],
    ...[count, sum],
  ]);
  return updateRows('rating', ['product_id', ...changeable], changeable, rows);
}
