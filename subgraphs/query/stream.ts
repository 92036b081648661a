import { isDeepStrictEqual } from 'node:util';
import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { print } from 'graphql-sse';
import { clientLeft, tokenExpired } from './errors.ts';
import { createSignal } from './signal.ts';

/** How long a stream is silent before a comment is sent, so that nobody on the way takes it for dead. */
const KEEP_ALIVE_MS = 12_000;
/** What could not be read is looked at again so much later. */
const AGAIN_MS = 1_000;
/** The longest that a timer of Node can wait; a stream that is as old as that ends, and is opened again. */
const MAX_LIFE_MS = 2 ** 31 - 1;
const COMMENT = ':\n\n';

export interface StreamOptions<Context> {
  /** A valid subscription. */
  readonly args: Omit<ExecutionArgs, 'contextValue'>;
  /** A context for one event: nothing that one event read is shown with a later one. */
  readonly contextOf: (until: AbortSignal) => Context;
  /** Milliseconds since 1970 at which the viewer's token expires. */
  readonly expiresAt: number | undefined;
  /** What the client sees of a result. */
  readonly format: (result: ExecutionResult) => ExecutionResult;
  /** The client is gone, or is to open another stream: it ends without `complete`. */
  readonly until: AbortSignal;
}

/**
 * Executes a subscription and gives the events of the graphql-sse protocol in their text form, in its distinct
 * connections mode. Each is worked out when the reader is ready for it, so that nothing piles up for a slow one.
 */
export async function* streamEvents<Context>(options: StreamOptions<Context>): AsyncGenerator<string> {
  const { until, expiresAt = Infinity } = options;
  const over = new AbortController();
  const end = () => over.abort();
  const left = Math.max(0, expiresAt - Date.now());
  let expired = false;
  const timer = setTimeout(
    () => {
      expired = left <= MAX_LIFE_MS;
      end();
    },
    Math.min(left, MAX_LIFE_MS),
  );
  until.addEventListener('abort', end);
  if (until.aborted) end();
  const next = (result: ExecutionResult) => print<false, 'next'>({ event: 'next', data: result });
  try {
    // The headers leave with the first bytes.
    yield COMMENT;
    for await (const result of withSilences(execution(options, over.signal), KEEP_ALIVE_MS))
      yield result === undefined ? COMMENT : next(result);
    if (expired) yield next({ errors: [tokenExpired()] });
    if (expired || !over.signal.aborted) yield print<false, 'complete'>({ event: 'complete', data: null });
  } finally {
    clearTimeout(timer);
    until.removeEventListener('abort', end);
    end();
  }
}

/**
 * What the client sees of each state. One of which a part could not be read yet is worked out again, until it is whole or
 * a newer one comes: nothing else would bring the rest of it.
 */
async function* execution<Context>(
  { args, contextOf, format }: StreamOptions<Context>,
  until: AbortSignal,
): AsyncGenerator<ExecutionResult> {
  const states = await createSourceEventStream({ ...args, contextValue: contextOf(until) });
  if (!(Symbol.asyncIterator in states)) return yield format(states);
  let rootValue: unknown;
  let part: ExecutionResult | undefined;
  for await (const newer of withSilences(states[Symbol.asyncIterator](), AGAIN_MS)) {
    if (newer === undefined && part === undefined) continue;
    rootValue = newer ?? rootValue;
    const result = await during(until, (over) =>
      execute({ ...args, rootValue, contextValue: contextOf(over) }),
    );
    if (until.aborted) return; // What was given up is no state of anything.
    const shown = format(result);
    if (newer !== undefined || !isDeepStrictEqual(shown, part)) yield shown;
    part = isWhole(shown) ? undefined : shown;
  }
}

const isWhole = ({ errors = [] }: ExecutionResult): boolean =>
  !errors.some(
    ({ extensions: { code } }) => code === 'READ_MODEL_BEHIND' || code === 'READ_MODEL_UNAVAILABLE',
  );

/** Works out one event, with a signal of its own: nothing of it is kept for as long as the stream lives. */
async function during<T>(until: AbortSignal, work: (over: AbortSignal) => T | Promise<T>): Promise<T> {
  const event = new AbortController();
  const end = (): void => event.abort(clientLeft());
  until.addEventListener('abort', end);
  try {
    return await work(event.signal);
  } finally {
    until.removeEventListener('abort', end);
    end();
  }
}

/** What comes, and undefined whenever nothing came for so long. It ends with what it waits for, and not before. */
export async function* withSilences<T>(source: AsyncIterator<T>, ms: number): AsyncGenerator<T | undefined> {
  const came = createSignal();
  for (;;) {
    let isHere = false;
    const coming = source.next().finally(() => {
      isHere = true;
      came.notify();
    });
    coming.catch(() => {}); // Told below, perhaps after a silence.
    while (!isHere) {
      await came.listen()(ms);
      if (!isHere) yield undefined;
    }
    const step = await coming;
    if (step.done) return;
    yield step.value;
  }
}
