import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { lockDataDir, waitForLock, tryLock } from './lock.ts';
import { testFolder } from './test/folder.ts';

const lockModule = new URL('./lock.ts', import.meta.url).href;

/** Another process that takes the lock and keeps it. */
async function holder(dataDir: string): Promise<ChildProcess> {
  const script = `const { lockDataDir } = await import(${JSON.stringify(lockModule)});
    await lockDataDir(${JSON.stringify(dataDir)}); console.log('locked'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

test('a second start on the same data folder is refused, and told by whom', async () => {
  await using folder = await testFolder();
  const child = await holder(folder.path);
  await expect(lockDataDir(folder.path)).rejects.toThrow(
    `${folder.path} is in use by another Tandem (process ${child.pid}). Stop it, or set TANDEM_DATA_DIR to another folder.`,
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('kill -9 frees the lock, whatever pid it left behind', async () => {
  await using folder = await testFolder();
  const child = await holder(folder.path);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await writeFile(join(folder.path, 'tandem.pid'), `${process.ppid}\n`);
  const lock = await lockDataDir(folder.path);
  await lock.release();
});

test('who waits for a lock gives up when told', async () => {
  await using folder = await testFolder();
  const file = join(folder.path, 'x.lock');
  const lock = tryLock(file);
  const given = new AbortController();
  await expect(waitForLock(file, () => given.abort(), given.signal)).rejects.toThrow('aborted');
  await lock?.release();
});

test('the same process cannot take it twice either, and can after a release', async () => {
  await using folder = await testFolder();
  const lock = await lockDataDir(folder.path);
  await expect(lockDataDir(folder.path)).rejects.toThrow(`process ${process.pid}`);
  await lock.release();
  await lock.release();
  await (await lockDataDir(folder.path)).release();
});

test('a folder that cannot be made is named with the errno', async () => {
  await using folder = await testFolder();
  const file = join(folder.path, 'file');
  await writeFile(file, '');
  await expect(lockDataDir(join(file, 'data'))).rejects.toThrow(
    /Cannot write to .*\/file\/data: ENOTDIR.*TANDEM_DATA_DIR/,
  );
  const link = join(folder.path, 'link');
  await symlink(join(folder.path, 'nowhere'), link);
  await expect(lockDataDir(link)).rejects.toThrow(/Cannot write to .*\/link: ENOENT.*TANDEM_DATA_DIR/);
  await mkdir(join(folder.path, 'tandem.pid'));
  await expect(lockDataDir(folder.path)).rejects.toThrow(/Cannot write to .*: EISDIR.*TANDEM_DATA_DIR/);
});

test('who waits for a lock gets it when it is free, and says once that it waits', async () => {
  await using folder = await testFolder();
  const file = join(folder.path, 'x.lock');
  const first = tryLock(file);
  let waits = 0;
  const second = waitForLock(file, () => (waits += 1));
  await new Promise((resolve) => setTimeout(resolve, 500));
  await first?.release();
  await (await second).release();
  expect(waits).toBe(1);
});
