import { z } from 'zod';
import { CategoryState, categoryEvents } from './category.ts';
import { CustomerState, customerEvents } from './customer.ts';
import { OrderState, orderEvents } from './order.ts';
import { ProductState, productEvents } from './product.ts';
import { RatingState, ratingEvents, ReviewState, reviewEvents } from './review.ts';
import { StockState, stockEvents } from './stock.ts';
import { BatchState, batchEvents, HeartbeatState, heartbeatEvents } from './synchronisation.ts';

/** Every kind of stream: the state it carries and the events that may happen in it. */
export const streamKinds = {
  product: { state: ProductState, events: productEvents },
  category: { state: CategoryState, events: categoryEvents },
  stock: { state: StockState, events: stockEvents },
  order: { state: OrderState, events: orderEvents },
  customer: { state: CustomerState, events: customerEvents },
  review: { state: ReviewState, events: reviewEvents },
  rating: { state: RatingState, events: ratingEvents },
  batch: { state: BatchState, events: batchEvents },
  heartbeat: { state: HeartbeatState, events: heartbeatEvents },
} as const;

type Kinds = typeof streamKinds;
export type StreamKind = keyof Kinds;
export type StateOf<K extends StreamKind> = z.infer<Kinds[K]['state']>;
export type EventTypeOf<K extends StreamKind> = keyof Kinds[K]['events'] & string;

/** What happened in a stream of kind K: `{ type, data }` for each event type the kind knows. */
export type HappeningOf<K extends StreamKind> = {
  [T in EventTypeOf<K>]: Kinds[K]['events'][T] extends { data: infer D extends z.ZodType }
    ? { readonly type: T; readonly data: z.infer<D> }
    : never;
}[EventTypeOf<K>];

/**
 * One event as it is stored and sent: what happened, and the full state of its stream after it, so that a reader
 * needs no earlier event. In a stream, (epoch, revision) rises with every event; the epoch rises only when an
 * operator restores MySQL from a backup.
 */
export type EventOf<K extends StreamKind> = K extends StreamKind
  ? {
      readonly kind: K;
      readonly id: string;
      readonly epoch: number;
      readonly revision: number;
      /** Version of this event type's shape. */
      readonly version: number;
      readonly occurredAt: string;
      /** W3C trace context of the command. */
      readonly traceparent?: string | undefined;
      readonly state: StateOf<K>;
    } & HappeningOf<K>
  : never;
export type DomainEvent = EventOf<StreamKind>;

/** The stream's name, for example `stock-0197…`. */
export const streamName = (kind: string, id: string): string => `${kind}-${id}`;

/** Splits a stream's name into kind and id; undefined when Tandem has no such kind of stream. */
export function parseStream(stream: string): { kind: StreamKind; id: string } | undefined {
  const dash = stream.indexOf('-');
  const [kind, id] = [stream.slice(0, dash), stream.slice(dash + 1)];
  return dash > 0 && id !== '' && isStreamKind(kind) ? { kind, id } : undefined;
}

const isStreamKind = (kind: string): kind is StreamKind => Object.hasOwn(streamKinds, kind);

/** Thrown for a message that no retry can make readable; the message belongs among the dead letters. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  /** Which event it is, where that much can be read. */
  readonly header: EventHeader | undefined;
  constructor(message: string, { header, ...options }: ErrorOptions & { header?: EventHeader } = {}) {
    super(message, options);
    this.header = header;
  }
}

const Envelope = z.object({
  kind: z.string(),
  id: z.string().min(1),
  epoch: z.int().min(0),
  revision: z.int().min(1),
  type: z.string(),
  version: z.int().min(1),
  occurredAt: z.iso.datetime(),
  traceparent: z.string().optional(),
  data: z.unknown(),
  state: z.unknown(),
});

type Read = z.infer<typeof Envelope>;
/** Which event of which stream, perhaps of a kind that is not known here. */
export type EventHeader = Pick<Read, 'kind' | 'id' | 'epoch' | 'revision' | 'traceparent'>;
/** An event whose data and state are not checked yet. */
export type RawEvent = Read & { readonly kind: StreamKind };

const isKnown = (event: Read): event is RawEvent => Object.hasOwn(streamKinds, event.kind);

/** What an event type looks like today, and how each older version becomes the next one. */
export interface EventContract {
  readonly version: number;
  readonly data: z.ZodType;
  readonly upcasts?: {
    readonly [olderVersion: number]: (event: RawEvent) => Pick<RawEvent, 'data' | 'state'>;
  };
}

/** Reads one event, of today's version or an older one. Throws UnreadableEvent, which names the field at fault. */
export function parseEvent(raw: unknown): DomainEvent {
  const envelope = read(Envelope, raw, 'event');
  const name = `${envelope.kind} event ${envelope.type} v${envelope.version}`;
  if (!isKnown(envelope)) throw new UnreadableEvent(`${name}: unknown kind`, { header: envelope });
  const kind = streamKinds[envelope.kind];
  const contract = (kind.events as Record<string, EventContract>)[envelope.type];
  if (contract === undefined) throw new UnreadableEvent(`${name}: unknown type`, { header: envelope });
  const event = upcast(envelope, contract, name);
  return {
    ...event,
    data: read(contract.data, event.data, `${name}: data`, envelope),
    state: read(kind.state as z.ZodType, event.state, `${name}: state`, envelope),
  } as DomainEvent;
}

/** Brings an event to today's version, one version after the other. */
export function upcast(event: RawEvent, contract: EventContract, name: string): RawEvent {
  if (event.version === contract.version) return event;
  const step = contract.upcasts?.[event.version];
  if (step === undefined) throw new UnreadableEvent(`${name}: unknown version`, { header: event });
  return upcast({ ...event, ...step(event), version: event.version + 1 }, contract, name);
}

/** The version under which an event of this type is written today. */
export function eventVersion(kind: StreamKind, type: string): number {
  const contract = (streamKinds[kind].events as Record<string, { version: number }>)[type];
  if (contract === undefined) throw new Error(`no event type ${type} in streams of kind ${kind}`);
  return contract.version;
}

/** One line for all that is wrong: it is the reason of a dead letter. */
function read<T>(schema: z.ZodType<T>, value: unknown, what: string, header?: EventHeader): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const wrong = z.prettifyError(result.error).replace(/\s*\n\s*/g, ' ');
  throw new UnreadableEvent(`${what}: ${wrong}`, { cause: result.error, ...(header && { header }) });
}
