import { isDatabaseAway } from './mysql/connect.ts';
import { DeadlinePassed } from './mysql/lend.ts';

/** A command was given up, for the reason in `cause`. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
  /** Whether it may have been done all the same: the reply to its COMMIT was not heard. */
  readonly mayHaveRun: boolean;
  constructor(mayHaveRun: boolean, cause: Error) {
    super(`the command ${mayHaveRun ? 'may have been' : 'was not'} done: ${cause.message}`, { cause });
    this.mayHaveRun = mayHaveRun;
  }
}

/** What a client is told when MySQL is away or too slow; undefined when the fault is ours. */
export function explainOutage(error: unknown) {
  const { mayHaveRun, cause } = error instanceof GivenUp ? error : { mayHaveRun: false, cause: error };
  const code = codeOf(cause);
  if (code === undefined) return undefined;
  const message = mayHaveRun
    ? 'The command may have been done. Send it again with its idempotency key.'
    : 'This request did nothing. Send it again, under the same idempotency key if it has one.';
  return { message, extensions: { code, mayHaveRun } };
}

function codeOf(cause: unknown): string | undefined {
  if (cause instanceof DeadlinePassed) return 'DEADLINE_EXCEEDED';
  return isDatabaseAway(cause) ? 'WRITE_MODEL_UNAVAILABLE' : undefined;
}
