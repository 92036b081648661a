import type { ResolversParentTypes } from '../../../schema/generated/query.ts';
import { encodeRevision } from '../../../schema/revision.ts';
import type { Document } from '../indexer/projections/document.ts';
import { latest } from './latest.ts';

/** What the API shows of a customer document; undefined until the customer has arrived. */
export function toCustomer({ customer }: Document): ResolversParentTypes['Customer'] | undefined {
  if (customer === undefined) return undefined;
  const { id, name, email, address, registeredAt } = customer;
  const shown = { id, name, email, address, registeredAt };
  return { ...shown, revision: encodeRevision({ customer }), updatedAt: latest(customer) };
}
