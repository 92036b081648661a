import { type Pool, select } from './connect.ts';

/** The epoch under which events are written now. */
export async function currentEpoch(pool: Pool): Promise<number> {
  const [row] = await select<{ epoch: number }>(pool, 'SELECT epoch FROM epoch', []);
  return row!.epoch;
}

/** Raises the epoch by one: what is written from now on is newer than anything that was written before. */
export async function raiseEpoch(pool: Pool): Promise<number> {
  await pool.query('UPDATE epoch SET epoch = epoch + 1');
  return await currentEpoch(pool);
}
