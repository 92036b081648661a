import { Address } from '../../../schema/events/customer.ts';
import type { Customer } from '../domain/customer.ts';
import type { Change } from '../domain/decision.ts';
import type { Connection } from './connect.ts';
import { saveRows, select, selectByIds, type Statement } from './statements.ts';

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

/** The customer who has this e-mail address. */
export async function findCustomer(connection: Connection, email: string): Promise<string | undefined> {
  const sql = 'SELECT id FROM customer WHERE email_key = ?';
  const [row] = await select<{ id: string }>(connection, sql, [emailKey(email)]);
  return row?.id;
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
