import type { Dependencies } from '../handle-command.ts';
import { orders } from '../handlers/orders.ts';
import * as inputs from './inputs.ts';
import { asGiven, createMutation, type Sources } from './mutation.ts';
import { toOrder } from './payload.ts';

/** The mutations on orders. */
export function ordersMutations(dependencies: Dependencies, { clock, newId }: Sources) {
  const mutation = createMutation(dependencies, clock);
  return {
    createOrder: mutation(
      inputs.createOrder,
      orders.createOrder,
      (input, now) => ({ ...input, orderId: newId(), now }),
      toOrder,
    ),
    payOrder: mutation(inputs.payOrder, orders.payOrder, asGiven, toOrder),
    shipOrder: mutation(inputs.shipOrder, orders.shipOrder, asGiven, toOrder),
    deliverOrder: mutation(inputs.deliverOrder, orders.deliverOrder, asGiven, toOrder),
    cancelOrder: mutation(inputs.cancelOrder, orders.cancelOrder, asGiven, toOrder),
    returnOrderItems: mutation(
      inputs.returnOrderItems,
      orders.returnOrderItems,
      (input) => ({ ...input, returnId: newId() }),
      toOrder,
    ),
  };
}
