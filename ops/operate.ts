import { runCommand } from './command-line.ts';
import { type Config, readConfig } from './config.ts';
import { reachEngines } from './embedded.ts';
import { NoIndex } from '../subgraphs/query/documents/indices.ts';
import { NotRegistered } from '../subgraphs/query/documents/registry.ts';
import { UnknownProjection } from '../subgraphs/query/indexer/projections/versions.ts';

/**
 * Runs a command of an operator on the engines that are configured, on those of the Tandem that runs on the data
 * folder, or else on engines of its own. `parse` reads the arguments before any engine is reached.
 */
export async function operate<Arguments>(
  usage: string,
  parse: (args: string[]) => Arguments,
  act: (args: Arguments, config: Config) => Promise<number>,
): Promise<void> {
  await runCommand(usage, parse, async (args) => {
    try {
      const { config, stop } = await reachEngines(readConfig(), (line) => console.error(line));
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
  if (isNothingThere(error))
    return 'No Tandem has run on these engines in this namespace and database: start an indexer.';
  if (isAway(error)) return `An engine does not answer: ${error.message}`;
  return error instanceof UnknownProjection || error instanceof NoIndex ? error.message : undefined;
}

const isNothingThere = (error: unknown): boolean =>
  error instanceof NotRegistered ||
  (error instanceof Error &&
    (error.name === 'QueueDoesNotExist' || (error as { code?: string }).code === 'ER_NO_SUCH_TABLE'));

/** As MySQL's, Elasticsearch's and AWS's clients say it. */
const isAway = (error: unknown): error is Error =>
  error instanceof Error &&
  (/^(ConnectionError|TimeoutError)$/.test(error.name) ||
    /^(ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|PROTOCOL_CONNECTION_LOST)/.test(
      String((error as { code?: string }).code),
    ));
