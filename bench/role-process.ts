import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** A role in a process of its own, so that whoever measures it does not share its processor time. */
export interface RoleProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a role by its main file, on a free port. Rejects with what it wrote when it ends before it is ready. */
export async function startRoleProcess(
  main: string,
  environment: Readonly<Record<string, string>>,
): Promise<RoleProcess> {
  const child = spawn(process.execPath, [main], {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`${main} ended with ${code}`)));
    child.once('error', reject);
  });
  ended.catch(() => {});
  const ready = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /^ready \S+ (\S+)$/.exec(line)?.[1];
      if (url !== undefined) return url;
    }
    return await ended;
  })();
  return {
    url: await Promise.race([ready, ended]),
    async stop() {
      child.kill('SIGTERM');
      await ended.catch(() => {});
    },
  };
}
