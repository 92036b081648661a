import { type Connection, execute, type Pool, select } from './connect.ts';

export interface OutboxRow {
  readonly id: number;
  readonly stream: string;
  readonly revision: number;
  readonly message: string;
  readonly traceparent: string | null;
  readonly attempts: number;
}

/**
 * Claims up to `limit` due rows until the transaction ends; rows that another relay has claimed are skipped, so any
 * number of relays share the work. Never `id > last`: ids become visible out of order, and rows would be lost. Needs
 * READ COMMITTED: under REPEATABLE READ the claim would block every insert.
 */
export const claimOutbox = (connection: Connection, limit: number): Promise<OutboxRow[]> =>
  select<OutboxRow>(
    connection,
    `SELECT id, stream, revision, message, traceparent, attempts FROM outbox FORCE INDEX (PRIMARY)
     WHERE set_aside_at IS NULL AND next_attempt_at <= UTC_TIMESTAMP(3) ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED`,
    [limit],
  );

/**
 * One statement a row, in one round trip. For `id IN (…)` the optimizer scans a short outbox, waits for the rows that
 * other relays claim, and two relays that do so deadlock (seen on 8.0.15, with FORCE INDEX too).
 */
export async function deleteOutbox(connection: Connection, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await execute(
    connection,
    ids.map((id) => ({ sql: 'DELETE FROM outbox WHERE id = ?', values: [id] })),
  );
}

/** Tries the row again after a while that doubles with each attempt, from 1 s to about 4 min. */
export async function postponeOutbox(connection: Connection, id: number, reason: string): Promise<void> {
  await connection.query(
    `UPDATE outbox SET attempts = attempts + 1, reason = ?,
       next_attempt_at = UTC_TIMESTAMP(3) + INTERVAL POW(2, LEAST(attempts, 8)) SECOND WHERE id = ?`,
    [reason.slice(0, 1_000), id],
  );
}

/** Takes the row out of the way for an operator to look at. */
export async function setAsideOutbox(connection: Connection, id: number, reason: string): Promise<void> {
  await connection.query(
    'UPDATE outbox SET attempts = attempts + 1, reason = ?, set_aside_at = UTC_TIMESTAMP(3) WHERE id = ?',
    [reason.slice(0, 1_000), id],
  );
}

/** All that was committed before this moment has left the outbox. A read of one index entry, without locks. */
export async function publishedThrough(pool: Pool): Promise<Date> {
  const [row] = await select<{ moment: Date }>(
    pool,
    'SELECT COALESCE((SELECT MIN(created_at) FROM outbox WHERE set_aside_at IS NULL), UTC_TIMESTAMP(3)) AS moment',
    [],
  );
  return row!.moment;
}
