import type { Address, CustomerState } from '../../../schema/events/customer.ts';
import type { HappeningOf } from '../../../schema/events/event.ts';
import {
  accept,
  acceptUnchanged,
  type Change,
  type Decision,
  type Entity,
  happen,
  type OnExisting,
  onExisting,
  reject,
} from './decision.ts';

export type Customer = Entity<'customer'>;

export interface RegisterCustomer {
  readonly customerId: string;
  readonly now: string;
  readonly email: string;
  readonly name: string;
  readonly address: Address | null;
}
export interface ChangeCustomerAddress extends OnExisting {
  readonly customerId: string;
  readonly address: Address;
}

/** `existingId` is the customer who has the e-mail address already. */
export function registerCustomer(
  { now, ...command }: RegisterCustomer,
  existingId: string | undefined,
): Decision {
  if (existingId !== undefined) {
    const message = 'another customer has this e-mail address';
    return reject({ code: 'DUPLICATE_EMAIL', message, path: ['email'], customerId: existingId });
  }
  const data = { ...command, registeredAt: now };
  return accept(
    command.customerId,
    next(undefined, command.customerId, { type: 'CustomerRegistered', data }),
  );
}

export const changeCustomerAddress = (
  command: ChangeCustomerAddress,
  customer: Customer | undefined,
): Decision =>
  onExisting('customer', command, customer, (found) => {
    const { address } = command;
    const previousAddress = found.state.address;
    if (JSON.stringify(address) === JSON.stringify(previousAddress)) return acceptUnchanged(found);
    const data = { address, previousAddress };
    return accept(found.id, next(found, found.id, { type: 'CustomerAddressChanged', data }));
  });

function evolveCustomer(state: CustomerState | undefined, happening: HappeningOf<'customer'>): CustomerState {
  if (happening.type === 'CustomerRegistered') return happening.data;
  if (state === undefined) throw new Error(`${happening.type} before CustomerRegistered`);
  return { ...state, address: happening.data.address };
}

const next = (
  customer: Customer | undefined,
  id: string,
  happening: HappeningOf<'customer'>,
): Change<'customer'> => happen('customer', customer, id, happening, evolveCustomer);
