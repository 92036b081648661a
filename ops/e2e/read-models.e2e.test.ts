import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { sell } from '../test/shopping.ts';
import { startTandem, type Tandem } from '../test/tandem.ts';

// The worked example of docs/read-models.md, followed to the letter in a copy of the tree beside a Tandem that runs.

const root = fileURLToPath(new URL('../../', import.meta.url));
let tandem: Tandem;
let client: Client;
let tree: string;
beforeAll(async () => {
  tandem = await startTandem();
  client = new Client({ node: tandem.place.env['ELASTICSEARCH_URL']! });
  tree = await mkdtemp(join(tmpdir(), 'tandem-read-models-'));
  for (const part of ['gateway', 'schema', 'subgraphs', 'ops', 'bench', 'package.json', 'tsconfig.json'])
    await cp(join(root, part), join(tree, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(tree, 'node_modules'));
});
afterAll(async () => {
  await client.close();
  await rm(tree, { recursive: true, force: true });
  await tandem[Symbol.asyncDispose]();
});

async function edit(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(tree, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} is not what the example says`);
  await writeFile(join(tree, file), text.replace(from, to));
}

/** Runs a program in the copy. Answers with what it printed; rejects when it fails. */
async function run(...args: string[]): Promise<string> {
  const env = { ...process.env, ...tandem.place.env };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: tree, env });
  return stdout;
}

/** Answers with the consistency token. */
async function setStock(sku: string, onHand: number): Promise<string> {
  const { data } = await tandem.ask(
    'mutation ($input: UpdateProductStockInput!) { updateProductStock(input: $input) { consistencyToken } }',
    { input: { sku, set: onHand } },
  );
  return data.updateProductStock.consistencyToken;
}

const SEARCH = `
import { Client } from '@elastic/elasticsearch';
import { createTokens } from './schema/token.ts';
import { createContext, createShared } from './subgraphs/query/context.ts';
const { ELASTICSEARCH_URL, TANDEM_NAMESPACE, TOKEN_SECRET } = process.env;
const client = new Client({ node: ELASTICSEARCH_URL });
const shared = createShared(client, TANDEM_NAMESPACE, createTokens([TOKEN_SECRET]));
const freshness = { 'x-consistency-token': process.argv[1] };
const request = { freshness, patienceMs: 10_000, over: new AbortController().signal, imagesUrl: '' };
const context = createContext(shared, request);
try {
  const { search } = await context.makeSearchable('low-stock', context.demanded({ path: { key: 'lowStock' } }));
  const { hits } = await search({ query: { term: { 'stock.onHand': 9 } } });
  console.log('found', hits.total.value);
} catch (error) {
  console.log(error.extensions?.code ?? error);
}
await client.close();
`;
/** What a query in the copy finds in the new read model. */
const searchAsOf = (token: string) => run('--input-type=module', '--eval', SEARCH, token);

test('a new read model is a projection and a rebuild', async () => {
  for (const onHand of [3, 7]) await sell(tandem.ask, onHand);
  const { sku } = await sell(tandem.ask, 5);
  const seen = await setStock(sku, 9);
  const document = await readFile(join(root, 'docs/read-models.md'), 'utf8');
  const example = document.slice(document.indexOf('## A new read model'));
  const [kinds = '', mapping = '', projection = ''] = [...example.matchAll(/```ts\n([^]*?)```/g)].map(
    ([, code]) => code!.replace(/^ {3}/gm, ''),
  );

  const projections = 'subgraphs/query/indexer/projections';
  await edit(`${projections}/document.ts`, 'readModelNames = [\n', "readModelNames = [\n  'low-stock',\n");
  await edit(
    'subgraphs/query/documents/mappings.ts',
    'Record<ReadModelName, Properties> = {\n',
    `Record<ReadModelName, Properties> = {\n${mapping}`,
  );
  await edit(`${projections}/versions.ts`, '  status: {', `${projection}  status: {`);
  await edit('ops/rebuild/rebuild.ts', 'rebuildable = [\n', "rebuildable = [\n  'low-stock',\n");
  const [head, condition] = kinds.split('=>\n');
  await edit(`${projections}/document.ts`, `${head}=>\n`, `${head}=>\n${condition!.replace('…', '')}`);
  await edit('subgraphs/query/documents/snapshots.ts', 'pagedModels = [', "pagedModels = ['low-stock', ");
  await run('node_modules/typescript/bin/tsc', '--noEmit');

  // Deployed: its index is made at its start.
  const indexer = execFile(process.execPath, ['subgraphs/query/indexer/main.ts'], {
    cwd: tree,
    env: { ...process.env, ...tandem.place.env },
  });
  onTestFinished(() => void indexer.kill());
  const alias = `${tandem.place.env['TANDEM_NAMESPACE']}-low-stock`;
  await vi.waitFor(async () => expect(await client.indices.existsAlias({ name: alias })).toBe(true), {
    timeout: 20_000,
    interval: 100,
  });
  expect(await run('ops/rebuild/main.ts', 'low-stock')).toContain('is served');
  await run('ops/rebuild/main.ts', '--finish');
  await run('ops/verify/main.ts');
  const { hits } = await client.search<{ stock: { onHand: number } }>({ index: alias });
  expect(hits.hits.map(({ _source }) => _source?.stock.onHand).toSorted()).toEqual([3, 7, 9]);

  expect(await searchAsOf(seen)).toBe('found 1\n');
  // From now on there is only the older indexer, which does not write it.
  await new Promise((resolve) => indexer.once('exit', resolve) && indexer.kill());
  expect(await searchAsOf(await setStock(sku, 10))).toBe('READ_MODEL_BEHIND\n');
}, 120_000);
