import { Address } from '../../../schema/events/customer.ts';
import type { Customer } from '../domain/customer.ts';
import type { Change } from '../domain/decision.ts';
import { type Connection, saveRows, select, selectByIds, type Statement } from './connect.ts';

interface CustomerRow {
  id: string;
  revision: number;
  email: string;
  name: string;
  address: Address | null;
  registered_at: Date;
}

/** The customer, held until the transaction ends: against any change (`UPDATE`), or shared with other orders (`SHARE`). */
export async function holdCustomer(
  connection: Connection,
  id: string | null,
  hold: 'UPDATE' | 'SHARE',
): Promise<Customer | undefined> {
  const [row] = await selectByIds<CustomerRow>(
    connection,
    `SELECT id, revision, email, name, address, registered_at FROM customer WHERE id IN (?) FOR ${hold}`,
    [id],
  );
  if (row === undefined) return undefined;
  const { id: customerId, revision, email, name } = row;
  // MySQL keeps the keys of JSON in an order of its own; parsing puts them back.
  const address = Address.nullable().parse(row.address);
  const state = { customerId, email, name, address, registeredAt: row.registered_at.toISOString() };
  return { kind: 'customer', id: customerId, revision, state };
}

export async function isEmailTaken(connection: Connection, email: string): Promise<boolean> {
  return (
    (await select(connection, 'SELECT 1 FROM customer WHERE email_key = ?', [emailKey(email)])).length > 0
  );
}

/** Mail addresses differ in more than case only in theory. */
const emailKey = (email: string): string => email.toLowerCase();

export const saveCustomers = (changes: readonly Change<'customer'>[]): Statement[] =>
  saveRows(
    'customer',
    { fixed: ['id', 'email', 'email_key', 'name', 'registered_at'], changeable: ['revision', 'address'] },
    changes,
    ({ id, revision, state: { email, name, address, registeredAt } }) => [
      ...[id, email, emailKey(email), name, new Date(registeredAt)],
      ...[revision, address === null ? null : JSON.stringify(address)],
    ],
  );
