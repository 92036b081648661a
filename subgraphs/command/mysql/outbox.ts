import type { ResultSetHeader } from 'mysql2/promise';
import { type DomainEvent, streamName } from '../../../schema/events/event.ts';
import type { Connection, Pool, Row } from './connect.ts';
import { execute, insertRows, select, type Statement } from './statements.ts';

/** Puts the messages of events into the outbox; of events that were published before, they are published again. */
export const saveMessages = (
  events: readonly { readonly event: DomainEvent; readonly message: string }[],
): Statement[] =>
  insertRows(
    'outbox',
    ['stream', 'revision', 'message', 'traceparent'],
    events.map(({ event, message }) => [
      streamName(event.kind, event.id),
      event.revision,
      message,
      event.traceparent ?? null,
    ]),
  );

export interface OutboxRow {
  readonly id: number;
  readonly stream: string;
  readonly revision: number;
  readonly message: string;
  readonly traceparent: string | null;
  readonly attempts: number;
}

/**
 * Claims up to `limit` due rows until `endClaim`; rows that another relay has claimed are skipped, so any number of
 * relays share the work. Never `id > last`: ids become visible out of order, and rows would be lost. Needs READ
 * COMMITTED: under REPEATABLE READ the claim would block every insert.
 */
export async function claimOutbox(connection: Connection, limit: number): Promise<OutboxRow[]> {
  const [[, rows]] = await connection.query<[Row[], (Row & OutboxRow)[]]>(
    `START TRANSACTION;
     SELECT id, stream, revision, message, traceparent, attempts FROM outbox FORCE INDEX (PRIMARY)
     WHERE set_aside_at IS NULL AND next_attempt_at <= UTC_TIMESTAMP(3) ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED`,
    [limit],
  );
  return rows;
}

/** Says of each claimed row what becomes of it, and lets go of the claim, in one round trip. */
export const endClaim = (connection: Connection, fates: readonly Statement[]): Promise<void> =>
  execute(connection, [...fates, { sql: 'COMMIT', values: [] }]);

/**
 * One statement a row. For `id IN (…)` the optimizer scans a short outbox, waits for the rows that other relays claim,
 * and two relays that do so deadlock (seen on 8.0.15, with FORCE INDEX too).
 */
export const deleteRow = (id: number): Statement => ({
  sql: 'DELETE FROM outbox WHERE id = ?',
  values: [id],
});

/**
 * Tries the row again after a while that doubles with each attempt, from 1 s to about 4 min. MySQL assigns from left to
 * right: the wait goes by the attempts there were before.
 */
export const postponeRow = (id: number, reason: string): Statement => ({
  sql: `UPDATE outbox SET next_attempt_at = UTC_TIMESTAMP(3) + INTERVAL POW(2, attempts) SECOND,
    attempts = attempts + 1, reason = ? WHERE id = ?`,
  values: [reason.slice(0, 1_000), id],
});

/** Takes the row out of the way for an operator to look at. */
export const setAsideRow = (id: number, reason: string): Statement => ({
  sql: 'UPDATE outbox SET attempts = attempts + 1, reason = ?, set_aside_at = UTC_TIMESTAMP(3) WHERE id = ?',
  values: [reason.slice(0, 1_000), id],
});

/** MySQL's time, and the moment before which all that was committed has left the outbox. A read of one index entry, without locks. */
export async function publishedThrough(connection: Connection): Promise<{ now: Date; through: Date }> {
  const [row] = await select<{ now: Date; through: Date }>(
    connection,
    `SELECT UTC_TIMESTAMP(3) AS now,
       COALESCE((SELECT MIN(created_at) FROM outbox WHERE set_aside_at IS NULL), UTC_TIMESTAMP(3)) AS through`,
    [],
  );
  return row!;
}

/** A row that the relay has given up, for an operator to look at. */
export interface SetAsideRow {
  readonly id: number;
  readonly stream: string;
  readonly revision: number;
  readonly traceparent: string | null;
  readonly attempts: number;
  readonly reason: string;
  readonly setAsideAt: Date;
}

/** The rows set aside whose id is higher, in order of their ids; at most `limit`. */
export const findSetAside = (pool: Pool, after: number, limit: number): Promise<SetAsideRow[]> =>
  select<SetAsideRow>(
    pool,
    `SELECT id, stream, revision, traceparent, attempts, reason, set_aside_at AS setAsideAt FROM outbox
     WHERE set_aside_at IS NOT NULL AND id > ? ORDER BY id LIMIT ?`,
    [after, limit],
  );

/** What can be done to a row that was set aside, as the statement up to its WHERE. */
const SET_ASIDE = {
  /** Gives it to the relay again, with all its tries. */
  resend: `UPDATE outbox SET set_aside_at = NULL, attempts = 0, reason = NULL, next_attempt_at = UTC_TIMESTAMP(3)`,
  /** Sends it never. Its event stays in the log, so verify and a rebuild still know of it. */
  drop: 'DELETE FROM outbox',
} as const;
export type SetAsideAction = keyof typeof SET_ASIDE;

/** Does it to these rows, where they are set aside, or to all that are. Answers how many there were. */
export async function actOnSetAside(
  pool: Pool,
  action: SetAsideAction,
  ids: readonly number[] | 'all',
): Promise<number> {
  const sql = `${SET_ASIDE[action]} WHERE set_aside_at IS NOT NULL`;
  const [{ affectedRows }] = await (ids === 'all'
    ? pool.query<ResultSetHeader>(sql)
    : pool.query<ResultSetHeader>(`${sql} AND id IN (?)`, [ids]));
  return affectedRows;
}

/** How many rows are set aside. */
export async function countSetAside(connection: Connection): Promise<number> {
  const sql = 'SELECT COUNT(*) AS count FROM outbox WHERE set_aside_at IS NOT NULL';
  const [row] = await select<{ count: number }>(connection, sql, []);
  return row!.count;
}

/** How many rows wait for the relay, and since when the oldest does. */
export async function outboxBacklog(connection: Connection): Promise<{ waiting: number; ageMs: number }> {
  const [row] = await select<{ waiting: number; ageMs: number }>(
    connection,
    `SELECT COUNT(*) AS waiting,
       COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(created_at), UTC_TIMESTAMP(3)) DIV 1000, 0) AS ageMs
     FROM outbox WHERE set_aside_at IS NULL`,
    [],
  );
  return row!;
}
