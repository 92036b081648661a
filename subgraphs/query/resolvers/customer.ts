import type { CustomerResolvers } from '../../../schema/generated/query.ts';
import type { QueryContext } from '../context.ts';
import { findOrders } from './orders.ts';
import { readEntity } from './reference.ts';
import { toCustomer } from './to-customer.ts';

export const customerResolvers: CustomerResolvers<QueryContext> = {
  orders: ({ id }, args, context, info) => findOrders({ ...args, filter: { customerId: id } }, context, info),
  __resolveReference: (reference, context, info) =>
    readEntity('Customer', ['customer'], reference, context, info, toCustomer),
};
