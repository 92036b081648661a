import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

/**
 * Publishes the oldest events that have later ones in their streams once more, in a transaction that stays open so
 * long: their messages become visible after others with higher ids. An engine that goes away meanwhile undoes it.
 */
export async function republishLate(mysqlUrl: string, milliseconds: number): Promise<void> {
  const connection = await createConnection({ uri: mysqlUrl, timezone: 'Z' }).catch(() => undefined);
  if (connection === undefined) return;
  connection.on('error', () => undefined);
  try {
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
    await sleep(milliseconds);
    await connection.commit();
  } catch {
    // MySQL is away, and it is undone
  } finally {
    connection.destroy();
  }
}
