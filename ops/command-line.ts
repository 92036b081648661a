import { GraphQLError } from 'graphql';
import { ConfigError } from './config.ts';
import { EngineError, errorCode } from './engines/error.ts';
import { url } from './url.ts';

/** Thrown for arguments that a command does not take; shown with the command's usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs a command and sets the exit code: what `act` answers, 2 for wrong arguments or configuration, 1 for a fault.
 * `parse` reads the arguments and throws UsageError, or what Node's parseArgs throws.
 */
export async function runCommand<Arguments>(
  usage: string,
  parse: (args: string[]) => Arguments,
  act: (args: Arguments) => Promise<number>,
): Promise<void> {
  try {
    if (process.argv.includes('--help')) return console.log(usage);
    // oxlint-disable-next-line node/no-process-env -- what npm says, no configuration
    const kept = keptByNpm(usage, process.env);
    if (kept !== undefined) throw new UsageError(`npm took ${kept} for itself: put -- before it`);
    process.exitCode = await act(parse(process.argv.slice(2)));
  } catch (error) {
    process.exitCode = isUsage(error) || error instanceof ConfigError ? 2 : 1;
    if (isUsage(error)) console.error(`${error.message}\n\n${usage}`);
    else console.error(forPeople(error));
  }
}

/** What is shown of what went wrong: of what is known to be no fault of ours its message alone, of an SDL with the place. */
function forPeople(error: unknown): unknown {
  if (error instanceof GraphQLError) return String(error);
  return error instanceof ConfigError || error instanceof EngineError ? error.message : error;
}

/**
 * An option of this command that npm took for one of its own: without a word, the command would do something else. Not
 * `--all`, which npm has too and a user may have set: without it the commands that take it ask which.
 */
export function keptByNpm(
  usage: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const options = usage.match(/--[a-z][a-z-]*/g) ?? [];
  return options.find(
    (option) => option !== '--all' && env[`npm_config_${option.slice(2).replaceAll('-', '_')}`],
  );
}

/** Reads a URL as the configuration does. Throws UsageError, naming the option. */
export function urlOf(option: string, text: string): string {
  if (!url('http', 'https').safeParse(text).success)
    throw new UsageError(`${option} must be a URL like http://host, not ${text}`);
  return text;
}

/** Reads a number above 0. Throws UsageError, naming the option. */
export function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0)
    throw new UsageError(`${option} must be a number above 0, not ${text}`);
  return number;
}

/** Reads a whole number from 1 to `max`. Throws UsageError, naming the option. */
export function countOf(option: string, text: string, max?: number): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1 || count > (max ?? count)) {
    const range = max === undefined ? 'above 0' : `from 1 to ${max}`;
    throw new UsageError(`${option} must be a whole number ${range}, not ${text}`);
  }
  return count;
}

const isUsage = (error: unknown): error is Error =>
  error instanceof UsageError || errorCode(error)?.startsWith('ERR_PARSE_ARGS') === true;
