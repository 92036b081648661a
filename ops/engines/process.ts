import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from './error.ts';

/** Whom an engine runs as. Only root can choose. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

export interface EngineCommand {
  /** For messages: `MySQL`, `Elasticsearch`, … */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder; the user must be able to enter it. */
  readonly cwd: string;
  readonly user?: User | undefined;
  /** Takes stdout and stderr; the log of the start before is kept as `….1`. */
  readonly logFile: string;
  /** Holds the pid while the engine runs. Its folder must belong to `user`. */
  readonly pidFile: string;
  /** Between SIGTERM and SIGKILL. */
  readonly graceSeconds: number;
}

export interface EngineProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when the process is gone, with `exit code N` or `signal SIGX`. */
  readonly exited: Promise<string>;
  /** SIGTERM, SIGKILL after the grace; resolves when the process is gone. Safe to call twice. */
  stop(): Promise<void>;
}

// Handed over as text: the engine's user may not be able to read a file in this folder.
const guard = readFileSync(new URL('./guard.sh', import.meta.url), 'utf8');

const signals: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
};

/** POSIX shells report a death by signal N as status 128 + N. */
export function describeExit(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `signal ${signal}`;
  const killedBy = code !== null && code > 128 ? signals[code - 128] : undefined;
  return killedBy === undefined ? `exit code ${code}` : `signal ${killedBy}`;
}

/** Starts a command under the guard; resolves as soon as its pid is known. */
export async function spawnGuarded(command: EngineCommand): Promise<EngineProcess> {
  await rename(command.logFile, `${command.logFile}.1`).catch(() => undefined);
  const log = await open(command.logFile, 'a', 0o644);
  try {
    const child = spawn(
      '/bin/sh',
      ['-c', guard, 'guard', String(command.graceSeconds), command.pidFile, command.command, ...command.args],
      {
        cwd: command.cwd,
        env: command.env,
        stdio: ['pipe', log.fd, log.fd, 'pipe'],
        // An own session: the terminal's Ctrl-C must not reach the engine before stop() does.
        detached: true,
        ...command.user,
      },
    );
    return await superviseGuard(command, child);
  } finally {
    await log.close();
  }
}

async function superviseGuard(command: EngineCommand, guardProcess: ChildProcess): Promise<EngineProcess> {
  const exited = new Promise<string>((resolve) => {
    guardProcess.once('exit', (code, signal) => resolve(describeExit(code, signal)));
    guardProcess.once('error', (error) => resolve(error.message));
  });
  guardProcess.stdin?.on('error', () => undefined); // EPIPE when the guard is gone already
  const pid = await readPid(guardProcess.stdio[3] as Readable);
  if (pid === undefined) {
    throw new EngineError(
      `${command.name} could not be started: ${await exited}. ${await quoteLog(command.logFile)}`,
    );
  }
  const stop = async (): Promise<void> => {
    guardProcess.stdin?.end();
    const patience = AbortSignal.timeout((command.graceSeconds + 5) * 1000);
    const late = await Promise.race([
      exited.then(() => false),
      delay(2 ** 31 - 1, true, { signal: patience, ref: false }).catch(() => true),
    ]);
    if (late && guardProcess.pid !== undefined) process.kill(-guardProcess.pid, 'SIGKILL');
    await exited;
  };
  return { name: command.name, pid, logFile: command.logFile, exited, stop };
}

async function readPid(pipe: Readable): Promise<number | undefined> {
  let text = '';
  for await (const chunk of pipe) text += String(chunk);
  const pid = Number(text);
  return pid > 0 ? pid : undefined;
}

/** The last lines of a log, for an error message; frames of Java's stack traces are left out. Never throws. */
export async function quoteLog(logFile: string, lines = 20): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const told = text.split('\n').filter((line) => !/^\s+(at .*\)|\.\.\. \d+ more)$/.test(line));
  const last = told.join('\n').trimEnd().split('\n').slice(-lines);
  if (last.join('') === '') return `Its log ${logFile} is empty.`;
  return `The last lines of ${logFile}:\n${last.map((line) => `  ${line}`).join('\n')}`;
}
