import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError, onDisk } from './error.ts';
import { makePublicFolder } from './folders.ts';
import { ownLike } from './privileges.ts';

/** Thrown when another process works on the data folder. */
export class DataDirTaken extends EngineError {
  override readonly name = 'DataDirTaken';
  readonly pid: string;
  constructor(dataDir: string, pid: string) {
    super(
      `${dataDir} is in use by another Tandem (process ${pid}). Stop it, or set TANDEM_DATA_DIR to another folder.`,
    );
    this.pid = pid;
  }
}

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes a lock that ends with the process however it dies: SQLite's exclusive lock is a record lock of the
 * kernel, so kill -9, a reboot or a reused pid cannot leave it behind. Undefined when somebody else has it.
 */
export function tryLock(file: string): Lock | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (error instanceof Error && /locked/.test(error.message)) return undefined;
    throw Object.assign(new Error(`cannot lock ${file}`, { cause: error }), { code: 'EACCES', path: file });
  }
  return hold(database);
}

// A lock nobody refers to any more would be closed, and so released, by the garbage collector.
const held = new Set<DatabaseSync>();

function hold(database: DatabaseSync): Lock {
  held.add(database);
  return {
    release: async () => {
      if (held.delete(database)) database.close();
    },
  };
}

/**
 * Waits for a lock, until the signal is aborted; `onWait` is called once if it is taken. Polls: kernels tell nobody of a
 * released lock.
 */
export async function waitForLock(file: string, onWait: () => void, signal?: AbortSignal): Promise<Lock> {
  for (let attempt = 0; ; attempt += 1) {
    const lock = tryLock(file);
    if (lock !== undefined) return lock;
    if (attempt === 0) onWait();
    await delay(200, undefined, { signal });
  }
}

/** A killed process takes a moment to die, and a supervisor starts the next one in that moment: tries for a second. */
async function tryLockBriefly(file: string): Promise<Lock | undefined> {
  for (const end = performance.now() + 1000; ; await delay(50)) {
    const lock = tryLock(file);
    if (lock !== undefined || performance.now() > end) return lock;
  }
}

/**
 * Makes this process the only Tandem on a data folder (created if missing), until release() or its death.
 * Throws a DataDirTaken that names the process that has it.
 */
export async function lockDataDir(dataDir: string): Promise<Lock> {
  const holder = join(dataDir, 'tandem.pid');
  const lock = await onDisk(dataDir, 'TANDEM_DATA_DIR', async () => {
    await makePublicFolder(dataDir);
    const taken = await tryLockBriefly(join(dataDir, 'tandem.lock'));
    await ownLike(join(dataDir, 'tandem.lock'), dataDir);
    return taken;
  });
  if (lock === undefined) {
    const pid = (await readFile(holder, 'utf8').catch(() => '')).trim() || 'unknown';
    throw new DataDirTaken(dataDir, pid);
  }
  try {
    await onDisk(dataDir, 'TANDEM_DATA_DIR', async () => {
      await writeFile(holder, `${process.pid}\n`);
      await ownLike(holder, dataDir);
    });
  } catch (error) {
    await lock.release();
    throw error;
  }
  return lock;
}
