import { setFlagsFromString } from 'node:v8';
import { GraphQLError } from 'graphql';
import { type Config, ConfigError, type EngineName, missingEngines, readConfig } from './config.ts';
import { engineAmiss } from './engine-amiss.ts';
import { EngineError } from './engines/error.ts';
import { PortTaken, tryListening } from './http.ts';
import { createLog, type Logger } from './log.ts';

/** A running part of Tandem. */
export interface Role {
  /** Where it answers, health endpoints included. */
  readonly url: string;
  /** Finishes what is in flight, then lets go of everything. */
  stop(): Promise<void>;
}

/** The engines that a role needs. Throws ConfigError, which reports all that are not set together. */
export function required<K extends EngineName>(
  config: Config,
  ...engines: readonly K[]
): { readonly [engine in K]: NonNullable<Config[engine]> } {
  const missing = missingEngines(config, engines);
  if (missing.length > 0)
    throw new ConfigError(
      `${missing.join(', and ')} ${missing.length > 1 ? 'are' : 'is'} not set: a role on its own needs that (npm run start:engines prints it)`,
    );
  return config as ReturnType<typeof required<K>>;
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

/** Throws ConfigError for any argument, as nothing would come of it. */
export function requireNoArguments(): void {
  const [first] = process.argv.slice(2);
  if (first !== undefined)
    throw new ConfigError(`What is ${first}? Everything is set by environment variables: see README.md`);
}

/** Runs one role as this process until SIGINT or SIGTERM, then exits with 0; with 1 when it cannot start. */
export async function runRole(
  name: string,
  start: (config: Config, log: Logger) => Promise<Role>,
): Promise<void> {
  try {
    requireNoArguments();
    const config = readConfig();
    await requireHost(config);
    collectSeldom();
    const log = createLog(name, config.logLevel ?? 'info');
    outliveAnswers(log);
    if (ANSWERS_QUESTIONS.has(name)) {
      requireDecision(config);
      if (config.auth === undefined)
        log.warn(`authentication is OFF: everybody who reaches ${config.host} may read and do everything`);
    }
    const role = await start(config, log);
    console.log(`ready ${name} ${role.url}`);
    stopOnSignal(() => role.stop());
  } catch (error) {
    console.error(messageForPeople(error) ?? error);
    process.exit(1);
  }
}

/** What alone tells whoever starts a role what to mend; undefined for a fault of ours, which is shown whole. */
export const messageForPeople = (error: unknown): string | undefined =>
  error instanceof ConfigError || error instanceof EngineError || error instanceof PortTaken
    ? error.message
    : engineAmiss(error);

/**
 * Whatever fails within the execution of an operation rejects with a GraphQLError, and graphql-js leaves some of it to
 * nobody: what the first items of a list still wait for when a later one throws at once. The answer was given without it,
 * and only that is over. Any other rejection that nobody handles ends this process, as Node has it: it may have ended a
 * loop that the process is there for.
 */
export function outliveAnswers(log: Logger): void {
  process.on('unhandledRejection', (reason) => {
    if (!(reason instanceof GraphQLError)) throw reason;
    const { originalError, path } = reason;
    log.warn({ err: originalError ?? reason, path }, 'failed after the answer was given without it');
  });
}

/**
 * V8 collects the old generation as soon as it has grown by a tenth, where little of what is allocated gets old: every 4 s
 * at 100 orders a second. Functions that are made anew for each request lose their compiled code by that, as none of them
 * is alive, and it is compiled again for seconds. So it may grow to four times what was alive, as V8 has it where
 * collecting takes long; --max-old-space-size stays the limit. And nothing is collected just to give memory back, 100 s after
 * the last time. Holds for all threads, from now on.
 */
export function collectSeldom(): void {
  setFlagsFromString('--heap-growing-percent=300');
  setFlagsFromString('--memory-reducer-gc-count=0');
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
