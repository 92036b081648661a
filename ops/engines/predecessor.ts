import { readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from './error.ts';

export interface Predecessor {
  /** For messages: `MySQL`. */
  readonly name: string;
  readonly pidFile: string;
  /** Part of the engine's command line, and of no other process's: its data folder. */
  readonly folder: string;
}

/**
 * Waits until the engine that a killed Tandem left on a data folder is gone. The caller holds the lock on the data
 * folder, so nobody uses that engine any more: it gets SIGTERM, after `limitSeconds` SIGKILL.
 * Removes the pid file. Throws an EngineError if even SIGKILL does not help.
 */
export async function predecessorGone(
  { name, pidFile, folder }: Predecessor,
  report: (line: string) => void,
  limitSeconds = 30,
): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (pid > 0 && (await isRunning(pid, folder))) {
    report(`Waiting for the ${name} of an earlier start (process ${pid}) to stop`);
    signal(pid, 'SIGTERM');
    if (!(await gone(pid, folder, limitSeconds))) {
      signal(pid, 'SIGKILL');
      if (!(await gone(pid, folder, 5))) {
        throw new EngineError(
          `The ${name} of an earlier start (process ${pid}) still has ${folder} and cannot be stopped. ` +
            `Stop it (kill -9 ${pid}), or set TANDEM_DATA_DIR to another folder.`,
        );
      }
    }
  }
  await rm(pidFile, { force: true });
}

async function gone(pid: number, folder: string, limitSeconds: number): Promise<boolean> {
  const deadline = performance.now() + limitSeconds * 1000;
  while (await isRunning(pid, folder)) {
    if (performance.now() > deadline) return false;
    await delay(100);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone meanwhile, or of another user: waiting shows which.
  }
}

/** True if the process lives and its command line has `marker`: pids are used again. A zombie has no command line. */
export async function isRunning(pid: number, marker: string): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return commandLine.includes(marker);
}
