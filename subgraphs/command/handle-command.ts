import { randomUUID } from 'node:crypto';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { v7 as uuidv7 } from 'uuid';
import { type DomainEvent, streamName, type StreamKind } from '../../schema/events/event.ts';
import { encodeMessage, MAX_MESSAGE_BYTES } from '../../schema/events/message.ts';
import { encodeRevision, MAX_TOKEN_STREAMS, type Position } from '../../schema/revision.ts';
import type { Tokens } from '../../schema/token.ts';
import { type ErrorPolicy, refuseRows } from './domain/bulk.ts';
import type { Change, Decision, Rejection, Unchanged } from './domain/decision.ts';
import { type Connection, isConnectionLost, type Pool } from './mysql/connect.ts';
import { execute, inRoundTrips, packetBytes, type Statement } from './mysql/statements.ts';
import { saveCategories } from './mysql/categories.ts';
import { saveCustomers } from './mysql/customers.ts';
import { saveEvents, toEvent } from './mysql/events.ts';
import {
  beginCommand,
  type CommandIdentity,
  commandIdentity,
  firstAnswer,
  saveAnswer,
} from './mysql/idempotency.ts';
import { before, lend } from './mysql/lend.ts';
import { saveOrders } from './mysql/orders.ts';
import { saveProducts } from './mysql/products.ts';
import { saveRatings, saveReviews } from './mysql/reviews.ts';
import { saveStocks } from './mysql/stocks.ts';
import { explainOutage, GivenUp } from './outage.ts';

/**
 * A command: how to load what it meets (taking the locks), and how to decide on it (pure). Commands that touch several
 * kinds lock in this order: category, product, customer, order, stock, review, rating.
 */
export interface CommandHandler<Command, Context> {
  load(connection: Connection, command: Command): Promise<Context>;
  decide(command: Command, context: Context): Decision;
}

/** Who sends a command, and under which key. */
export interface CommandMeta {
  readonly caller: string;
  /** The mutation's name: a key is one command's. */
  readonly name: string;
  readonly idempotencyKey: string | undefined;
  /** What the client sent, without the key: the same key with another input is refused. */
  readonly input: unknown;
  readonly now: string;
  readonly traceparent: string | undefined;
  /** When the answer must be on its way, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly over: AbortSignal;
}

export interface Dependencies {
  readonly pool: Pool;
  /** Called after each commit; must not throw. */
  readonly wakeRelay: () => void;
  readonly tokens: Tokens;
  /** The commands under way, also those whose client has left: the pool must not end before them. */
  readonly commands: Set<Promise<Outcome>>;
}

/** What a command that was done answers, the first time and each time its key is sent again. */
export interface Answer {
  /** One entity, or one for each row of a bulk command: null where the row was refused. */
  readonly subjects: readonly ({ readonly id: string; readonly revision: string } | null)[];
  readonly consistencyToken: string;
  /** Why rows of a bulk command were left out. */
  readonly skipped: readonly Rejection[];
}
export type Outcome =
  | ({ readonly done: true; readonly replayed: boolean } & Answer)
  | { readonly done: false; readonly rejections: readonly Rejection[] };

/**
 * Runs a command in one transaction: state, events, outbox and answer are committed together or not at all. The key
 * is taken first, so one key has one effect however often and however concurrently it is sent. Deadlocks, lock waits,
 * lost connections and conflicts on a unique key are tried again under the same key: where only the reply to COMMIT
 * was lost, the next try finds the answer. Throws GivenUp when the tries are used up, or the time is. For a client who
 * has left it is not begun.
 */
