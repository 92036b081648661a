import type { Pool } from './connect.ts';
import { select } from './statements.ts';

/** The epoch under which events are written now. */
export async function currentEpoch(pool: Pool): Promise<number> {
  const [row] = await select<{ epoch: number }>(pool, 'SELECT epoch FROM epoch', []);
  return row!.epoch;
}

/**
 * Raises the epoch, so that what is written from now on is newer than anything that was written before, be it lost or
 * not. It becomes the time in seconds, not the next number: whoever restores one backup twice would be given the same
 * number twice, and what was written between the two would count as new.
 */
export async function raiseEpoch(pool: Pool): Promise<number> {
  await pool.query('UPDATE epoch SET epoch = GREATEST(epoch + 1, UNIX_TIMESTAMP())');
  return await currentEpoch(pool);
}
