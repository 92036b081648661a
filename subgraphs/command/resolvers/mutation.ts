import type { z } from 'zod';
import { type CommandHandler, type Dependencies, handleCommand } from '../handle-command.ts';
import type { Reply } from './payload.ts';
import { toRejection } from './user-errors.ts';

/** What the command subgraph knows of a request. */
export interface RequestContext {
  readonly caller: string;
  readonly traceparent: string | undefined;
  /** Throws BAD_USER_INPUT where the headers that speak of what is read after the command are wrong. */
  checkFreshness(): void;
  /** When the answer must be on its way, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly over: AbortSignal;
  /** The consistency tokens of what the request has written so far, oldest first. */
  readonly written: string[];
}

/** Where time and ids come from: the moment in milliseconds since 1970, and a new UUID. */
export interface Sources {
  readonly clock: () => number;
  readonly newId: () => string;
}

type Keyed = { readonly idempotencyKey?: string | null | undefined };
type Resolver<Input, Payload> = (
  parent: unknown,
  args: { input: Input & Keyed },
  request: RequestContext,
  info: { readonly fieldName: string },
) => Promise<Payload>;

/**
 * Makes the resolver of a mutation: what its input must be, who handles the command, what the command has that the
 * input has not (ids, time), and the form of the answer.
 */
export const createMutation =
  (dependencies: Dependencies, clock: Sources['clock']) =>
  <Schema extends z.ZodType<object>, Command, Context, Payload>(
    schema: Schema,
    handler: CommandHandler<Command, Context>,
    complete: (input: Omit<z.output<Schema>, 'idempotencyKey'>, now: string) => Command,
    toPayload: (reply: Reply, rows: number) => Payload,
  ): Resolver<z.input<Schema>, Payload> =>
  async (_parent, { input }, { checkFreshness, ...request }, { fieldName: name }) => {
    // Wrong ones would be told of by the reads, when the command is done and the client thinks that nothing was.
    checkFreshness();
    const parsed = schema.safeParse(input);
    const rows = (input as { rows?: unknown[] }).rows?.length ?? 1;
    if (!parsed.success) return toPayload({ invalid: parsed.error.issues.map(toRejection) }, rows);
    const now = new Date(clock()).toISOString();
    const { idempotencyKey, ...withoutKey } = input;
    const command = complete(omitKey(parsed.data), now);
    const meta = { ...request, name, idempotencyKey: idempotencyKey ?? undefined, input: withoutKey, now };
    const running = handleCommand(dependencies, handler, command, meta).finally(() =>
      dependencies.commands.delete(running),
    );
    dependencies.commands.add(running);
    const outcome = await running;
    if (outcome.done) request.written.push(outcome.consistencyToken);
    return toPayload({ outcome }, rows);
  };

/** For commands that have what the input has. */
export const asGiven = <T>(input: T): T => input;

/** The key belongs to the request; the command, and so the event, knows nothing of it. */
export function omitKey<T extends object>(input: T): Omit<T, 'idempotencyKey'> {
  const { idempotencyKey: _key, ...rest } = input as T & Keyed;
  return rest;
}
