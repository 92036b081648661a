import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exists } from './folders.ts';
import { predecessorGone } from './predecessor.ts';
import { testFolder } from './test/folder.ts';

/** A process with the folder in its command line, as an engine has; resolves once it runs. */
async function leftBehind(folder: string, script: string) {
  const child = spawn('/bin/sh', ['-c', `${script}; while :; do sleep 0.1; done`, 'engine', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('an engine left behind is stopped and waited for, with a line that says so', async () => {
  await using folder = await testFolder();
  const pidFile = join(folder.path, 'engine.pid');
  const child = await leftBehind(folder.path, 'trap "sleep 0.5; exit" TERM; echo up');
  await writeFile(pidFile, `${child.pid}\n`);
  const lines: string[] = [];
  await predecessorGone({ name: 'MySQL', pidFile, folder: folder.path }, (line) => lines.push(line));
  expect(lines).toEqual([`Waiting for the MySQL of an earlier start (process ${child.pid}) to stop`]);
  expect(child.exitCode ?? child.signalCode ?? (await once(child, 'exit'))).not.toBeNull();
  expect(await exists(pidFile)).toBe(false);
});

test('one that does not stop is killed', async () => {
  await using folder = await testFolder();
  const pidFile = join(folder.path, 'engine.pid');
  const child = await leftBehind(folder.path, 'trap "" TERM; echo up');
  const exit = once(child, 'exit');
  await writeFile(pidFile, `${child.pid}\n`);
  await predecessorGone({ name: 'MySQL', pidFile, folder: folder.path }, () => undefined, 0.5);
  expect(await exit).toEqual([null, 'SIGKILL']);
});

test('a pid that another process has by now is left alone', async () => {
  await using folder = await testFolder();
  const pidFile = join(folder.path, 'engine.pid');
  const child = await leftBehind('/another/folder', 'echo up');
  await writeFile(pidFile, `${child.pid}\n`);
  const lines: string[] = [];
  await predecessorGone({ name: 'MySQL', pidFile, folder: folder.path }, (line) => lines.push(line));
  expect(lines).toEqual([]);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  child.kill('SIGKILL');
});

test('no pid file, or one cut off, is no predecessor', async () => {
  await using folder = await testFolder();
  const pidFile = join(folder.path, 'engine.pid');
  await predecessorGone({ name: 'MySQL', pidFile, folder: folder.path }, expect.fail);
  await writeFile(pidFile, '');
  await predecessorGone({ name: 'MySQL', pidFile, folder: folder.path }, expect.fail);
});
