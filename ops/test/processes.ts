import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  scripts: Record<string, string>;
};

export interface RunningProcess {
  readonly pid: number;
  /** Everything printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The URL of the line that begins with `ready`. Rejects with what was printed when the process ends before. */
  readonly ready: Promise<string>;
  /** The exit code; null after a signal that killed it. */
  readonly exited: Promise<number | null>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** Runs a script of package.json as npm does, or a program of the tree, in a process of its own. */
export function run(
  script: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): RunningProcess {
  const command = scripts[script] ?? `exec node ${script}`;
  const child: ChildProcess = spawn('sh', ['-c', `${command} "$@"`, script, ...args], {
    cwd: root,
    env: { ...process.env, PATH: `${root}node_modules/.bin:${process.env['PATH']}`, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const ready = Promise.withResolvers<string>();
  ready.promise.catch(() => undefined);
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
    const line = /^ready (?:\w+ )?(http\S+)$/m.exec(output.stdout);
    if (line !== null) ready.resolve(line[1]!);
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => void (output.stderr += text));
  const exited = once(child, 'close').then(([code]) => {
    ready.reject(new Error(`${script} ended with ${code}:\n${output.stdout}${output.stderr}`));
    return code as number | null;
  });
  return {
    pid: child.pid!,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ready: ready.promise,
    exited,
    kill: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}

/** Runs a script to its end: its exit code, and all that it printed. */
export async function runToEnd(
  script: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<{ code: number | null; said: string }> {
  const { exited, stdout, stderr } = run(script, env, args);
  return { code: await exited, said: (stdout() + stderr()).trim() };
}
