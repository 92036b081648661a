import type { PoolConnection } from 'mysql2/promise';
import type { Connection, Pool } from './connect.ts';

/** How long the server may take to end what was cut off. */
const KILL_TIMEOUT_MS = 1_000;
const LOOK_TIMEOUT_MS = 2_000;

/** What was to be done before a deadline was not. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
  constructor() {
    super('the time for an answer is up');
  }
}

/**
 * Does the work, unless it takes longer than to the deadline (on the clock of `performance.now()`): rejects with
 * DeadlinePassed then, and aborts the signal. After the deadline it is not begun.
 */
export async function before<T>(deadline: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController();
  if (deadline === Infinity) return await work(end.signal);
  const left = deadline - performance.now();
  if (left <= 0) throw new DeadlinePassed();
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlinePassed());
      end.abort();
    }, left);
  });
  return await Promise.race([work(end.signal), passed]).finally(() => clearTimeout(timer));
}

/**
 * Lends a connection until the signal is aborted: then it is cut, and the server is told to end what it is doing, so
 * that nothing more is done and no lock is kept. A transaction that is not `done` is rolled back.
 */
export async function lend<T extends { readonly done: boolean }>(
  pool: Pool,
  signal: AbortSignal,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await pool.getConnection();
  if (signal.aborted) {
    connection.release();
    throw new DeadlinePassed();
  }
  const cut = (): void => {
    connection.destroy();
    void kill(pool, connection.threadId);
  };
  signal.addEventListener('abort', cut);
  let done = false;
  try {
    const result = await use(connection);
    ({ done } = result);
    return result;
  } finally {
    if (!signal.aborted) await giveBack(connection, done);
    signal.removeEventListener('abort', cut);
  }
}

/** What is read. Rejects when MySQL does not answer in time: one that is silent must not take every connection there is. */
export const look = <T>(
  pool: Pool,
  read: (connection: Connection) => Promise<T>,
  deadline = performance.now() + LOOK_TIMEOUT_MS,
): Promise<T> =>
  before(deadline, async (signal) => {
    const { found } = await lend(pool, signal, async (connection) => ({
      done: true,
      found: await read(connection),
    }));
    return found;
  });

export const ping = (pool: Pool): Promise<unknown> =>
  look(pool, (connection) => connection.query('SELECT 1'));

async function giveBack(connection: PoolConnection, done: boolean): Promise<void> {
  if (done) connection.release();
  // A lock wait that timed out has rolled back its statement only; a lost connection fails here and is thrown away.
  else
    await connection.query('ROLLBACK').then(
      () => connection.release(),
      () => connection.destroy(),
    );
}

/** Nobody waits for it, and a session that cannot be ended ends by itself: its lock waits and its silence are limited. */
async function kill(pool: Pool, threadId: number): Promise<void> {
  const connection = await pool.getConnection().catch(() => undefined);
  if (connection === undefined) return;
  const timer = setTimeout(() => connection.destroy(), KILL_TIMEOUT_MS);
  await connection.query('KILL ?', [threadId]).catch(() => undefined);
  clearTimeout(timer);
  connection.release();
}
