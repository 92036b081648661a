import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { exists } from './folders.ts';
import { describeExit, quoteLog, spawnGuarded, type EngineCommand } from './process.ts';
import { untilReady } from './ready.ts';
import { testFolder } from './test/folder.ts';

const shell = (folder: string, script: string): EngineCommand => ({
  name: 'Thing',
  command: '/bin/sh',
  args: ['-c', script],
  env: { PATH: process.env.PATH },
  cwd: folder,
  logFile: join(folder, 'thing.log'),
  pidFile: join(folder, 'thing.pid'),
  graceSeconds: 1,
});

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function eventually(
  condition: () => boolean | Promise<boolean>,
  limitMilliseconds: number,
): Promise<boolean> {
  for (const end = performance.now() + limitMilliseconds; performance.now() < end; await delay(20)) {
    if (await condition()) return true;
  }
  return false;
}

test('an exit by itself is reported with its code, and the pid file removed', async () => {
  await using folder = await testFolder();
  const thing = await spawnGuarded(shell(folder.path, 'echo hello; echo oops >&2; exit 7'));
  expect(await thing.exited).toBe('exit code 7');
  expect(await readFile(thing.logFile, 'utf8')).toBe('hello\noops\n');
  expect(await exists(join(folder.path, 'thing.pid'))).toBe(false);
});

test('a death by a signal is reported with its name', async () => {
  await using folder = await testFolder();
  const thing = await spawnGuarded(shell(folder.path, 'exec sleep 60'));
  expect(await readFile(join(folder.path, 'thing.pid'), 'utf8')).toBe(`${thing.pid}\n`);
  process.kill(thing.pid, 'SIGKILL');
  expect(await thing.exited).toBe('signal SIGKILL');
});

test('stop is SIGTERM, and may be called twice', async () => {
  await using folder = await testFolder();
  const thing = await spawnGuarded(
    shell(folder.path, 'trap "echo bye; exit 0" TERM; while :; do sleep 0.1; done'),
  );
  await delay(200);
  await Promise.all([thing.stop(), thing.stop()]);
  expect(await thing.exited).toBe('exit code 0');
  expect(await quoteLog(thing.logFile)).toContain('bye');
});

test('stop is SIGKILL after the grace', async () => {
  await using folder = await testFolder();
  const thing = await spawnGuarded(shell(folder.path, 'trap "" TERM; while :; do sleep 0.1; done'));
  await delay(200);
  const started = performance.now();
  await thing.stop();
  expect(await thing.exited).toBe('signal SIGKILL');
  expect(performance.now() - started).toBeGreaterThan(900);
});

test.each([
  ['that stops when told', 'exec sleep 60'],
  ['that ignores SIGTERM', 'trap "" TERM; while :; do sleep 0.1; done'],
])('kill -9 of the parent ends a child %s, and its guard', async (_, script) => {
  await using folder = await testFolder();
  const module = JSON.stringify(new URL('./process.ts', import.meta.url).href);
  const command = JSON.stringify(shell(folder.path, script));
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { spawnGuarded } = await import(${module}); console.log((await spawnGuarded(${command})).pid); setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(String(line));
  await delay(200);
  expect(alive(pid)).toBe(true);
  parent.kill('SIGKILL');
  expect(await eventually(() => !alive(pid), 5000)).toBe(true);
  // The guard removes the pid file as its last act.
  expect(await eventually(async () => !(await exists(join(folder.path, 'thing.pid'))), 2000)).toBe(true);
});

test('an engine that dies while it starts is an error with the end of its log', async () => {
  await using folder = await testFolder();
  const script = 'for i in $(seq 1 30); do echo "line $i"; done; sleep 0.2; exit 3';
  const thing = await spawnGuarded(shell(folder.path, script));
  const ready = untilReady(thing, 10, () => Promise.reject(new Error('not yet')));
  await expect(ready).rejects.toThrow(
    /Thing died while starting \(exit code 3\).*thing\.log:\n {2}line 11\n/,
  );
  await expect(ready).rejects.toThrow(/line 30$/);
});

test('an engine that is not ready in time is stopped', async () => {
  await using folder = await testFolder();
  const thing = await spawnGuarded(shell(folder.path, 'exec sleep 60'));
  await expect(untilReady(thing, 0.3, () => Promise.reject(new Error('no answer')))).rejects.toThrow(
    'Thing was not ready after 0.3 s (no answer)',
  );
  expect(alive(thing.pid)).toBe(false);
});

test('a command that is not there is an error, not a crash', async () => {
  await using folder = await testFolder();
  const thing = await spawnGuarded({ ...shell(folder.path, ''), command: '/nowhere/engine', args: [] });
  expect(await thing.exited).toBe('exit code 127');
  expect(await quoteLog(thing.logFile)).toContain('/nowhere/engine');
});

test('the end of a log is quoted without the frames of a stack trace', async () => {
  await using folder = await testFolder();
  const file = join(folder.path, 'java.log');
  await writeFile(file, 'first\nCaused by: taken\n\tat a.b.C.d(C.java:1)\n\t... 7 more\n\nlast at (noon)\n');
  expect(await quoteLog(file, 4)).toBe(
    `The last lines of ${file}:\n  first\n  Caused by: taken\n  \n  last at (noon)`,
  );
});

test('exits read well', () => {
  expect([
    describeExit(1, null),
    describeExit(139, null),
    describeExit(null, 'SIGTERM'),
    describeExit(200, null),
  ]).toEqual(['exit code 1', 'signal SIGSEGV', 'signal SIGTERM', 'exit code 200']);
});