export async function handleCommand<Command, Context>(
  { pool, wakeRelay, tokens }: Dependencies,
  handler: CommandHandler<Command, Context>,
  command: Command,
  meta: CommandMeta,
): Promise<Outcome> {
  meta.over.throwIfAborted();
  const attempt = randomUUID();
  const identity = commandIdentity(
    [meta.caller, meta.name, meta.idempotencyKey ?? attempt],
    meta.input,
    attempt,
  );
  let mayHaveRun = false;
  let isFirst = true;
  const tryOnce = async (connection: Connection): Promise<Outcome> => {
    // It may have left while there was no connection.
    if (isFirst) meta.over.throwIfAborted();
    isFirst = false;
    // What is loaded goes with the key, and after it: where the key is taken, nothing is locked.
    const beginning = beginCommand(connection, identity);
    const loading = handler.load(connection, command);
    loading.catch(() => {}); // Fails with the key.
    const begun = await beginning;
    // The key is there when an earlier try was committed, or another request with the same key, and only then.
    mayHaveRun = begun === undefined;
    if (begun === undefined) return await replay(connection, identity, tokens);
    const decision = handler.decide(command, await loading);
    const { statements, outcome } = settle(decision, { ...meta, ...begun, identity, tokens });
    if (outcome.done) {
      mayHaveRun = true;
      await execute(connection, [...statements, COMMIT]).catch((error: unknown) => {
        // A statement before the COMMIT has failed.
        mayHaveRun = isConnectionLost(error);
        throw error;
      });
    }
    return outcome;
  };
  const outcome = await before(meta.deadline, (signal) =>
    retryTransient.execute(() => lend(pool, signal, (connection) => tryOnce(inRoundTrips(connection)))),
  ).catch((cause: unknown) => {
    throw explainOutage(cause) ? new GivenUp(mayHaveRun, cause as Error) : cause;
  });
  if (outcome.done && !outcome.replayed) wakeRelay();
  return outcome;
}

/** On the connection at hand: if each duplicate waited for a second one, a pool full of them would wait forever. */
async function replay(connection: Connection, identity: CommandIdentity, tokens: Tokens): Promise<Outcome> {
  const first = await firstAnswer<Answer>(connection, identity);
  if (first === undefined) throw new KeyVanished();
  if (first.sameInput) {
    const consistencyToken = tokens.renew(first.answer.consistencyToken);
    return { done: true, replayed: !first.ours, ...first.answer, consistencyToken };
  }
  const message = 'the idempotency key came with another input before';
  return { done: false, rejections: [{ code: 'IDEMPOTENCY_KEY_REUSED', message, path: ['idempotencyKey'] }] };
}

interface CommitContext {
  readonly epoch: number;
  readonly maxPacketBytes: number;
  readonly now: string;
  readonly traceparent: string | undefined;
  readonly identity: CommandIdentity;
  readonly tokens: Tokens;
  readonly input: unknown;
}

/** What to write for a decision, and what to answer once it is written. */
function settle(
  decision: Decision,
  at: CommitContext,
): { readonly statements: Statement[]; readonly outcome: Outcome } {
  const refuse = (rejections: readonly Rejection[]) => ({
    statements: [],
    outcome: { done: false as const, rejections },
  });
  if (!decision.accepted) return refuse(decision.rejections);
  const { changes, answer } = answerFor(decision, at);
  const events = changes.map((change) => {
    const event = toEvent(change, { ...at, occurredAt: at.now });
    return { event, message: encodeMessage(event) };
  });
  const rows = rowsOf(decision, at.input);
  const tooLarge = new Map<string, Rejection>();
  for (const { event, message } of events)
    if (!tooLarge.has(event.id) && Buffer.byteLength(message) > maxBytes(event))
      tooLarge.set(event.id, rejectSize(event, rows));
  if (tooLarge.size > 0) return settle(refuseRows(errorPolicyOf(at.input), decision, tooLarge), at);
  const statements = [...statementsFor(changes), ...saveEvents(events), saveAnswer(at.identity, answer)];
  if (packetBytes(statements) > at.maxPacketBytes) return refuse([rejectPacket(rows)]);
  return {
    statements,
    outcome: { done: true, replayed: false, ...answer },
  };
}

const COMMIT: Statement = { sql: 'COMMIT', values: [] };

/** Referenced rows first: products stand in categories, orders on products and customers, movements on orders. */
function statementsFor(changes: readonly Change[]): Statement[] {
  const of = <K extends StreamKind>(kind: K) =>
    changes.filter((change) => change.kind === kind) as Change<K>[];
  return [
    ...saveCategories(of('category')),
    ...saveProducts(of('product')),
    ...saveCustomers(of('customer')),
    ...saveOrders(of('order')),
    ...saveStocks(of('stock')),
    ...saveReviews(of('review')),
    ...saveRatings(of('rating')),
  ];
}

