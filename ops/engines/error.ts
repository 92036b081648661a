/**
 * The one error of this folder: the message says what is wrong, where, and what to do.
 * `cause` keeps the error it came from.
 */
export class EngineError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EngineError';
  }
}

/** `ENOSPC`, `EACCES`, … of a system error; undefined for any other value. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The message of an error and of its causes, because `fetch failed` alone helps nobody. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message || errorCode(error) || error.name;
  if (error instanceof AggregateError && !error.message) return error.errors.map(describe).join('; ');
  return error.cause === undefined ? own : `${own}: ${describe(error.cause)}`;
}

// ENOENT is a folder behind a link to nothing.
const unwritable = new Set('EACCES EPERM EROFS ENOSPC EDQUOT ENOTDIR EISDIR ENOENT EIO EMFILE'.split(' '));

/**
 * Runs `work`; a failure of the disk becomes an EngineError that names the folder and the errno.
 * Other errors pass unchanged.
 */
export async function onDisk<T>(folder: string, variable: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined || !unwritable.has(code)) throw error;
    const path = error instanceof Error && 'path' in error ? ` (at ${String(error.path)})` : '';
    throw new EngineError(
      `Cannot write to ${folder}: ${code}${path}. Free some space or fix the permissions, or set ${variable} to another folder.`,
      error,
    );
  }
}

/** A URL as it may be shown. */
export const withoutPassword = (text: string): string =>
  text.replace(/^((?:[a-z][\w+.-]*:\/\/)?[^:/]*):(?!\/\/).*@/i, '$1:***@');
