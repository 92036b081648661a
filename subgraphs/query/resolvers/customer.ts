import type { Customer, CustomerResolvers } from '../../../schema/generated/query.ts';
import { encodeRevision } from '../../../schema/revision.ts';
import type { QueryContext } from '../context.ts';
import type { Document } from '../indexer/projections/document.ts';
import { latest } from './latest.ts';
import { readEntity } from './reference.ts';

/** What the API shows of a customer document; undefined until the customer has arrived. */
export function toCustomer({ customer }: Document): Customer | undefined {
  if (customer === undefined) return undefined;
  const { id, name, email, address, registeredAt } = customer;
  const shown = { id, name, email, address, registeredAt };
  return { ...shown, revision: encodeRevision({ customer }), updatedAt: latest(customer) };
}

export const customerResolvers: CustomerResolvers<QueryContext> = {
  __resolveReference: (reference, context) =>
    readEntity('Customer', ['customer'], reference, context, toCustomer),
};
