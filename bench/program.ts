import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A program of the project in a process of its own, so that whoever measures it does not share its processor time. */
export interface RunningProgram {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a program by its main file. Resolves when it is ready; rejects when it ends before. */
export async function runProgram(
  main: string,
  environment: Readonly<Record<string, string>>,
): Promise<RunningProgram> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../${main}`, import.meta.url))], {
    env: { ...process.env, LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (?:\w+ )?(http\S+)$/.exec(line)?.[1];
    if (url !== undefined) return { pid: child.pid!, url, stop };
  }
  throw new Error(`${main} ended instead of starting`);
}
