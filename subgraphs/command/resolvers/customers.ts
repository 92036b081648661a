import type { Dependencies } from '../handle-command.ts';
import { customers } from '../handlers/customers.ts';
import * as inputs from './inputs.ts';
import { asGiven, createMutation, type Sources } from './mutation.ts';
import { toCustomer, toReview } from './payload.ts';

/** The mutations on customers and reviews. */
export function customersMutations(dependencies: Dependencies, { clock, newId }: Sources) {
  const mutation = createMutation(dependencies, clock);
  return {
    registerCustomer: mutation(
      inputs.registerCustomer,
      customers.registerCustomer,
      ({ email, name, address }, now) => ({ email, name, address, customerId: newId(), now }),
      toCustomer,
    ),
    changeCustomerAddress: mutation(
      inputs.changeCustomerAddress,
      customers.changeCustomerAddress,
      asGiven,
      toCustomer,
    ),
    submitReview: mutation(
      inputs.submitReview,
      customers.submitReview,
      (input, now) => ({ ...input, reviewId: newId(), now }),
      toReview,
    ),
    moderateReview: mutation(inputs.moderateReview, customers.moderateReview, asGiven, toReview),
  };
}