/** The answer, and the changes to write: those decided, and a batch that names them all where a token could not. */
function answerFor(
  decision: Decision & { accepted: true },
  { epoch, tokens }: CommitContext,
): { changes: Change[]; answer: Answer } {
  const positions = new Map<string, Position>();
  const revisions = new Map<string, Record<string, Position>>();
  for (const entity of decision.entities) {
    const stream = streamName(entity.kind, entity.id);
    // The epoch of an unchanged entity is not known, unless an earlier row has changed it; 0 demands the least.
    if (!isChange(entity) && positions.has(stream)) continue;
    const position = { epoch: isChange(entity) ? epoch : 0, revision: entity.revision };
    positions.set(stream, position);
    revisions.set(entity.id, { ...revisions.get(entity.id), [entity.kind]: position });
  }
  const decided = decision.entities.filter(isChange);
  const batch = positions.size > MAX_TOKEN_STREAMS ? batchOf(positions) : undefined;
  const vector = batch
    ? { [streamName('batch', batch.id)]: { epoch, revision: 1 } }
    : Object.fromEntries(positions);
  const revisionOf = (id: string) => encodeRevision(revisions.get(id) ?? {});
  return {
    changes: batch ? [...decided, batch] : decided,
    answer: {
      subjects: decision.subjects.map((id) => (id === null ? null : { id, revision: revisionOf(id) })),
      consistencyToken: tokens.sign(vector),
      skipped: decision.skipped,
    },
  };
}

const isChange = (entity: Change | Unchanged): entity is Change => 'happening' in entity;

const batchOf = (positions: ReadonlyMap<string, Position>): Change<'batch'> => ({
  kind: 'batch',
  id: uuidv7(),
  revision: 1,
  state: { positions: Object.fromEntries(positions) },
  happening: { type: 'BatchCommitted', data: {} },
});

/** The ids that the rows of a bulk command are about; of another command there are none. */
const rowsOf = ({ subjects }: Decision & { accepted: true }, input: unknown): readonly (string | null)[] =>
  Object.hasOwn(input as object, 'rows') ? subjects : [];

/** Of a command that has no rows, one refusal refuses it. */
const errorPolicyOf = (input: unknown): ErrorPolicy =>
  (input as { readonly errorPolicy?: ErrorPolicy | null }).errorPolicy ?? 'REJECT_ALL';

/**
 * What makes a document as large as its text is. Each leaves room for what may follow: an order that was placed can be
 * paid, cancelled and returned, a product published and discontinued, however large they are.
 */
const GROWTH: ReadonlySet<string> = new Set<DomainEvent['type']>([
  'OrderCreated',
  'ProductRegistered',
  'ProductDetailsChanged',
  'ProductImageAdded',
]);
/**
 * What all other events can add to a document, compressed. By far the most, 34 KB, do returns of 2,000 lines with
 * random quantities, with the longest reason and reference.
 */
const ROOM_BYTES = 40 * 1024;

const maxBytes = ({ type }: DomainEvent): number => MAX_MESSAGE_BYTES - (GROWTH.has(type) ? ROOM_BYTES : 0);

const rejectSize = (event: DomainEvent, rows: readonly (string | null)[]): Rejection => ({
  code: 'INVALID_INPUT',
  message: `the ${event.kind} would be too large to be published (${maxBytes(event)} bytes compressed)`,
  path: rows.includes(event.id) ? ['rows', String(rows.indexOf(event.id))] : [],
});

/** With MySQL's default of 64 MiB only many rows come to this: what else is written has few MiB. */
const rejectPacket = (rows: readonly (string | null)[]): Rejection => ({
  code: 'INVALID_INPUT',
  message: `more would be written than MySQL takes at once: send ${rows.length > 0 ? 'fewer rows' : 'less'} at once`,
  path: rows.length > 0 ? ['rows'] : [],
});

/** Between the refusal of a duplicate and the look at its answer the key was purged: the next try starts anew. */
class KeyVanished extends Error {}

const TRANSIENT = new Set(['ER_LOCK_DEADLOCK', 'ER_LOCK_WAIT_TIMEOUT', 'ER_DUP_ENTRY']);
const retryTransient = retry(
  handleWhen(
    (error) =>
      error instanceof KeyVanished ||
      isConnectionLost(error) ||
      TRANSIENT.has((error as { code?: string }).code ?? ''),
  ),
  { maxAttempts: 10, backoff: new ExponentialBackoff({ initialDelay: 5, maxDelay: 1_000 }) },
);
