import {
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from './engines/test/folder.ts';
import { runToEnd } from './test/processes.ts';

const committed = () => readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8');

test('the supergraph of other URLs goes into a file of its own, and never into the committed one', async () => {
  await using folder = await testFolder();
  const before = committed();
  const out = join(folder.path, 'supergraph.graphql');
  const urls = ['--command', 'http://command.example/graphql'];
  const [refused, done] = await Promise.all([
    runToEnd('compose', {}, urls),
    runToEnd('compose', {}, [...urls, '--out', out]),
  ]);
  expect(refused).toMatchObject({
    code: 2,
    said: expect.stringMatching(/^--command and --query need --out/),
  });
  expect(done).toEqual({ code: 0, said: `composed ${out}` });
  expect(readFileSync(out, 'utf8')).toContain('(name: "command", url: "http://command.example/graphql")');
  expect(committed()).toBe(before);
}, 30_000);

test('whoever reads the file meanwhile reads a whole one', async () => {
  await using folder = await testFolder();
  const [out, before] = ['out', 'before'].map((name) => join(folder.path, name)) as [string, string];
  writeFileSync(out, 'the old one');
  linkSync(out, before);
  expect(await runToEnd('compose', {}, ['--out', out])).toEqual({ code: 0, said: `composed ${out}` });
  expect(readFileSync(out, 'utf8')).toBe(committed());
  // The same file still, had the new text been written into it.
  expect(readFileSync(before, 'utf8')).toBe('the old one');
  expect(readdirSync(folder.path)).toEqual(['before', 'out']);
}, 30_000);

test('a link is written through and stays one', async () => {
  await using folder = await testFolder();
  const [out, target] = ['out', 'target'].map((name) => join(folder.path, name)) as [string, string];
  symlinkSync(target, out);
  expect(await runToEnd('compose', {}, ['--out', out])).toEqual({ code: 0, said: `composed ${out}` });
  expect(lstatSync(out).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, 'utf8')).toBe(committed());
}, 30_000);

test('what is no URL is refused, and a file that cannot be written is told in one line', async () => {
  await using folder = await testFolder();
  const out = join(folder.path, 'missing', 'supergraph.graphql');
  const [noUrl, noFile] = await Promise.all([
    runToEnd('compose', {}, ['--query', 'bar', '--out', out]),
    runToEnd('compose', {}, ['--out', out]),
  ]);
  expect(noUrl).toMatchObject({
    code: 2,
    said: expect.stringMatching(/^--query must be a URL like http:\/\/host, not bar\n/),
  });
  expect(noFile).toEqual({ code: 1, said: expect.stringMatching(/^\S+ cannot be written: ENOENT.*$/) });
}, 30_000);

test.each([
  [
    'that do not parse',
    'type Query',
    'type Query type',
    /^Syntax Error: .+\n\nschema\/query\.graphql:\d+:\d+\n/,
  ],
  [
    'that do not compose',
    'readModel: ReadModel',
    'readModel: Nothing',
    /^The subgraphs do not compose:\n- \[query\] .+$/,
  ],
])(
  'subgraphs %s are told with what is to be mended, and nothing is written',
  async (_, from, to, said) => {
    await using folder = await testFolder();
    for (const name of ['schema', 'ops'])
      cpSync(new URL(`../${name}`, import.meta.url), join(folder.path, name), { recursive: true });
    symlinkSync(new URL('../node_modules', import.meta.url), join(folder.path, 'node_modules'));
    const [sdl, out] = ['schema/query.graphql', 'out'].map((name) => join(folder.path, name)) as [
      string,
      string,
    ];
    writeFileSync(sdl, readFileSync(sdl, 'utf8').replace(from, to));
    expect(await runToEnd(join(folder.path, 'ops/compose.ts'), {}, ['--out', out])).toEqual({
      code: 1,
      said: expect.stringMatching(said),
    });
    expect(existsSync(out)).toBe(false);
  },
  30_000,
);
