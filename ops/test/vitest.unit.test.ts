import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { runTests } from './vitest.ts';

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

async function tallyOf(files: Readonly<Record<string, string>>) {
  const root = await mkdtemp(join(tmpdir(), 'tandem-runner-'));
  folders.push(root);
  await symlink(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(root, 'node_modules'));
  await mkdir(join(root, 'deep'));
  for (const [path, body] of Object.entries(files)) {
    await writeFile(join(root, path), `import { afterAll, test } from 'vitest';\n${body}`);
  }
  const { complaints, ...counts } = await runTests(root, 'ignore');
  return { ...counts, complaints: complaints.map((line) => line.replace(root, '')).sort() };
}
const good = `test('a', () => {}); test('b', () => {});`;

test('runs every test of every folder', { timeout: 30_000 }, async () => {
  const files = { 'a.unit.test.ts': good, 'deep/b.unit.test.ts': `${good} test.skip('c', () => {});` };
  expect(await tallyOf(files)).toEqual({ passed: 4, failed: 0, skipped: 1, complaints: [] });
});

test('whatever keeps a test from running is a failure', { timeout: 30_000 }, async () => {
  const files = {
    'good.unit.test.ts': good,
    'only.unit.test.ts': `test.only('a', () => {}); test('b', () => {});`,
    'empty.unit.test.ts': '',
    'syntax.unit.test.ts': '(',
    'exits.unit.test.ts': `test('a', () => process.exit(0));`,
    'hook.unit.test.ts': `test('a', () => {}); afterAll(() => { throw new Error('no'); });`,
    'deep/unknown.test.ts': good,
  };
  expect(await tallyOf(files)).toEqual({
    passed: 3,
    skipped: 1,
    failed: 6, // of which `only` and `exits` are failed tests
    complaints: [
      'failed outside its tests: /hook.unit.test.ts',
      'no test ran: /empty.unit.test.ts',
      'no test ran: /syntax.unit.test.ts',
      'not run: /deep/unknown.test.ts',
    ],
  });
});

test('an error that no test caught is a failure', { timeout: 30_000 }, async () => {
  const late = `test('a', () => { setTimeout(() => { throw new Error('late'); }, 1); return new Promise((r) => setTimeout(r, 50)); });`;
  expect(await tallyOf({ 'late.unit.test.ts': late })).toMatchObject({ passed: 1, failed: 1 });
});
