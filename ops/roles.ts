import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { startGateway } from '../gateway/main.ts';
import { startCommand } from '../subgraphs/command/main.ts';
import { startRelayRole } from '../subgraphs/command/relay/main.ts';
import { type Config, ConfigError } from './config.ts';
import { createSide } from './side.ts';

export interface Roles {
  readonly urls: Readonly<Record<'gateway' | 'command' | 'query' | 'relay' | 'indexer', string>>;
  /** From the client's side to the engines' side, so that what was accepted is finished. */
  stop(): Promise<void>;
}

/**
 * Starts every role in this process, each after those that it calls: the read side in a thread of its own, since neither
 * side waits for the other then, and they share nothing anyway. Throws when a role cannot start; the others are stopped
 * then. What ends the thread ends the process.
 */
export async function startRoles(config: Config): Promise<Roles> {
  const read = await startReadSide(config);
  const write = createSide();
  const stop = (): Promise<void> => write.stop().finally(() => read.stop());
  try {
    const relay = await write.start('relay', startRelayRole, config, 'relayUrl');
    const reached = { ...config, relayUrl: relay, queryUrl: read.urls.query };
    const command = await write.start('command', startCommand, reached, 'commandUrl');
    const gateway = await write.start('gateway', startGateway, { ...reached, commandUrl: command });
    return { urls: { ...read.urls, relay, command, gateway }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the thread of the read side says, once: where its roles are, or what keeps them from starting that a sentence tells. */
export type ReadSideTells =
  { readonly urls: Pick<Roles['urls'], 'query' | 'indexer'> } | { readonly refused: string };

async function startReadSide(config: Config) {
  const thread = new Worker(new URL('read-side.ts', import.meta.url), { workerData: config });
  const mayEnd = endWith(thread);
  const [told] = (await once(thread, 'message').catch((error: unknown) => {
    mayEnd();
    throw error;
  })) as [ReadSideTells];
  if ('refused' in told) {
    mayEnd();
    throw new ConfigError(told.refused);
  }
  return {
    urls: told.urls,
    async stop(): Promise<void> {
      mayEnd();
      const ended = once(thread, 'exit');
      thread.postMessage('stop');
      await ended;
    },
  };
}

/** Ends this process where the thread ends, until the function that it answers with is called. */
export function endWith(thread: Worker): () => void {
  let mayEnd = false;
  // To whoever was busy meanwhile its last words come in one with its end, and what follows from them after that.
  const judge = (): void => {
    if (!mayEnd) throw new Error('The thread of the read side has ended by itself');
  };
  thread.once('exit', () => setImmediate(judge));
  return () => {
    mayEnd = true;
  };
}
