import { createPool, type Pool, type PoolConnection, type RowDataPacket } from 'mysql2/promise';

export type { Pool };
export type Connection = Pick<PoolConnection, 'query'>;
export type Row = RowDataPacket;

/** How long a session may be silent in a transaction: a relay is while it waits for the topic, nobody else nearly as long. */
export const MAX_SILENCE_MS = 20_000;

/**
 * A pool whose sessions are at READ COMMITTED in strict mode and UTC. Locks are taken by hand (FOR UPDATE, FOR SHARE),
 * so that REPEATABLE READ would only add gap locks, and with them deadlocks. A session that is silent for 5 s longer than
 * anybody may be is ended by the server, so that who is half-open or stalled does not keep its locks.
 */
export function connect(url: string, connections = 20): Pool {
  const pool = createPool({
    uri: url,
    connectionLimit: connections,
    // Below the limit, or mysql2 keeps idle connections until the server ends them.
    maxIdle: connections - 1,
    idleTimeout: MAX_SILENCE_MS / 2,
    connectTimeout: 5_000,
    multipleStatements: true,
    timezone: 'Z',
    charset: 'utf8mb4',
    supportBigNumbers: true,
    // A stack for each query, in case that it fails, takes a twentieth of the subgraph's time.
    trace: false,
  });
  pool.on('connection', (connection) => {
    void connection.query(
      `SET SESSION transaction_isolation = 'READ-COMMITTED', sql_mode = 'TRADITIONAL', time_zone = '+00:00',
       innodb_lock_wait_timeout = 5, wait_timeout = ${MAX_SILENCE_MS / 1_000 + 5}`,
    );
  });
  return pool;
}

/** What MySQL says when it cannot work: too many wait for each other or are connected, its disk is full, it is read-only. */
const NOT_NOW = new Set([
  ...['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_CON_COUNT_ERROR', 'ER_TOO_MANY_USER_CONNECTIONS'],
  ...['ER_DISK_FULL', 'ER_RECORD_FILE_FULL', 'ER_ERROR_ON_WRITE', 'ER_ERROR_DURING_COMMIT', 'ER_GET_ERRNO'],
  ...['ER_OPTION_PREVENTS_STATEMENT', 'ER_SERVER_SHUTDOWN', 'ER_QUERY_INTERRUPTED'],
]);

/** Whether a connection was lost, or none was to be had. */
export const isConnectionLost = (error: unknown): boolean =>
  error instanceof Error && ('syscall' in error || (error as { fatal?: boolean }).fatal === true);

/** Whether a fault is the database's: it does not answer, or cannot do what it is asked now. */
export const isDatabaseAway = (error: unknown): boolean =>
  isConnectionLost(error) || NOT_NOW.has((error as { code?: string }).code ?? '');
