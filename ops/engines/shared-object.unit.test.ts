import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedObject } from './shared-object.ts';
import { testFolder } from './test/folder.ts';

/** Loads a library as Node loads its addons, in another process; that it is none is found out only after it was loaded. */
async function load(bytes: Buffer): Promise<string> {
  await using folder = await testFolder();
  const file = join(folder.path, 'lib.so');
  await writeFile(file, bytes, { mode: 0o755 });
  const script = 'process.dlopen({ exports: {} }, process.argv[1])';
  return spawnSync(process.execPath, ['-e', script, file], { encoding: 'utf8' }).stderr;
}

const library = {
  soname: 'libthing.so.1',
  versions: { 'THING_0.1': { first: -1, second: 7 }, 'THING_0.4': { variable: 'pointer' } },
} as const;

test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'the loader of the system takes it',
  async () => {
    expect(await load(sharedObject(library))).toContain('did not self-register');
    expect(await load(sharedObject(library).fill(0, 4, 5))).not.toContain('did not self-register');
  },
);
