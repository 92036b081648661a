import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { importViolations } from './imports.ts';

const folders: string[] = [];
afterEach(() => Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true }))));

type Files = Readonly<Record<string, string>>;
const base: Files = {
  'package.json': '{ "name": "fixture", "dependencies": { "a": "1" }, "devDependencies": { "d": "1" } }',
  'node_modules/a/package.json': '{ "name": "a", "main": "index.js" }',
  'node_modules/a/index.js': '',
  'node_modules/d/package.json': '{ "name": "d", "main": "index.js" }',
  'node_modules/d/index.js': '',
  'node_modules/hidden/package.json': '{ "name": "hidden", "main": "index.js" }',
  'node_modules/hidden/index.js': '',
  'schema/events/event.ts': `import 'a'; export type E = 1;`,
  'schema/events/event.unit.test.ts': `import type { E } from './event.ts'; import 'd';`,
  'ops/config.ts': `import 'node:fs';`,
  'ops/engines/engines.ts': `import 'node:fs'; import 'a';`,
  'ops/engines/main.ts': `import '../config.ts'; import './engines.ts';`,
  'gateway/main.ts': `import '../ops/config.ts'; import './gateway.ts';`,
  'gateway/gateway.ts': `import 'a'; import type {} from 'd';`,
  'subgraphs/command/main.ts': `import '../../ops/config.ts'; import './domain/order.ts';`,
  'subgraphs/command/domain/order.ts': `import type { E } from '../../../schema/events/event.ts'; import './stock.ts';`,
  'subgraphs/command/domain/stock.ts': '',
  'subgraphs/command/domain/order.unit.test.ts': `import './order.ts'; import 'node:fs'; import '../../../ops/config.ts';`,
  'subgraphs/query/main.ts': `import './indexer/projections/project.ts';`,
  'subgraphs/query/indexer/projections/project.ts': `import '../../../../schema/events/event.ts';`,
};

async function violationsOf(files: Files): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-imports-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return (await importViolations(folder)).map((violation) => violation.split(' (')[0] ?? '').sort();
}

test('what the architecture allows passes', async () => {
  expect(await violationsOf(base)).toEqual([]);
});

test('a folder without TypeScript fails, for then the cruiser reads none', async () => {
  expect(await violationsOf({ 'a.js': '' })).toEqual(['no TypeScript module was read']);
});

const domain = 'subgraphs/command/domain/order.ts';
const projection = 'subgraphs/query/indexer/projections/project.ts';
const breaches: readonly [rule: string, path: string, imported: string][] = [
  ['domain-is-pure', domain, 'node:crypto'],
  ['domain-is-pure', domain, 'a'],
  ['domain-is-pure', domain, '../handlers.ts'],
  ['domain-is-pure', domain, '../../../schema/token.ts'],
  ['projections-are-pure', projection, 'node:crypto'],
  ['projections-are-pure', projection, 'a'],
  ['projections-are-pure', projection, '../sink.ts'],
  ['projections-are-pure', projection, '../../../../schema/token.ts'],
  ['gateway-knows-no-subgraph', 'gateway/gateway.ts', '../subgraphs/query/main.ts'],
  ['subgraphs-are-strangers', 'subgraphs/command/main.ts', '../query/main.ts'],
  ['subgraphs-are-strangers', 'subgraphs/query/main.ts', '../command/handlers.ts'],
  ['schema-is-a-leaf', 'schema/events/event.ts', '../../gateway/gateway.ts'],
  ['ops-is-wired-in-main', 'gateway/gateway.ts', '../ops/config.ts'],
  ['engines-stand-alone', 'ops/engines/engines.ts', '../config.ts'],
  ['no-test-code-in-the-product', 'gateway/gateway.ts', '../schema/events/event.unit.test.ts'],
  ['no-dev-dependencies', 'gateway/gateway.ts', 'd'],
  ['no-undeclared-packages', 'gateway/gateway.ts', 'hidden'],
  ['no-unresolvable', 'gateway/gateway.ts', './missing.ts'],
];

test.each(breaches)('%s: %s does not import %s', async (rule, path, imported) => {
  const targets = {
    ...{ 'subgraphs/command/handlers.ts': '', 'subgraphs/query/indexer/sink.ts': '' },
    'schema/token.ts': `import 'node:crypto';`,
  };
  const held = {
    'subgraphs/command/wired/main.ts': `import '../handlers.ts'; import '../../../schema/token.ts';`,
    'subgraphs/query/wired/main.ts': `import '../indexer/sink.ts';`,
  };
  for (const syntax of [
    `import '${imported}';`,
    `import type {} from '${imported}';`,
    `await import('${imported}');`,
  ]) {
    if (rule === 'no-dev-dependencies' && syntax.startsWith('import type')) continue;
    const found = await violationsOf({ ...base, ...targets, ...held, [path]: base[path] + syntax });
    expect(found.map((line) => line.split(':')[0])).toEqual([rule]);
    expect(found[0]).toContain(`${path} -> `);
  }
});

test('no-cycles', async () => {
  const stock = { 'subgraphs/command/domain/stock.ts': `import type {} from './order.ts';` };
  expect(await violationsOf({ ...base, ...stock })).toEqual([
    expect.stringMatching(/^no-cycles: subgraphs\/command\/domain\/(order|stock)\.ts -> /),
  ]);
});

test('no-orphans', async () => {
  expect(await violationsOf({ ...base, 'subgraphs/query/forgotten.ts': '' })).toEqual([
    'no-orphans: subgraphs/query/forgotten.ts -> subgraphs/query/forgotten.ts',
  ]);
});
