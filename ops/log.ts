import { type Logger, pino } from 'pino';

export type { Logger };

/** Lines that cannot be written wait for the next that can, up to so many bytes; more are dropped. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/**
 * One JSON line an entry, on stderr, so that stdout stays for people. Nobody who logs fails of it: whoever does may be
 * about to tell a client of a fault, or run a loop.
 */
export function createLog(role: string, level: string): Logger {
  const stderr = pino.destination({ fd: 2, sync: true, maxLength: MAX_WAITING_BYTES });
  // Without a listener it throws, as where stderr is a file on a full disk.
  stderr.on('error', () => {});
  return pino(
    {
      level,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: withoutRequest },
    },
    stderr,
  );
}

/**
 * An error as it is logged: without what its engine's client says of the request. That of Elasticsearch brings the whole
 * of it, a batch of documents in each line; MySQL's the statement with all its values, and one value in its message.
 */
export function withoutRequest(error: Error): object {
  const { meta: _, sql: __, ...rest } = pino.stdSerializers.err(error) as { meta?: unknown; sql?: unknown };
  const said = sqlMessageOf(error);
  if (!said) return rest;
  const kept = said.replace(VALUE, '?');
  return Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll(said, () => kept) : value,
    ]),
  );
}

/** `Duplicate entry '…' for key 'k'`, `Incorrect string value: '…' for column 'c'`, `near '…' at line 1`: the key or column stays. */
const VALUE = /'.*'(?= for | at line )|(?<=value: )'.*'$/s;

function sqlMessageOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'sqlMessage' in error ? String(error.sqlMessage) : sqlMessageOf(error.cause);
}
