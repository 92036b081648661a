import type { Pool, RowDataPacket } from 'mysql2/promise';

/**
 * The transactions that wait for a lock in the pool's database. By what InnoDB prints: information_schema.innodb_trx is a
 * snapshot, which is not renewed while anybody looks at it every 100 ms, and performance_schema is off.
 */
export async function lockWaits(pool: Pick<Pool, 'query'>): Promise<number[]> {
  const [[database]] = await pool.query<RowDataPacket[]>('SELECT DATABASE() AS name');
  const [[printed]] = await pool.query<RowDataPacket[]>('SHOW ENGINE INNODB STATUS');
  const [, ...transactions] = String(printed!['Status']).split(/^---TRANSACTION /m);
  return transactions
    .filter((text) => text.includes('TRX HAS BEEN WAITING') && text.includes(` \`${database!['name']}\`.`))
    .map((text) => Number.parseInt(text, 10));
}
