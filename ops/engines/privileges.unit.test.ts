import { chmod, chown, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseHomes, firstClosed } from './privileges.ts';
import { testFolder } from './test/folder.ts';

const nobody = { uid: 65534, gid: 65534 };

async function layout(root: string, mode: number) {
  const home = join(root, 'home');
  await mkdir(join(home, 'data'), { recursive: true });
  await chmod(home, mode);
  const lines: string[] = [];
  const options = {
    dataDir: join(home, 'data'),
    cacheDir: join(home, 'cache'),
    systemCacheDir: join(root, 'var/cache'),
    systemDataDir: join(root, 'var/lib'),
    report: (line: string) => void lines.push(line),
  };
  return { home, options, lines };
}

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('open folders are used as they are, by nobody', async () => {
    await using folder = await testFolder();
    const { options, lines } = await layout(folder.path, 0o755);
    const homes = await chooseHomes(options);
    expect(homes).toEqual({ dataDir: options.dataDir, cacheDir: options.cacheDir, user: expect.anything() });
    expect(homes.user?.uid).toBeGreaterThan(0);
    expect(lines).toEqual([]);
  });

  test('a private home is left for a place of the system, and the lines say why', async () => {
    await using folder = await testFolder();
    const { home, options, lines } = await layout(folder.path, 0o700);
    const homes = await chooseHomes(options);
    expect(homes.cacheDir).toBe(options.systemCacheDir);
    expect(homes.dataDir.startsWith(`${options.systemDataDir}/home-`)).toBe(true);
    expect(lines).toEqual([
      expect.stringMatching(`who cannot enter ${home}: the cache is ${options.systemCacheDir}`),
      expect.stringMatching(`who cannot enter ${home}: engine data is in ${homes.dataDir}`),
    ]);
    expect(await firstClosed(homes.dataDir, nobody)).toBeUndefined();
    expect(await firstClosed(homes.cacheDir, nobody)).toBeUndefined();
  });

  test('moved data is found again, even when the home was opened since; a new data folder starts anew', async () => {
    await using folder = await testFolder();
    const { home, options } = await layout(folder.path, 0o700);
    const { dataDir } = await chooseHomes(options);
    expect((await chooseHomes(options)).dataDir).toBe(dataDir);
    await chmod(home, 0o755);
    expect((await chooseHomes(options)).dataDir).toBe(dataDir);
    await chmod(home, 0o700);
    await rm(options.dataDir, { recursive: true });
    await mkdir(options.dataDir);
    expect((await chooseHomes(options)).dataDir).not.toBe(dataDir);
  });

  test('data that the user could enter once is not silently left behind', async () => {
    await using folder = await testFolder();
    const { home, options } = await layout(folder.path, 0o700);
    await mkdir(join(options.dataDir, 'mysql'));
    await expect(chooseHomes(options)).rejects.toThrow(`cannot enter ${home}. Run chmod o+x ${home}`);
  });

  test('the owner of a data folder runs its engines', async () => {
    await using folder = await testFolder();
    const { options } = await layout(folder.path, 0o755);
    await chown(options.dataDir, 12_345, 12_345);
    expect((await chooseHomes(options)).user).toEqual({ uid: 12_345, gid: 12_345 });
  });

  test('what root makes can be read by others under any umask', async () => {
    await using folder = await testFolder();
    const { options } = await layout(folder.path, 0o755);
    const before = process.umask(0o077);
    await chooseHomes(options).finally(() => process.umask(before));
    expect((await stat(options.cacheDir)).mode & 0o777).toBe(0o755);
  });
});

test.runIf(process.getuid?.() !== 0)('who is not root runs engines as oneself', async () => {
  await using folder = await testFolder();
  const { options, lines } = await layout(folder.path, 0o700);
  const { dataDir, cacheDir } = options;
  expect(await chooseHomes(options)).toEqual({ dataDir, cacheDir, user: undefined });
  expect(lines).toEqual([]);
});
