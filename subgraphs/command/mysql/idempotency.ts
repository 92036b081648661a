import { hash } from 'node:crypto';
import type { ResultSetHeader } from 'mysql2/promise';
import type { Connection, Pool } from './connect.ts';
import { select, type Statement } from './statements.ts';

/** Identifies one command of one caller by its key, and tells whether its input is the same as before. */
export interface CommandIdentity {
  readonly hash: Buffer;
  readonly fingerprint: Buffer;
  /** Told apart from later repetitions of the same command: random per request, the same for its retries. */
  readonly attempt: string;
}

export const commandIdentity = (
  scope: readonly string[],
  input: unknown,
  attempt: string,
): CommandIdentity => ({
  hash: sha256(JSON.stringify(scope)),
  fingerprint: sha256(JSON.stringify(input)),
  attempt,
});

/**
 * Opens the transaction, takes the command's key, and reads the epoch and how much MySQL takes in one round trip. A
 * concurrent duplicate waits here until the first one ends. Undefined when the command was done before.
 */
export async function beginCommand(
  connection: Connection,
  id: CommandIdentity,
): Promise<{ epoch: number; maxPacketBytes: number } | undefined> {
  try {
    const [, , rows] = await Promise.all([
      connection.query('START TRANSACTION'),
      connection.query('INSERT INTO idempotency (hash, fingerprint, attempt) VALUES (?, ?, ?)', [
        id.hash,
        id.fingerprint,
        id.attempt,
      ]),
      select<{ epoch: number; maxPacketBytes: number }>(
        connection,
        'SELECT epoch, @@max_allowed_packet AS maxPacketBytes FROM epoch',
        [],
      ),
    ]);
    return rows[0];
  } catch (error) {
    if ((error as { code?: string }).code !== 'ER_DUP_ENTRY') throw error;
    return undefined;
  }
}

export const saveAnswer = (id: CommandIdentity, answer: unknown): Statement => ({
  sql: 'UPDATE idempotency SET answer = ? WHERE hash = ?',
  values: [JSON.stringify(answer), id.hash],
});

/** Ends the transaction. The answer that the command got when it was done; undefined when its key has been purged since. */
export async function firstAnswer<A>(
  connection: Connection,
  id: CommandIdentity,
): Promise<{ answer: A; sameInput: boolean; ours: boolean } | undefined> {
  const [, [row]] = await Promise.all([
    connection.query('ROLLBACK'),
    select<{ answer: A; fingerprint: Buffer; attempt: string }>(
      connection,
      'SELECT answer, fingerprint, attempt FROM idempotency WHERE hash = ?',
      [id.hash],
    ),
  ]);
  if (row === undefined) return undefined;
  return {
    answer: row.answer,
    sameInput: row.fingerprint.equals(id.fingerprint),
    ours: row.attempt === id.attempt,
  };
}

/** How long a key is remembered. What is sent again after that is a new command. */
const KEPT_HOURS = 24;
/** Rows deleted at once, so that no command waits long behind the purge. */
const SLICE = 1_000;

/** Forgets the keys of more than 24 hours ago. Answers how many. */
export async function purgeKeys(pool: Pool): Promise<number> {
  for (let purged = 0; ;) {
    const [{ affectedRows }] = await pool.query<ResultSetHeader>(
      `DELETE FROM idempotency WHERE created_at < CURRENT_TIMESTAMP(3) - INTERVAL ${KEPT_HOURS} HOUR
       ORDER BY created_at LIMIT ${SLICE}`,
    );
    purged += affectedRows;
    if (affectedRows < SLICE) return purged;
  }
}

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');
