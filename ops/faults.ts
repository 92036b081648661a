import { randomUUID } from 'node:crypto';
import { type ExecutionResult, GraphQLError, type GraphQLFormattedError, isValueNode } from 'graphql';
import type { Logger } from './log.ts';

/** One fault may fail many fields, as a lookup that they share does; each is told the same id. */
const loggedFaults = new WeakMap<object, string>();

/** A fault of ours is logged once, whole, by the role at fault, and the client gets the id of that log line; errors meant for clients pass. */
function maskFault(formatted: GraphQLFormattedError, cause: unknown, log: Logger): GraphQLFormattedError {
  const { code, errorId: maskedBefore, limit, ...extensions } = formatted.extensions ?? {};
  // A rule of the validation cannot set a code by itself.
  if (limit !== undefined) return { ...formatted, extensions: { ...extensions, code: limit } };
  if (code !== 'INTERNAL_SERVER_ERROR' || maskedBefore !== undefined) return formatted;
  if (cause instanceof GraphQLError) {
    const { status } = (cause.extensions['http'] ?? {}) as { status?: number };
    // Apollo Server says no more of a persisted query whose version or hash is wrong.
    if (status === 400) return { ...formatted, extensions: { ...extensions, code: 'BAD_REQUEST' } };
    // Only graphql-js points at a value in the operation: a variable with a default is null where no null may be.
    const isOfValue = cause.nodes?.every(isValueNode) ?? false;
    return isOfValue ? { ...formatted, extensions: { ...extensions, code: 'BAD_USER_INPUT' } } : formatted;
  }
  const known = typeof cause === 'object' && cause !== null ? loggedFaults.get(cause) : undefined;
  const errorId = known ?? randomUUID();
  if (known === undefined) {
    log.error({ err: cause, errorId, path: formatted.path }, 'request failed');
    if (typeof cause === 'object' && cause !== null) loggedFaults.set(cause, errorId);
  }
  return {
    message: `Internal error ${errorId}`,
    ...(formatted.path && { path: formatted.path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', errorId },
  };
}

/** What a client is told while an engine does not answer. */
export interface Outage {
  readonly message: string;
  readonly extensions: { readonly code: string; readonly [detail: string]: unknown };
}

/** What a client sees of an error. */
export type Mask = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** An engine that is away fails every request: its cause is logged again no sooner than after this. */
const OUTAGE_LOGGED_EVERY_MS = 1_000;

/** The longest message that a client sees: many repeat what it has sent, which may be megabytes. */
const MESSAGE_CHARACTERS = 1_000;

/** The middle is left out: what was wrong with the text that is repeated stands after it. */
function shorten(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { message } = formatted;
  if (message.length <= MESSAGE_CHARACTERS) return formatted;
  const kept = MESSAGE_CHARACTERS / 2 - 2;
  // Half a surrogate pair would be no valid text.
  return { ...formatted, message: `${message.slice(0, kept)} … ${message.slice(-kept)}`.toWellFormed() };
}

/** Masks faults of ours, and cuts messages that are too long; `explainOutage` tells an engine that is away from one, which is told and logged as that. */
export function createMask(log: Logger, explainOutage?: (cause: unknown) => Outage | undefined): Mask {
  let loggedAt = -Infinity;
  return (formatted, error) => {
    // Not only a resolver's: what a gateway throws is wrapped without a path.
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    // What has a code of its own was meant for the client, whatever has caused it.
    const isFault = formatted.extensions?.['code'] === 'INTERNAL_SERVER_ERROR';
    const outage = isFault ? explainOutage?.(cause) : undefined;
    if (outage === undefined) return shorten(maskFault(formatted, cause, log));
    if (performance.now() - loggedAt > OUTAGE_LOGGED_EVERY_MS) {
      loggedAt = performance.now();
      log.error({ err: cause, code: outage.extensions.code }, 'an engine does not answer');
    }
    return { ...outage, ...(formatted.path && { path: formatted.path }) };
  };
}

/** A suggestion ends a message, after any text of the client; a pattern takes too long over one full of these words. */
export const withoutSuggestions =
  (mask: Mask): Mask =>
  (formatted, error) => {
    const masked = mask(formatted, error);
    const at = masked.message.endsWith('?') ? masked.message.lastIndexOf('Did you mean') : -1;
    return at === -1 ? masked : { ...masked, message: masked.message.slice(0, at).trimEnd() };
  };

/** The events of a stream have their faults masked as answers have. What has no path was refused before anything ran. */
export const maskResult = ({ errors, ...result }: ExecutionResult, mask: Mask): ExecutionResult => ({
  ...(errors && { errors: errors.map((error) => maskError(error, mask)) }),
  ...result,
});

function maskError(error: GraphQLError, mask: Mask): GraphQLError {
  const { extensions, ...formatted } = error.toJSON();
  const code = error.path === undefined ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
  const {
    message,
    path,
    extensions: shown,
  } = mask({ ...formatted, extensions: { code, ...extensions } }, error);
  return new GraphQLError(message, { path, extensions: shown });
}
