import type { CustomerResolvers } from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import { findOrders } from './orders.ts';
import { readEntity } from './reference.ts';
import { toCustomer } from './to-customer.ts';

export const customerResolvers: CustomerResolvers<QueryContext> = {
  orders: ({ id }, args, context) => findOrders({ ...args, filter: { customerId: id } }, context),
  __resolveReference: (reference, context) =>
    readEntity('Customer', ['customer'], reference, context, toCustomer),
};
