import { type Logger, pino } from 'pino';

export type { Logger };

/** One JSON line an entry, on stderr, so that stdout stays for people. */
export function createLog(role: string, level: string): Logger {
  return pino(
    {
      level,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: withoutRequest },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** An error of the Elasticsearch client brings its whole request along: a batch of documents in each line. */
function withoutRequest(error: Error): object {
  const { meta: _, ...rest } = pino.stdSerializers.err(error) as { meta?: unknown };
  return rest;
}
