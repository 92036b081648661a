import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runningEngines } from './engines.ts';
import { EngineError } from './error.ts';
import { testFolder } from './test/folder.ts';

test('who cannot read where the engines are is told what to do', async () => {
  await using folder = await testFolder();
  expect(await runningEngines(folder.path)).toBeUndefined();
  await mkdir(join(folder.path, 'engines.json'));
  const refused = runningEngines(folder.path);
  await expect(refused).rejects.toThrow(EngineError);
  await expect(refused).rejects.toThrow(/cannot be read: EISDIR.*Run this as its user, or set the URLs/);
});
