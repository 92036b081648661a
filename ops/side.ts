import { type Config, DEFAULT_URLS } from './config.ts';
import { assertPortFree, PortTaken, portOf } from './http.ts';
import { createLog, type Logger } from './log.ts';
import type { Role } from './role.ts';

/** The roles of one thread. */
export interface Side {
  /**
   * Starts a role and answers with its URL. One whose default port is taken, as by another copy of Tandem, gets a free
   * one; `at` is the key of its URL in the configuration, which the gateway, whose port stays, has not.
   */
  start(
    name: string,
    role: (config: Config, log: Logger) => Promise<Role>,
    config: Config,
    at?: keyof typeof DEFAULT_URLS,
  ): Promise<string>;
  /** Stops the roles, those first that call others, so that what was accepted is finished. */
  stop(): Promise<void>;
}

export function createSide(): Side {
  const started: Role[] = [];
  return {
    async start(name, role, config, at) {
      const mayMove = at !== undefined && config[at] === DEFAULT_URLS[at];
      const moves = mayMove && (await isTaken(config.host, portOf(config[at])));
      const running = await role(
        moves ? { ...config, [at]: config[at].replace(/:\d+/, ':0') } : config,
        createLog(name, config.logLevel ?? 'warn'),
      );
      started.unshift(running);
      return running.url;
    },
    async stop() {
      for (const role of started.splice(0)) await role.stop();
    },
  };
}

const isTaken = (host: string, port: number): Promise<boolean> =>
  assertPortFree(host, port).then(
    () => false,
    (error: unknown) => error instanceof PortTaken,
  );
