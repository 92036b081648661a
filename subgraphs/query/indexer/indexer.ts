import {
  type DomainEvent,
  type EventHeader,
  streamName,
  UnreadableEvent,
} from '../../../schema/events/event.ts';
import { decodeMessage } from '../../../schema/events/message.ts';
import { formatPosition } from '../../../schema/revision.ts';
import { EngineFailed } from '../documents/outage.ts';
import { MAX_ID_BYTES } from '../documents/read.ts';
import type { Lane, ReadLanes } from './lanes.ts';
import { documentOf, keyText } from './projections/document.ts';
import { merge } from './projections/merge.ts';
import type { Patch } from './projections/project.ts';
import { batchLength, type Message } from './queue.ts';
import type { Outcome, Refusal, Write } from './sink.ts';
import { MAX_RECEIVES } from './topology.ts';

/** A message, the event in it if it could be read, and what became of it. */
export interface Indexed {
  readonly message: Message;
  readonly event?: DomainEvent;
  /** Which event it is, where more could not be read. */
  readonly header?: EventHeader | undefined;
  readonly outcome: Outcome;
  /** What a generation refused of it; it may be stored all the same, where it is served. */
  readonly refusal?: Refusal;
}

export interface Read {
  readonly message: Message;
  readonly event: DomainEvent;
}
type IndexedRead = Indexed & Read;
/** One patch, and the message that brought it. */
interface Part {
  readonly read: Read;
  readonly patch: Patch;
}

/**
 * Messages that wait for another try, by stream and revision. So many as the consumer held when writing began to fail,
 * and one more for each trial of the breaker.
 */
export type Owed = Map<string, Message>;

/**
 * Brings a batch of messages into the documents of every lane. Order and duplicates in the batch do not matter. What
 * has not reached every lane is for later; only the last lane, which is served, can refuse a message; a refusal of
 * another one is told with the message. What is owed from the batches before is given and kept. Never rejects.
 */
export async function indexBatch(
  messages: readonly Message[],
  readLanes: ReadLanes,
  owed: Owed = new Map(),
): Promise<Indexed[]> {
  const unreadable: Indexed[] = [];
  const reads = messages.flatMap((message) => {
    const result = readMessage(message);
    if (!('outcome' in result)) return [result];
    unreadable.push(result);
    return [];
  });
  const beats = reads.filter(({ event }) => event.kind === 'heartbeat');
  const others = reads.filter(({ event }) => event.kind !== 'heartbeat');
  const keys = new Map(
    reads.map(({ event: { kind, id } }) => documentOf(kind, id)).map((key) => [keyText(key), key]),
  );
  const lanes = await readLanes([...keys.values()]).catch((cause: unknown) => ({ cause }));
  if ('cause' in lanes) {
    const later: Outcome = { kind: 'later', cause: lanes.cause };
    note(
      owed,
      others.map((read) => ({ ...read, outcome: later })),
    );
    return [...unreadable, ...reads.map((read) => ({ ...read, outcome: later }))];
  }
  const indexed = await retryWithoutGone(await indexReads(others, lanes), readLanes);
  note(owed, indexed);
  // A heartbeat says that what came before it can be read. What is owed of that may stand behind a long backlog by now,
  // or have gone to another indexer: writing it here and now does no harm then.
  const fails = indexed.some(({ outcome }) => outcome.kind === 'later');
  if (beats.length > 0 && owed.size > 0 && !fails) note(owed, await indexReads(readSome(owed), lanes));
  const late = owed.size > 0;
  return [...unreadable, ...indexed, ...(late ? beats.map(skip) : await indexReads(beats, lanes))];
}

/** What comes no more is owed no more: the queue puts it among the dead letters, which tell of it. */
function note(owed: Owed, indexed: readonly IndexedRead[]): void {
  for (const { message, event, outcome } of indexed) {
    const name = `${streamName(event.kind, event.id)}@${formatPosition(event)}`;
    if (outcome.kind === 'later' && message.receiveCount < MAX_RECEIVES) owed.set(name, message);
    else owed.delete(name);
  }
}

