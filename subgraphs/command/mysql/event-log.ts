import { type DomainEvent, parseEvent, type StreamKind } from '../../../schema/events/event.ts';
import type { Connection, Pool } from './connect.ts';
import { select, selectByIds } from './statements.ts';

interface EventRow {
  kind: string;
  id: string;
  epoch: number;
  revision: number;
  type: string;
  version: number;
  occurredAt: Date;
  traceparent: string | null;
  data: unknown;
  state: unknown;
}

const COLUMNS = `e.kind, e.id, e.epoch, e.revision, e.type, e.version, e.occurred_at AS occurredAt, e.traceparent,
  e.data, e.state`;

/**
 * The latest event of each stream of the kind whose id is higher, in order of the ids, of at most `limit` streams: to
 * walk through all of them. Each page is one look; what is committed meanwhile may or may not be seen.
 */
export async function latestEvents(
  connection: Connection,
  kind: StreamKind,
  after: string,
  limit: number,
): Promise<DomainEvent[]> {
  const rows = await select<EventRow>(
    connection,
    `SELECT ${COLUMNS} FROM
       (SELECT id, MAX(revision) AS revision FROM events WHERE kind = ? AND id > ? GROUP BY id ORDER BY id LIMIT ?) latest
     STRAIGHT_JOIN events e ON e.kind = ? AND e.id = latest.id AND e.revision = latest.revision ORDER BY e.id`,
    [kind, after, limit, kind],
  );
  return rows.map(toEvent);
}

/** The latest event of each of these streams that is there. */
export async function latestEventsOf(
  connection: Connection,
  kind: StreamKind,
  ids: readonly string[],
): Promise<DomainEvent[]> {
  const rows = await selectByIds<EventRow>(
    connection,
    `SELECT ${COLUMNS} FROM
       (SELECT id, MAX(revision) AS revision FROM events WHERE kind = '${kind}' AND id IN (?) GROUP BY id) latest
     STRAIGHT_JOIN events e ON e.kind = '${kind}' AND e.id = latest.id AND e.revision = latest.revision`,
    ids,
  );
  return rows.map(toEvent);
}

/** Which of these streams there are. */
export async function existingStreams(
  connection: Connection,
  kind: StreamKind,
  ids: readonly string[],
): Promise<Set<string>> {
  const rows = await selectByIds<{ id: string }>(
    connection,
    `SELECT id FROM events WHERE kind = '${kind}' AND revision = 1 AND id IN (?)`,
    ids,
  );
  return new Set(rows.map(({ id }) => id));
}

/** How many streams there are of each kind. */
export async function countStreams(pool: Pool): Promise<Map<StreamKind, number>> {
  const rows = await select<{ kind: StreamKind; streams: number }>(
    pool,
    'SELECT kind, COUNT(*) AS streams FROM events WHERE revision = 1 GROUP BY kind',
    [],
  );
  return new Map(rows.map(({ kind, streams }) => [kind, streams]));
}

const toEvent = ({ occurredAt, traceparent, ...row }: EventRow): DomainEvent =>
  parseEvent({
    ...row,
    occurredAt: occurredAt.toISOString(),
    ...(traceparent !== null && { traceparent }),
  });
