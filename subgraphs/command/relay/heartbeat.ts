import type { Logger } from 'pino';
import { encodeMessage } from '../../../schema/events/message.ts';
import type { Pool } from '../mysql/connect.ts';
import { look } from '../mysql/lend.ts';
import { publishedThrough } from '../mysql/outbox.ts';
import type { Topic } from './topic.ts';

const INTERVAL_MS = 1_000;
/** A beat that is late by this much tells nothing any more. */
const TIMEOUT_MS = 5_000;

/**
 * Sends the age of the outbox through the whole pipeline every second, so that the read model can tell how old it is.
 * Its revision is MySQL's time: a relay whose clock was ahead would silence every beat until that time has come. A
 * beat that fails is left out: its absence is the alarm, and the first of several is logged. One at a time, so that a
 * silent engine does not take all connections. Answers with what ends it.
 */
export function startHeartbeat(pool: Pool, topic: Topic, log: Logger): () => void {
  const beat = async (): Promise<void> => {
    const { now, through } = await look(pool, publishedThrough, performance.now() + TIMEOUT_MS);
    const message = encodeMessage({
      kind: 'heartbeat',
      id: 'relay',
      epoch: 0,
      revision: now.getTime(),
      type: 'RelayBeat',
      version: 1,
      occurredAt: now.toISOString(),
      data: {},
      state: { publishedThrough: through.toISOString() },
    });
    const [refusal] = await topic.publish([{ id: 'beat', body: message, traceparent: null }]);
    if (refusal !== undefined) throw new Error(`the topic refuses it: ${refusal.reason}`);
  };
  let isUnderWay = false;
  let isFailing = false;
  const timer = setInterval(() => {
    if (isUnderWay) return;
    isUnderWay = true;
    beat()
      .then(
        () => (isFailing = false),
        (err: unknown) => {
          if (!isFailing) log.warn({ err }, 'no heartbeat');
          isFailing = true;
        },
      )
      .finally(() => (isUnderWay = false));
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}