/** As much of what is owed as a batch has. */
function readSome(owed: Owed): Read[] {
  const messages = [...owed.values()];
  return messages.slice(0, batchLength(messages)).flatMap((message) => {
    const read = readMessage(message);
    return 'outcome' in read ? [] : [read];
  });
}

const STORED: Outcome = { kind: 'stored' };
const skip = ({ message, event }: Read): IndexedRead => ({ message, event, outcome: STORED });

/** A generation that was deleted since the lanes were read is no lane any more: what it lacks need not wait. */
async function retryWithoutGone(indexed: IndexedRead[], readLanes: ReadLanes): Promise<IndexedRead[]> {
  const { gone = [], others = [] } = Object.groupBy(indexed, ({ outcome }) =>
    isGone(outcome) ? 'gone' : 'others',
  );
  const lanes = gone.length === 0 ? undefined : await readLanes().catch(() => undefined);
  return lanes === undefined ? indexed : [...others, ...(await indexReads(gone, lanes))];
}

const isGone = (outcome: Outcome): boolean =>
  outcome.kind === 'later' && outcome.cause instanceof EngineFailed && outcome.cause.statusCode === 404;

async function indexReads(reads: readonly Read[], lanes: readonly Lane[]): Promise<IndexedRead[]> {
  let indexed = reads.map(skip);
  for (const lane of lanes) {
    // What one lane lacks is kept from the next: at any moment that may be served, and this one take its place.
    const { later = [], open = [] } = Object.groupBy(indexed, ({ outcome }) =>
      outcome.kind === 'later' ? 'later' : 'open',
    );
    const outcomes = await indexInto(lane, open);
    indexed = [
      ...later,
      ...open.map((read) => {
        const outcome = outcomes.get(read.message) ?? STORED;
        return { ...read, outcome, ...(outcome.kind === 'refused' && { refusal: outcome }) };
      }),
    ];
  }
  return indexed;
}

/** The outcome of each message that this lane shows something of: the worst of its parts. */
async function indexInto(lane: Lane, reads: readonly Read[]): Promise<Map<Message, Outcome>> {
  const outcomes = new Map<Message, Outcome>();
  const note = ({ message }: Read, outcome: Outcome): void => {
    if (badness[outcome.kind] >= badness[outcomes.get(message)?.kind ?? 'stored'])
      outcomes.set(message, outcome);
  };
  const parts = reads.flatMap((read): Part[] => {
    try {
      return lane.project(read.event).map((patch) => ({ read, patch }));
    } catch (error) {
      note(read, { kind: 'refused', reason: (error as Error).message });
      return [];
    }
  });
  const groups = [...Map.groupBy(parts, ({ patch }) => keyText(patch.key)).values()];
  const written = await lane.write(groups.map(mergedPatch));
  await Promise.all(
    groups.map(async (group, i) => {
      for (const [part, outcome] of await settleGroup(group, written[i]!, lane.write))
        note(part.read, outcome);
    }),
  );
  return outcomes;
}

const badness = { stored: 0, refused: 1, later: 2 } as const satisfies Record<Outcome['kind'], number>;

/** One bad section must not take the good ones of its document with it: if a merged patch is refused, each part goes alone. */
async function settleGroup(
  group: readonly Part[],
  outcome: Outcome,
  write: Write,
): Promise<[Part, Outcome][]> {
  if (outcome.kind !== 'refused' || group.length === 1) return group.map((part) => [part, outcome]);
  const settled: [Part, Outcome][] = [];
  for (const part of group) {
    const [alone] = await write([part.patch]);
    settled.push([part, alone!]);
  }
  return settled;
}

/** The event in a message; refused where it cannot be read. */
export function readMessage(message: Message): Read | Indexed {
  try {
    const event = decodeMessage(message.body);
    if (Buffer.byteLength(event.id) > MAX_ID_BYTES)
      throw new UnreadableEvent(`id is longer than ${MAX_ID_BYTES} bytes`);
    return { message, event };
  } catch (error) {
    const header = error instanceof UnreadableEvent ? error.header : undefined;
    return { message, header, outcome: { kind: 'refused', reason: (error as Error).message } };
  }
}

const mergedPatch = (group: readonly Part[]): Patch =>
  group.map(({ patch }) => patch).reduce((a, b) => ({ key: a.key, document: merge(a.document, b.document) }));
