import { GraphQLError } from 'graphql';
import { type Config, ConfigError, readConfig } from './config.ts';
import { PortTaken, tryListening } from './http.ts';
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

const ANSWERS_QUESTIONS = new Set(['gateway', 'command', 'query']);

/**
 * Throws ConfigError unless somebody has decided who may ask. A demo that nobody outside this machine can reach is open
 * without a word; it says so itself.
 */
export function requireDecision({ auth, authIsOffOnPurpose, host }: Config): void {
  if (auth === undefined && !authIsOffOnPurpose && !isLoopback(host))
    throw new ConfigError(
      `AUTH_JWKS_URL or AUTH_SECRET is not set, so nobody could be told from anybody, and ${host} is reached from other machines: set one, or AUTH=off to let everybody do everything`,
    );
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

/** Throws ConfigError where HOST is no address of this machine. */
export async function requireHost({ host }: Config): Promise<void> {
  await tryListening(host, 0).catch((cause: unknown) => {
    throw new ConfigError(`HOST: this machine cannot listen at ${host}: ${(cause as Error).message}`, {
      cause,
    });
  });
}

/** Runs one role as this process until SIGINT or SIGTERM, then exits with 0; with 1 when it cannot start. */
export async function runRole(
  name: string,
  start: (config: Config, log: Logger) => Promise<Role>,
): Promise<void> {
  try {
    const config = readConfig();
    await requireHost(config);
    const log = createLog(name, config.logLevel ?? 'info');
    if (ANSWERS_QUESTIONS.has(name)) {
      requireDecision(config);
      if (config.auth === undefined)
        log.warn(`authentication is OFF: everybody who reaches ${config.host} may read and do everything`);
    }
    outliveLostErrors();
    const role = await start(config, log);
    console.log(`ready ${name} ${role.url}`);
    stopOnSignal(() => role.stop());
  } catch (error) {
    console.error(error instanceof ConfigError || error instanceof PortTaken ? error.message : error);
    process.exit(1);
  }
}

/**
 * Lets the process live on when a field fails whose answer has failed already: of a list whose items may not be null,
 * graphql-js leaves the others alone as soon as one throws. Anything else that nobody handles ends the process, as ever.
 */
export function outliveLostErrors(): void {
  process.on('unhandledRejection', (reason) => {
    if (!(reason instanceof GraphQLError)) throw reason;
  });
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
