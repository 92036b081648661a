import { type Config, ConfigError, readConfig } from './config.ts';
import { reachEngines } from './embedded.ts';
import { NotRegistered } from '../subgraphs/query/documents/registry.ts';
import { UnknownProjection } from '../subgraphs/query/indexer/projections/versions.ts';
import { EngineError } from './engines/engines.ts';

/** Thrown for arguments that a command does not take; shown with the command's usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs a command of an operator on the engines that are configured, on those of the Tandem that runs on the data
 * folder, or else on engines of its own, and sets the exit code: what `act` answers, 2 for wrong arguments or
 * configuration, 1 for a fault. `parse` reads the arguments, and throws UsageError, before any engine is reached.
 */
export async function operate<Arguments>(
  usage: string,
  parse: (args: string[]) => Arguments,
  act: (args: Arguments, config: Config) => Promise<number>,
): Promise<void> {
  try {
    if (process.argv.includes('--help')) return console.log(usage);
    const args = parse(process.argv.slice(2));
    const { config, stop } = await reachEngines(readConfig(), (line) => console.error(line));
    process.exitCode = await act(args, config).finally(stop);
  } catch (error) {
    process.exitCode = isUsage(error) || error instanceof ConfigError ? 2 : 1;
    if (isUsage(error)) console.error(`${error.message}\n\n${usage}`);
    else if (isNothingThere(error))
      console.error('No Tandem has run on these engines in this namespace and database: start an indexer.');
    else if (isAway(error)) console.error(`An engine does not answer: ${error.message}`);
    else console.error(isForPeople(error) ? error.message : error);
  }
}

/** Thrown by a command itself, or by Node's parseArgs. */
const isUsage = (error: unknown): error is Error =>
  error instanceof UsageError ||
  (error instanceof Error && String((error as { code?: string }).code).startsWith('ERR_PARSE_ARGS'));

const isForPeople = (error: unknown): error is Error =>
  error instanceof ConfigError || error instanceof EngineError || error instanceof UnknownProjection;

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
