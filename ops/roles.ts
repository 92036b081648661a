import { startGateway } from '../gateway/main.ts';
import { startCommand } from '../subgraphs/command/main.ts';
import { startRelayRole } from '../subgraphs/command/relay/main.ts';
import { startImages } from '../subgraphs/query/images/main.ts';
import { startIndexer } from '../subgraphs/query/indexer/main.ts';
import { startQuery } from '../subgraphs/query/main.ts';
import { type Config, DEFAULT_URLS } from './config.ts';
import { assertPortFree, PortTaken, portOf } from './http.ts';
import { createLog, type Logger } from './log.ts';
import type { Role } from './role.ts';

export interface Roles {
  readonly urls: Readonly<Record<'gateway' | 'command' | 'query' | 'relay' | 'indexer', string>>;
  /** From the client's side to the engines' side, so that what was accepted is finished. */
  stop(): Promise<void>;
}

/**
 * Starts every role in this process, each after those that it calls. A role other than the gateway whose default port
 * is taken, as by another copy of Tandem, gets a free one. Throws when one cannot start; the others are stopped then.
 */
export async function startRoles(config: Config): Promise<Roles> {
  const started: Role[] = [];
  const start = async (name: string, role: (config: Config, log: Logger) => Promise<Role>, at: Config) => {
    const running = await role(at, createLog(name, config.logLevel ?? 'warn'));
    started.unshift(running);
    return running.url;
  };
  const stop = async (): Promise<void> => {
    for (const role of started.splice(0)) await role.stop();
  };
  const startAtFreePort = async (
    name: string,
    role: (config: Config, log: Logger) => Promise<Role>,
    at: Config,
    key: keyof typeof DEFAULT_URLS,
  ): Promise<string> => {
    const taken = await assertPortFree(at.host, portOf(at[key])).then(
      () => false,
      (error: unknown) => error instanceof PortTaken,
    );
    const mayMove = taken && at[key] === DEFAULT_URLS[key];
    return await start(name, role, mayMove ? { ...at, [key]: at[key].replace(/:\d+/, ':0') } : at);
  };
  try {
    const query = await startAtFreePort('query', startQuery, config, 'queryUrl');
    const indexer = await startAtFreePort(
      'indexer',
      startIndexer,
      { ...config, queryUrl: query },
      'indexerUrl',
    );
    if (config.imageHosts.length > 0) await startAtFreePort('images', startImages, config, 'imagesUrl');
    const relay = await startAtFreePort('relay', startRelayRole, config, 'relayUrl');
    const reached = { ...config, relayUrl: relay, queryUrl: query };
    const command = await startAtFreePort('command', startCommand, reached, 'commandUrl');
    const gateway = await start('gateway', startGateway, { ...reached, commandUrl: command });
    return { urls: { gateway, command, query, relay, indexer }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
