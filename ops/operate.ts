import { runCommand } from './command-line.ts';
import { type Config, type EngineName, readConfig } from './config.ts';
import { reachEngines } from './embedded.ts';
import { engineAmiss } from './engine-amiss.ts';
import { errorCode } from './engines/error.ts';
import { streamName, UnreadableEvent } from '../schema/events/event.ts';
import { formatPosition } from '../schema/revision.ts';
import { isDatabaseAway } from '../subgraphs/command/mysql/connect.ts';
import { NoIndex } from '../subgraphs/query/documents/indices.ts';
import { NotRegistered } from '../subgraphs/query/documents/registry.ts';
import { UnknownProjection } from '../subgraphs/query/indexer/projections/versions.ts';

/**
 * Runs a command of an operator on the engines that it needs, as reachEngines finds them. `parse` reads the arguments
 * before any engine is reached.
 */
export async function operate<Arguments>(
  usage: string,
  parse: (args: string[]) => Arguments,
  needed: readonly EngineName[],
  act: (args: Arguments, config: Config) => Promise<number>,
): Promise<void> {
  await runCommand(usage, parse, async (args) => {
    try {
      const { config, stop } = await reachEngines(readConfig(), needed, (line) => console.error(line));
      return await act(args, config).finally(stop);
    } catch (error) {
      const reason = whatIsAmiss(error);
      if (reason === undefined) throw error;
      console.error(reason);
      return 1;
    }
  });
}

/** What an operator can mend, in a sentence. */
function whatIsAmiss(error: unknown): string | undefined {
  if (errorCode(error) === 'ER_NO_SUCH_TABLE')
    return 'No Tandem has run on this database: start a command subgraph.';
  if (error instanceof NotRegistered || (error as Error).name === 'QueueDoesNotExist')
    return 'No Tandem has run on these engines in this namespace: start an indexer.';
  if (error instanceof UnknownProjection || error instanceof NoIndex) return error.message;
  if (error instanceof UnreadableEvent && error.header !== undefined) {
    const { kind, id } = error.header;
    return `MySQL has ${streamName(kind, id)}@${formatPosition(error.header)}, which a newer program may have written, and this one cannot read: ${error.message}`;
  }
  const cannot = errorCode(error)?.startsWith('ER_') && isDatabaseAway(error);
  return (
    engineAmiss(error) ??
    (cannot ? `MySQL cannot do what it is asked: ${(error as Error).message}` : undefined)
  );
}
