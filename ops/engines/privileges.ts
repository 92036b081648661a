import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EngineError, onDisk } from './error.ts';
import { exists, makePublicFolder } from './folders.ts';
import type { User } from './process.ts';

export interface Homes {
  readonly cacheDir: string;
  readonly dataDir: string;
  /** Whom Elasticsearch and MySQL run as; undefined: as this process. */
  readonly user: User | undefined;
}

export interface HomesOptions {
  readonly cacheDir: string;
  /** Exists. */
  readonly dataDir: string;
  readonly report: (line: string) => void;
  /** Where root's engines go when their user cannot enter a private home. */
  readonly systemCacheDir?: string;
  readonly systemDataDir?: string;
}

/** Names where engine data is, if it is not in the data folder itself; deleting the data folder so forgets it. */
const pointerName = 'engine-data-folder.txt';

/**
 * Elasticsearch refuses to run as root, and MySQL should not. So root starts them as the owner of the data folder, or as
 * `nobody` if root owns it; and if that user cannot enter a folder, it goes to a place of the system, with a report
 * line that says so. Everybody else runs them as oneself, in the folders as they are.
 */
export async function chooseHomes(options: HomesOptions): Promise<Homes> {
  const { cacheDir, dataDir, report } = options;
  if (process.getuid?.() !== 0) return { cacheDir, dataDir, user: undefined };
  const { user, name } = await engineUser(dataDir);

  let cache = cacheDir;
  await onDisk(cacheDir, 'TANDEM_CACHE_DIR', () => makePublicFolder(cacheDir));
  const closedCache = await firstClosed(cacheDir, user);
  if (closedCache !== undefined) {
    cache = options.systemCacheDir ?? '/var/cache/tandem';
    await onDisk(cache, 'TANDEM_CACHE_DIR', () => makePublicFolder(cache));
    report(
      `Engines do not run as root but as ${name}, who cannot enter ${closedCache}: the cache is ${cache}`,
    );
  }
  const data = await engineData(dataDir, options.systemDataDir ?? '/var/lib/tandem', user);
  if (data.closed !== undefined) {
    report(
      `Engines do not run as root but as ${name}, who cannot enter ${data.closed}: engine data is in ${data.folder}`,
    );
  }
  return { cacheDir: cache, dataDir: data.folder, user };
}

async function engineUser(dataDir: string): Promise<{ user: User; name: string }> {
  const { uid, gid } = await stat(dataDir);
  if (uid !== 0) return { user: { uid, gid }, name: `the owner of ${dataDir} (uid ${uid})` };
  return { user: { uid: await idOfNobody('-u'), gid: await idOfNobody('-g') }, name: 'nobody' };
}

async function idOfNobody(flag: '-u' | '-g'): Promise<number> {
  const { stdout } = await promisify(execFile)('id', [flag, 'nobody']).catch(() => ({ stdout: '' }));
  return Number(stdout.trim()) || 65534;
}

async function engineData(dataDir: string, systemDataDir: string, user: User) {
  const pointer = join(dataDir, pointerName);
  const moved = (await readFile(pointer, 'utf8').catch(() => '')).trim();
  // Once moved, data stays where it is, even if the data folder was opened since.
  if (moved !== '') {
    await onDisk(moved, 'TANDEM_DATA_DIR', () => makePublicFolder(moved));
    return { folder: moved, closed: (await firstClosed(dataDir, user)) ?? dataDir };
  }
  const closed = await firstClosed(dataDir, user);
  if (closed === undefined) return { folder: dataDir, closed };
  if (await exists(join(dataDir, 'mysql'))) {
    throw new EngineError(
      `${dataDir} holds engine data, but uid ${user.uid}, as whom root runs the engines, cannot enter ${closed}. ` +
        `Run chmod o+x ${closed}, or set TANDEM_DATA_DIR to another folder.`,
    );
  }
  // A random part, so that neither a second copy nor a new data folder at the old place finds this data.
  const name = `${basename(dirname(dataDir))}-${randomBytes(6).toString('hex')}`;
  const folder = join(systemDataDir, name);
  await onDisk(folder, 'TANDEM_DATA_DIR', () => makePublicFolder(folder));
  await onDisk(dataDir, 'TANDEM_DATA_DIR', () => writeFile(pointer, `${folder}\n`));
  return { folder, closed };
}

/** The first folder on the way to `folder`, itself included, that the user cannot enter or read; undefined if none. */
export async function firstClosed(folder: string, user: User): Promise<string | undefined> {
  const ancestors: string[] = [];
  for (let path = folder; ; path = dirname(path)) {
    ancestors.unshift(path);
    if (path === dirname(path)) break;
  }
  // Tried, not computed from modes: access lists and mount options count too.
  const script =
    'for d; do test -x "$d" || { echo "$d"; exit; }; done; test -r "$d" || { echo "$d"; exit; }; echo open';
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', script, 'sh', ...ancestors], {
    cwd: '/',
    ...user,
  });
  const answer = stdout.trimEnd();
  return answer === 'open' ? undefined : answer;
}

/** As root: gives a file to the owner of a folder, so that this user can go on without root. */
export async function ownLike(path: string, folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(folder);
  await chown(path, uid, gid);
}
