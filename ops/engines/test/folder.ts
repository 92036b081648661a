import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test, that every user can enter (mkdtemp's cannot); `await using` removes it. */
export async function testFolder(): Promise<{ path: string; [Symbol.asyncDispose](): Promise<void> }> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'tandem-engines-')));
  await chmod(path, 0o755);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 3 }) };
}
