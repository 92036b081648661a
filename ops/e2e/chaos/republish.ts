import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

/** Events of others that should be committed meanwhile, how long the relay has for them, and how long all that may take. */
const OTHERS = 10;
const RELAYED_MS = 500;
const PATIENCE_MS = 5_000;

/**
 * Publishes the oldest events that have later ones in their streams once more, in a transaction that stays open until
 * others have committed: its messages become visible after theirs, which have higher ids. Answers whether it was so for
 * one at least: an engine that goes away meanwhile undoes it.
 */
export async function republishLate(mysqlUrl: string): Promise<boolean> {
  const connection = await createConnection({ uri: mysqlUrl, timezone: 'Z' }).catch(() => undefined);
  if (connection === undefined) return false;
  connection.on('error', () => undefined);
  try {
    const last = async (): Promise<number> => {
      const [[row]] = await connection.query<RowDataPacket[]>('SELECT MAX(position) AS last FROM events');
      return Number(row?.['last']);
    };
    await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
    await connection.beginTransaction();
    const [events] = await connection.query<RowDataPacket[]>(
      `SELECT kind, id, epoch, revision, type, version, occurred_at AS occurredAt, data, state FROM events e
       WHERE EXISTS (SELECT 1 FROM events l WHERE l.kind = e.kind AND l.id = e.id AND l.revision = e.revision + 1)
       ORDER BY position LIMIT 20`,
    );
    for (const event of events)
      await connection.query('INSERT INTO outbox (stream, revision, message) VALUES (?, ?, ?)', [
        `${event['kind']}-${event['id']}`,
        event['revision'],
        JSON.stringify(event),
      ]);
    const end = performance.now() + PATIENCE_MS;
    const from = await last();
    while (performance.now() < end && (await last()) < from + OTHERS) await sleep(20);
    const isLate = (await last()) > from;
    await sleep(RELAYED_MS);
    await connection.commit();
    return events.length > 0 && isLate;
  } catch {
    return false;
  } finally {
    connection.destroy();
  }
}
