import { type Config, ConfigError, readConfig } from './config.ts';
import { PortTaken } from './http.ts';
import { createLog, type Logger } from './log.ts';

/** A running part of Tandem. */
export interface Role {
  /** Where it answers, health endpoints included. */
  readonly url: string;
  /** Finishes what is in flight, then lets go of everything. */
  stop(): Promise<void>;
}

/** An engine that every separate role needs by URL. */
export function required<T>(value: T | undefined, variable: string): T {
  if (value === undefined) {
    throw new ConfigError(
      `${variable} is not set: a role on its own needs it (npm run start:engines prints one)`,
    );
  }
  return value;
}

/** Runs one role as this process until SIGINT or SIGTERM, then exits with 0; with 1 when it cannot start. */
export async function runRole(
  name: string,
  start: (config: Config, log: Logger) => Promise<Role>,
): Promise<void> {
  try {
    const config = readConfig();
    const role = await start(config, createLog(name, config.logLevel ?? 'info'));
    console.log(`ready ${name} ${role.url}`);
    stopOnSignal(() => role.stop());
  } catch (error) {
    console.error(error instanceof ConfigError || error instanceof PortTaken ? error.message : error);
    process.exit(1);
  }
}

/** Calls stop at the first SIGINT or SIGTERM, and exits with 0 when it is done. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    });
  }
}
