import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Connection, MAX_SILENCE_MS, type Pool } from '../mysql/connect.ts';
import { before, lend } from '../mysql/lend.ts';
import {
  claimOutbox,
  deleteRow,
  endClaim,
  type OutboxRow,
  postponeRow,
  setAsideRow,
} from '../mysql/outbox.ts';
import { type OutgoingMessage, packBatches, type Refusal, type Topic } from './topic.ts';

/** Rows claimed at once: ten requests of ten messages. */
const CLAIM_LIMIT = 100;
/**
 * Requests of one claim, all at once. Large messages need more for a hundred rows; the rows left are claimed again. So
 * all claims together have fewer requests under way than the topic's client has sockets (50 by default): one that has
 * to wait for a socket is given up before it is sent.
 */
const MAX_REQUESTS = 10;
/** Claims under way at once: the waits of one are the work of another. */
const MAX_CLAIMS = 3;
/**
 * From one claim to the next, in milliseconds, unless the first leaves more behind: what comes in that time costs one claim,
 * not many.
 */
const GATHER_MS = 20;
/**
 * Where more than one commit has come in that time, the next claim waits for two again, so that the second waits for
 * nothing; and for the claim before, which takes long where the processors are full.
 */
const GATHER_TWO = { leastMs: 10, mostMs: 30 } as const;
/** The topic's client has given up by then: three tries of five seconds. MySQL has not. */
const CLAIM_TIMEOUT_MS = MAX_SILENCE_MS;
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
 * has acknowledged it; a relay that dies in between leaves the row, and the message is sent again. A fault is logged
 * once, until something is sent again.
 */
export function startRelay(pool: Pool, topic: Topic, log: Logger): Relay {
  const stopping = new AbortController();
  const claims = new Set<Promise<void>>();
  let wakeUps = countWakeUps();
  let pause: Promise<void> | undefined;
  let failing = false;

  const rest = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  const claim = async (more: () => void): Promise<void> => {
    try {
      const count = await relayOnce(pool, topic, log, more);
      // Nothing found shows nothing: other claims and other relays may hold what there is.
      if (count > 0) failing = false;
    } catch (err) {
      // What stops one claim stops those beside it.
      if (pause !== undefined) return;
      if (!failing) log.error({ err }, 'the relay cannot publish; trying again');
      failing = true;
      pause = rest(FAULT_PAUSE_MS);
    }
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const isBusy = wakeUps.count() > 1;
      // From before the claim: what is committed while it is under way is claimed by one more.
      wakeUps = countWakeUps();
      const more = Promise.withResolvers<void>();
      const running = claim(more.resolve).finally(() => claims.delete(running));
      claims.add(running);
      const polled = sleep(POLL_MS);
      const gathered = isBusy
        ? Promise.race([
            rest(GATHER_TWO.mostMs),
            Promise.all([rest(GATHER_TWO.leastMs), wakeUps.second, running]),
          ])
        : rest(GATHER_MS);
      await Promise.race([more.promise, gathered]);
      await Promise.race([wakeUps.first, more.promise, polled]);
      if (claims.size === MAX_CLAIMS) await Promise.race(claims);
      await pause;
      pause = undefined;
    }
  };
  const ended = loop();
  return {
    wake: () => wakeUps.add(),
    stop: async () => {
      stopping.abort();
      wakeUps.add();
      await ended;
      await Promise.all(claims);
    },
  };
}

/** The wake-ups from the beginning of one claim to that of the next. */
function countWakeUps() {
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  let count = 0;
  return {
    first: first.promise,
    second: second.promise,
    count: () => count,
    add(): void {
      count++;
      (count === 1 ? first : second).resolve();
    },
  };
}

/**
 * Claims, publishes and deletes once; answers how many rows were claimed. `more` is called when it leaves more behind.
 * Every request stands for itself: where one fails, what the others sent is deleted all the same, its own rows are left
 * as they were, and the fault is thrown. After a fault of MySQL, and where it or the topic stays silent, whatever was
 * claimed is free again; what was sent meanwhile is sent twice.
 */
export const relayOnce = (
  pool: Pool,
  topic: Topic,
  log: Logger,
  more: () => void = () => undefined,
  timeoutMs = CLAIM_TIMEOUT_MS,
): Promise<number> =>
  before(performance.now() + timeoutMs, async (signal) => {
    const { count, isSomeLeft, fault } = await lend(pool, signal, async (connection) => {
      const rows = await claimOutbox(connection, CLAIM_LIMIT);
      if (rows.length === CLAIM_LIMIT) more();
      const batches = packBatches(rows.map(toMessage));
      const answers = await Promise.allSettled(
        batches
          .slice(0, MAX_REQUESTS)
          .map(async (batch) => ({ batch, refusals: await topic.publish(batch) })),
      );
      const answered = answers.filter((answer) => answer.status === 'fulfilled').map(({ value }) => value);
      await settle(connection, rows, answered, log);
      return {
        done: true,
        count: rows.length,
        isSomeLeft: batches.length > MAX_REQUESTS,
        fault: answers.find((answer) => answer.status === 'rejected'),
      };
    });
    if (fault !== undefined) throw fault.reason;
    if (isSomeLeft) more();
    return count;
  });

const toMessage = ({ id, message, traceparent }: OutboxRow): OutgoingMessage => ({
  id: String(id),
  body: message,
  traceparent,
});

/** A batch that the topic has answered for. */
interface Answered {
  readonly batch: readonly OutgoingMessage[];
  readonly refusals: readonly Refusal[];
}

/** Deletes what was sent, puts off or sets aside what was refused, and ends the claim. */
async function settle(
  connection: Connection,
  rows: readonly OutboxRow[],
  answered: readonly Answered[],
  log: Logger,
): Promise<void> {
  const refused = new Map(
    answered.flatMap(({ refusals }) => refusals.map((refusal) => [refusal.id, refusal])),
  );
  const acknowledged = new Set(answered.flatMap(({ batch }) => batch.map(({ id }) => id)));
  const sent = rows.filter(({ id }) => acknowledged.has(String(id)) && !refused.has(String(id)));
  const others = rows.flatMap((row) => {
    const refusal = refused.get(String(row.id));
    if (refusal === undefined) return [];
    const setAside = refusal.permanent || row.attempts + 1 >= MAX_ATTEMPTS;
    const { id, stream, revision } = row;
    log[setAside ? 'error' : 'warn'](
      { id, stream, revision, reason: refusal.reason, setAside },
      'message refused',
    );
    return [(setAside ? setAsideRow : postponeRow)(id, refusal.reason)];
  });
  await endClaim(connection, [...sent.map(({ id }) => deleteRow(id)), ...others]);
}
