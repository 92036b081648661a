import {
  type ChangeCustomerAddress,
  changeCustomerAddress,
  type Customer,
  type RegisterCustomer,
  registerCustomer,
} from '../domain/customer.ts';
import {
  type ModerateReview,
  moderateReview,
  type Rating,
  type Review,
  type SubmitReview,
  submitReview,
} from '../domain/review.ts';
import type { CommandHandler } from '../handle-command.ts';
import { findCustomer, holdCustomer } from '../mysql/customers.ts';
import { productExists } from '../mysql/products.ts';
import { isReviewed, lockRating, lockReview } from '../mysql/reviews.ts';

/** Commands on customers and their reviews. */
export const customers = {
  registerCustomer: {
    load: (connection, { email }) => findCustomer(connection, email),
    decide: registerCustomer,
  } satisfies CommandHandler<RegisterCustomer, string | undefined>,
  changeCustomerAddress: {
    load: (connection, { customerId }) => holdCustomer(connection, customerId, 'UPDATE'),
    decide: changeCustomerAddress,
  } satisfies CommandHandler<ChangeCustomerAddress, Customer | undefined>,
  submitReview: {
    load: async (connection, { customerId, productId }) => {
      const [product, held] = await Promise.all([
        productExists(connection, productId),
        holdCustomer(connection, customerId, 'SHARE'),
      ]);
      const customer = held !== undefined;
      const reviewedBefore = product && customer && (await isReviewed(connection, customerId, productId));
      return { product, customer, reviewedBefore };
    },
    decide: submitReview,
  } satisfies CommandHandler<SubmitReview, { customer: boolean; product: boolean; reviewedBefore: boolean }>,
  moderateReview: {
    load: async (connection, { reviewId }) => {
      const review = await lockReview(connection, reviewId);
      return { review, rating: review && (await lockRating(connection, review.state.productId)) };
    },
    decide: moderateReview,
  } satisfies CommandHandler<ModerateReview, { review: Review | undefined; rating: Rating | undefined }>,
};
