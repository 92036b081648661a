import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Connection, Pool } from '../mysql/connect.ts';
import {
  claimOutbox,
  deleteOutbox,
  type OutboxRow,
  postponeOutbox,
  setAsideOutbox,
} from '../mysql/outbox.ts';
import type { Refusal, Topic } from './topic.ts';

/** Rows claimed at once: ten requests of ten messages. */
const CLAIM_LIMIT = 100;
/** Claims under way at once beside the first while there is a backlog: the waits of one are the work of another. */
const MAX_HELPERS = 2;
/** A row refused this many times is set aside: about 8 minutes of tries. */
const MAX_ATTEMPTS = 10;
/** How long a relay that nobody wakes sleeps, in milliseconds. */
const POLL_MS = 250;
/** Pause after a fault of MySQL or of the topic, in milliseconds. */
const FAULT_PAUSE_MS = 1_000;

export interface Relay {
  /** There is something in the outbox. */
  wake(): void;
  /** Ends after the claims that are under way. */
  stop(): Promise<void>;
}

/**
 * Moves messages from the outbox to the topic, at least once and in no order. A row is deleted only after the topic
 * has acknowledged it; a relay that dies in between leaves the row, and the message is sent again.
 */
export function startRelay(pool: Pool, topic: Topic, log: Logger): Relay {
  const stopping = new AbortController();
  const helpers = new Set<Promise<void>>();
  let wakeUp = Promise.withResolvers<void>();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        wakeUp = Promise.withResolvers<void>();
        const claimed = await relayOnce(pool, topic, log);
        if (claimed === CLAIM_LIMIT) help();
        if (claimed === 0) await Promise.race([wakeUp.promise, sleep(POLL_MS)]);
      } catch (err) {
        log.error({ err }, 'the relay cannot publish; trying again');
        await Promise.race([sleep(FAULT_PAUSE_MS), aborted(stopping.signal)]);
      }
    }
  };
  /** A full claim left more behind. What stops a helper is met by the loop too, which tells of it. */
  const help = (): void => {
    while (helpers.size < MAX_HELPERS) {
      const helper = drain()
        .catch(() => undefined)
        .finally(() => helpers.delete(helper));
      helpers.add(helper);
    }
  };
  const drain = async (): Promise<void> => {
    while (!stopping.signal.aborted && (await relayOnce(pool, topic, log)) === CLAIM_LIMIT);
  };
  const ended = loop();
  return {
    wake: () => wakeUp.resolve(),
    stop: async () => {
      stopping.abort();
      wakeUp.resolve();
      await ended;
      await Promise.all(helpers);
    },
  };
}

/** Claims, publishes and deletes once; answers how many rows were claimed. */
export async function relayOnce(pool: Pool, topic: Topic, log: Logger): Promise<number> {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    const rows = await claimOutbox(connection, CLAIM_LIMIT);
    if (rows.length > 0) await settle(connection, rows, await publish(topic, rows), log);
    await connection.commit();
    connection.release();
    return rows.length;
  } catch (error) {
    // Whatever was claimed is free again; what was sent meanwhile is sent twice.
    connection.destroy();
    throw error;
  }
}

const publish = (topic: Topic, rows: readonly OutboxRow[]): Promise<readonly Refusal[]> =>
  topic.publish(rows.map(({ id, message, traceparent }) => ({ id: String(id), body: message, traceparent })));

async function settle(
  connection: Connection,
  rows: readonly OutboxRow[],
  refusals: readonly Refusal[],
  log: Logger,
): Promise<void> {
  const refused = new Map(refusals.map((refusal) => [refusal.id, refusal]));
  await deleteOutbox(
    connection,
    rows.filter(({ id }) => !refused.has(String(id))).map(({ id }) => id),
  );
  for (const row of rows) {
    const refusal = refused.get(String(row.id));
    if (refusal === undefined) continue;
    const setAside = refusal.permanent || row.attempts + 1 >= MAX_ATTEMPTS;
    const { id, stream, revision } = row;
    log[setAside ? 'error' : 'warn'](
      { id, stream, revision, reason: refusal.reason, setAside },
      'message refused',
    );
    await (setAside ? setAsideOutbox : postponeOutbox)(connection, id, refusal.reason);
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
