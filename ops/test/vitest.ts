import { spawn } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Report, type Tally, tally } from './tally.ts';

const home = new URL('../../', import.meta.url).pathname;

/**
 * Runs every test under a folder in a vitest of its own, so that neither a crash nor `process.exit` ends the count.
 * SIGINT and SIGTERM are passed on.
 */
export async function runTests(root: string, stdio: 'inherit' | 'ignore' = 'inherit'): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-report-'));
  try {
    const reportFile = join(folder, 'report.json');
    const status = await vitest(root, reportFile, stdio);
    return tally(readReport(reportFile), testFiles(root), status);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function vitest(root: string, reportFile: string, stdio: 'inherit' | 'ignore'): Promise<string> {
  const args = ['--root', root, '--config', join(home, 'vitest.config.ts')];
  const reporters = ['--reporter', 'default', '--reporter', 'json', '--outputFile.json', reportFile];
  const bin = join(home, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [bin, 'run', ...args, ...reporters], {
    stdio: ['ignore', stdio, stdio],
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
