import { type Logger, pino } from 'pino';

export type { Logger };

/** One JSON line an entry, on stderr, so that stdout stays for people. */
export function createLog(role: string, level: string): Logger {
  return pino(
    { level, base: { role }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  );
}
