import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The whole of `npm run contract`, on a copy of the tree in which each of its promises is broken.

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let status: number | null;
let output: string;

async function copyTree(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'tandem-contract-'));
  for (const name of ['schema', 'ops', 'subgraphs', 'gateway', 'package.json'])
    await cp(join(root, name), join(copy, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

async function edit(path: string, change: (text: string) => string, tree = folder): Promise<void> {
  const text = await readFile(join(tree, path), 'utf8');
  expect(change(text)).not.toBe(text);
  await writeFile(join(tree, path), change(text));
}

beforeAll(async () => {
  folder = await copyTree();
  const forgotten = '\ntype Forgotten @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! }\n';
  await edit('schema/query.graphql', (sdl) => sdl.replace(/ @access\(to: \["anonymous"\]\)/, '') + forgotten);
  await edit('schema/supergraph.graphql', (sdl) =>
    sdl.replace('readModel: ReadModel!', 'readModel: ReadModel'),
  );
  await edit('schema/released/api.graphql', (sdl) =>
    sdl.replace('type Query {', 'type Query {\n  gone: Int'),
  );
  await edit('schema/events/recorded/stock.StockReserved.v1.json', () => '{}');
  await writeFile(join(folder, 'schema/operations/called-otherwise.graphql'), 'query Wrong { nothing }\n');
  const run = spawnSync(process.execPath, ['ops/check/contract.ts', '--release'], {
    cwd: folder,
    encoding: 'utf8',
  });
  ({ status } = run);
  output = run.stdout + run.stderr;
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

test('it ends with 1, and releases nothing', async () => {
  expect(status).toBe(1);
  expect(output).toContain('Nothing is released');
  expect(await readFile(join(folder, 'schema/released/api.graphql'), 'utf8')).toContain('gone: Int');
});

test.each([
  ['supergraph composes and is fresh', /Mend it with: npm run compose/],
  ['persisted operations are fresh', /Mend it with: npm run manifest/],
  ['schema breaks no client of the last release', /BREAKING FIELD_REMOVED Query\.gone/],
  ['client documents are answered', /called-otherwise\.graphql: Cannot query field "nothing"/],
  ['names are regular', /called-otherwise\.graphql: should be called wrong\.graphql/],
  ['SDL is described', /schema\/query\.graphql: Forgotten has no description/],
  ['access is declared', /Query\.\w+ does not say with @access who may ask/],
  ['planner holes are avoided', /Forgotten has several keys/],
  ['published events can be read', /schema\/events\/recorded\/stock\.StockReserved\.v1\.json: /],
])('it fails with "%s", and says what is wrong', (step, problem) => {
  expect(output).toContain(`FAILED ${step}`);
  expect(output).toMatch(problem);
});

test('a release keeps what the clients of the one before ask', async () => {
  const tree = await copyTree();
  await edit(
    'schema/operations/get-review.graphql',
    (text) => text.replace('stars', 'stars again: stars'),
    tree,
  );
  for (const [program = '', ...args] of [['schema/manifest.ts'], ['ops/check/contract.ts', '--release']]) {
    const { stdout, ...run } = spawnSync(process.execPath, [program, ...args], {
      cwd: tree,
      encoding: 'utf8',
    });
    expect([run.status, stdout]).toEqual([0, expect.not.stringContaining('FAILED')]);
  }
  const [listed, released] = await Promise.all(
    ['schema/persisted-operations.json', 'schema/released/persisted-operations.json'].map((path) =>
      readFile(join(tree, path), 'utf8'),
    ),
  );
  expect(released).toBe(listed);
  expect(listed).toMatch(/"GetReview"[^]*again: stars[^]*"GetReview"/);
  await rm(tree, { recursive: true });
}, 60_000);
