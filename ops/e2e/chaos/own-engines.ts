import { execFile, execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { readConfig } from '../../config.ts';
import { withEngines } from '../../embedded.ts';

export type EngineName = 'mysql' | 'elasticsearch' | 'sqs';

/** Engines that nobody else uses, so that they may be harmed. */
export interface OwnEngines {
  readonly urls: {
    readonly mysqlUrl: string;
    readonly elasticsearchUrl: string;
    readonly sqsEndpoint: string;
  };
  /** Where each keeps its data: below it, in a folder of its name. */
  readonly dataDir: string;
  /** Kills it with SIGKILL if it lives, does `meanwhile`, and starts it again. Answers with its new URL. */
  restart(name: EngineName, meanwhile?: () => Promise<void>): Promise<string>;
  isAlive(name: EngineName): boolean;
  /**
   * Takes every byte that is left on the engine's disk; where disks cannot be made, no file of the engine can grow any more.
   * Answers with what gives it back.
   */
  fillDisk(name: 'mysql' | 'elasticsearch'): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/** Room for the data of a long run, in MB: MySQL's logs and tablespaces take 350 of it before the first row. */
const DISKS = { mysql: 900, elasticsearch: 500 } as const;

/** Not those of the environment, which others may use. */
const OWN = { mysqlUrl: undefined, elasticsearchUrl: undefined, aws: undefined };

/** Their disks and their folder are given back when this process exits, and they themselves end with it. */
export async function startOwnEngines(): Promise<OwnEngines> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-chaos-engines-'));
  await chmod(dataDir, 0o755); // as root, the engines run as a user who must get in
  const disks: string[] = [];
  process.once('exit', () => {
    disks.forEach(unmount);
    rmSync(dataDir, { recursive: true, force: true });
  });
  const hasDisks = await mountDisks(dataDir, disks);
  const { engines } = await withEngines({ ...readConfig(), ...OWN, dataDir }, (line) => console.error(line));
  const pids = { ...engines.pids };
  const isAlive = (name: EngineName): boolean => {
    try {
      return process.kill(pids[name]!, 0);
    } catch {
      return false;
    }
  };
  return {
    urls: engines,
    dataDir,
    isAlive,
    async restart(name, meanwhile) {
      if (isAlive(name)) process.kill(pids[name]!, 'SIGKILL');
      while (isAlive(name)) await sleep(20);
      await meanwhile?.();
      const again = await engines.restart(name);
      pids[name] = again.pid;
      return again.url;
    },
    fillDisk: (name) => (hasDisks ? fillDisk(join(dataDir, name, 'ballast')) : limitFiles(pids[name]!)),
    stop: () => engines.stop(),
  };
}

const unmount = (disk: string): void => void execFileSync('umount', ['--lazy', disk]);

/** A small disk for each engine that keeps what was acknowledged. False where that is not permitted. */
async function mountDisks(dataDir: string, disks: string[]): Promise<boolean> {
  try {
    for (const [name, megabytes] of Object.entries(DISKS)) {
      const folder = join(dataDir, name);
      await mkdir(folder);
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'pipe' });
      disks.push(folder);
    }
    return true;
  } catch (error) {
    disks.splice(0).forEach(unmount);
    console.log(`no disk can be made here, so the size of files is limited instead: ${String(error).trim()}`);
    return false;
  }
}

async function fillDisk(ballast: string): Promise<() => Promise<void>> {
  const file = await open(ballast, 'w');
  const zeros = Buffer.alloc(1024 * 1024);
  try {
    for (;;) await file.write(zeros);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await file.close();
  }
  return () => rm(ballast);
}

/**
 * Every write beyond a file's first bytes fails from now on. Gone with the process, if it dies of it. Asked for as the user
 * whom the engine runs as: root itself may not everywhere.
 */
async function limitFiles(pid: number): Promise<() => Promise<void>> {
  const { uid, gid } = await stat(`/proc/${pid}`);
  const limit = async (bytes: string): Promise<void> =>
    void (await promisify(execFile)('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`], { uid, gid }));
  await limit('1');
  return () => limit('unlimited').catch(() => undefined);
}
