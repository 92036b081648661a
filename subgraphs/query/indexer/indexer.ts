import { type DomainEvent, UnreadableEvent } from '../../../schema/events/event.ts';
import { decodeMessage } from '../../../schema/events/message.ts';
import { keyText } from './projections/document.ts';
import { merge } from './projections/merge.ts';
import { type Patch, project } from './projections/project.ts';
import type { Message } from './queue.ts';
import type { Outcome, Write } from './sink.ts';

/** A message, the event in it if it could be read, and what became of it. */
export interface Indexed {
  readonly message: Message;
  readonly event?: DomainEvent;
  readonly outcome: Outcome;
}

/** Elasticsearch takes no longer `_id`. */
const MAX_ID_BYTES = 512;

interface Read {
  readonly message: Message;
  readonly event: DomainEvent;
  readonly patch: Patch;
}

/** Brings a batch of messages into the documents. Order and duplicates in the batch do not matter. Never rejects. */
export async function indexBatch(messages: readonly Message[], write: Write): Promise<Indexed[]> {
  const unreadable: Indexed[] = [];
  const reads = messages.flatMap((message) => {
    const result = readMessage(message);
    if ('patch' in result) return [result];
    unreadable.push(result);
    return [];
  });
  const beats = reads.filter(({ event }) => event.kind === 'heartbeat');
  const others = reads.filter(({ event }) => event.kind !== 'heartbeat');
  const indexed = await indexReads(others, write);
  // A heartbeat says that what came before it can be read: not while some of that waits for a retry.
  const late = indexed.some(({ outcome }) => outcome.kind === 'later');
  return [...unreadable, ...indexed, ...(late ? beats.map(skip) : await indexReads(beats, write))];
}

const skip = ({ message, event }: Read): Indexed => ({ message, event, outcome: { kind: 'stored' } });

async function indexReads(reads: readonly Read[], write: Write): Promise<Indexed[]> {
  const groups = [...Map.groupBy(reads, ({ patch }) => keyText(patch.key)).values()];
  const outcomes = await write(groups.map(mergedPatch));
  const indexed = await Promise.all(
    groups.map((group, i) => indexGroup(group, outcomes[i] as Outcome, write)),
  );
  return indexed.flat();
}

/** One bad section must not take the good ones of its document with it: if a merged patch is refused, each event goes alone. */
async function indexGroup(group: readonly Read[], outcome: Outcome, write: Write): Promise<Indexed[]> {
  if (outcome.kind !== 'refused' || group.length === 1)
    return group.map(({ message, event }) => ({ message, event, outcome }));
  const indexed: Indexed[] = [];
  for (const { message, event, patch } of group) {
    const [alone] = await write([patch]);
    indexed.push({ message, event, outcome: alone as Outcome });
  }
  return indexed;
}

function readMessage(message: Message): Read | Indexed {
  try {
    const event = decodeMessage(message.body);
    if (Buffer.byteLength(event.id) > MAX_ID_BYTES)
      throw new UnreadableEvent(`id is longer than ${MAX_ID_BYTES} bytes`);
    return { message, event, patch: project(event) };
  } catch (error) {
    return { message, outcome: { kind: 'refused', reason: (error as Error).message } };
  }
}

const mergedPatch = (group: readonly Read[]): Patch =>
  group.map(({ patch }) => patch).reduce((a, b) => ({ key: a.key, document: merge(a.document, b.document) }));
