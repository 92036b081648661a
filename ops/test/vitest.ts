import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Report, type Tally, tally } from './tally.ts';

const home = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Runs every test under a folder in a vitest of its own, so that neither a crash nor `process.exit` ends the count.
 * SIGINT and SIGTERM are passed on. What the tests leave in the folder for temporary files is removed.
 */
export async function runTests(root: string, stdio: 'inherit' | 'ignore' = 'inherit'): Promise<Tally> {
  const temporary = await mkdtemp(join(await placeForEngines(), 'tandem-'));
  await chmod(temporary, 0o755); // as root, the engines run as a user who must get in
  try {
    const files = testFiles(root);
    const status = await vitest(root, temporary, stdio);
    return tally(readReport(reportIn(temporary)), files, status);
  } finally {
    // After a signal the engines take some seconds to end.
    await rm(temporary, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }).catch(
      console.error,
    );
  }
}

const MEMORY = '/dev/shm';
/** Several times what the engines of a whole run keep there. */
const ROOM_BYTES = 8 * 1024 ** 3;

/** Memory, so that no test waits for a disk, where there is room and it may hold programs; else where TMPDIR says. */
async function placeForEngines(): Promise<string> {
  try {
    const mounts = await readFile('/proc/mounts', 'utf8');
    const [, options = 'noexec'] = new RegExp(`^\\S+ ${MEMORY} \\S+ (\\S+)`, 'm').exec(mounts) ?? [];
    const { bavail, bsize } = await statfs(MEMORY);
    const fits = options.startsWith('rw') && !options.includes('noexec') && bavail * bsize >= ROOM_BYTES;
    return fits ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

const reportIn = (folder: string) => join(folder, 'report.json');

function vitest(root: string, temporary: string, stdio: 'inherit' | 'ignore'): Promise<string> {
  const args = ['--root', root, '--config', join(home, 'vitest.config.ts')];
  const reporters = ['--reporter', 'default', '--reporter', 'json', '--outputFile.json', reportIn(temporary)];
  const bin = join(home, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [bin, 'run', ...args, ...reporters], {
    stdio: ['ignore', stdio, stdio],
    // Many tests start processes of the same programs.
    env: { ...process.env, TMPDIR: temporary, NODE_COMPILE_CACHE: join(temporary, 'compiled') },
  });
  const passOn = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', passOn).on('SIGTERM', passOn);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(String(code ?? signal)));
  });
}

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}

const testFiles = (root: string): string[] =>
  globSync('**/*.{test,spec}.*', {
    cwd: root,
    exclude: ['**/node_modules/**', '**/.git/**', '.data/**'],
  }).map((path) => join(root, path));
