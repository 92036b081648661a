import type { Logger } from 'pino';
import { streamName } from '../../../schema/events/event.ts';
import type { Indexed } from './indexer.ts';
import type { Message, Queue } from './queue.ts';

/** The longest wait before a message is tried again. */
const MAX_RETRY_SECONDS = 60;

/**
 * Tells the queue what became of each message: what is stored is deleted, what can be tried again is left with a
 * jittered wait, what never will be is put among the dead letters and then deleted. Never rejects: what could not be
 * told is delivered again, which is harmless.
 */
export async function settle(
  indexed: readonly Indexed[],
  queue: Queue,
  queueName: string,
  log: Logger,
): Promise<void> {
  const { stored = [], refused = [], later = [] } = Object.groupBy(indexed, ({ outcome }) => outcome.kind);
  await Promise.all([
    attempt('delete', () => queue.delete(stored.map(messageOf))),
    attempt('postpone', () => queue.postpone(later.map(messageOf), retrySeconds)),
    ...refused.map((item) => attempt('set aside', () => setAside(item))),
  ]);
  if (later.length > 0) logLater(later, queueName, log);
  for (const { refusal, ...item } of stored) {
    if (refusal === undefined) continue;
    const { index } = refusal;
    log.error(
      { ...fault({ ...item, outcome: refusal }), index, queue: queueName },
      'message refused by a generation that is not served',
    );
  }

  async function setAside(item: Indexed): Promise<void> {
    await queue.deadLetter(item.message, fault(item));
    log.error({ ...fault(item), queue: queueName }, 'message put among the dead letters');
    await queue.delete([item.message]);
  }
  async function attempt(action: string, act: () => Promise<void>): Promise<void> {
    await act().catch((err: unknown) =>
      log.warn({ err, queue: queueName, action }, 'messages will be delivered again'),
    );
  }
}

/** Doubles from 1 s with each delivery up to a minute; the jitter spreads what failed together. */
function retrySeconds({ receiveCount }: Message): number {
  const most = Math.min(MAX_RETRY_SECONDS, 2 ** receiveCount);
  return Math.ceil(most * (0.5 + Math.random() / 2));
}

const messageOf = ({ message }: Indexed): Message => message;

/** What an operator needs to know of a refused message; also the attributes of the dead letter. */
function fault({ message, event: read, header, outcome }: Indexed): Record<string, string> {
  const event = read ?? header;
  const traceparent = event?.traceparent ?? message.traceparent;
  return {
    reason: outcome.kind === 'refused' ? outcome.reason : outcome.kind,
    ...(event && { stream: streamName(event.kind, event.id), revision: `${event.epoch}.${event.revision}` }),
    ...(traceparent && { traceparent }),
  };
}

/** One line for what failed together: an outage must not fill the log. */
function logLater(later: readonly Indexed[], queue: string, log: Logger): void {
  const first = later[0];
  if (first?.outcome.kind !== 'later') return;
  const { stream, revision, traceparent } = fault(first);
  log.warn(
    { err: first.outcome.cause, queue, messages: later.length, stream, revision, traceparent },
    'not indexed, to be tried again',
  );
}
