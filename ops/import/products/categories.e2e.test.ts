import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { BrowseCategoriesDocument, DefineCategoryDocument } from '../../../schema/generated/operations.ts';
import { createClient, type GraphqlClient } from '../../client.ts';
import { runToEnd } from '../../test/processes.ts';
import { startTandem, type Tandem } from '../../test/tandem.ts';
import { createCategoryAt } from './categories.ts';

let tandem: Tandem;
let folder: string;
beforeAll(async () => {
  tandem = await startTandem();
  folder = await mkdtemp(join(tmpdir(), 'tandem-import-'));
});
afterAll(async () => {
  await tandem[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function importing(categories: Record<string, readonly string[] | undefined>): Promise<string> {
  const lines = Object.entries(categories).map(([sku, category]) =>
    JSON.stringify({ sku, name: sku, category, priceMinor: 100, currency: 'EUR' }),
  );
  const [file, refused] = ['products.jsonl', 'refused.csv'].map((name) => join(folder, name)) as [
    string,
    string,
  ];
  await writeFile(file, lines.join('\n'));
  const { said } = await runToEnd('import', {}, [
    ...['products', file, '--url', tandem.urls.gateway],
    ...['--refused', refused],
  ]);
  return said;
}

test('the categories that a file names are defined, each once, and hold its products', async () => {
  const tooLong = 'x'.repeat(201);
  const said = await importing({
    ...{ G: ['Shop', 'Tea', 'Green'], T: ['Shop', 'Tea'], O: undefined },
    ...{ L: ['Shop', tooLong, 'Tea'], M: ['Shop', tooLong] },
  });
  expect(said).toContain('3 accepted, 2 refused');
  expect(said).toContain('2 INVALID_INPUT');
  expect(await importing({ R: ['Tea'], B: ['Shop', 'Tea', 'Black'] })).toContain('2 accepted, 0 refused');

  await vi.waitFor(async () => {
    const { data } = await tandem.ask(`{
      rootCategories { name children { name children { name } } }
      products(first: 10) { edges { node { sku categoryPath { name } } } } }`);
    expect(data.rootCategories).toEqual([
      { name: 'Shop', children: [{ name: 'Tea', children: [{ name: 'Black' }, { name: 'Green' }] }] },
      { name: 'Tea', children: [] },
    ]);
    const paths = (data.products.edges as { node: Found }[]).map(({ node }) => [
      node.sku,
      node.categoryPath.map(({ name }) => name).join('/'),
    ]);
    expect(Object.fromEntries(paths)).toEqual({
      ...{ G: 'Shop/Tea/Green', T: 'Shop/Tea', O: '', R: 'Tea', B: 'Shop/Tea/Black' },
    });
  }, 10_000);
}, 60_000);

interface Found {
  readonly sku: string;
  readonly categoryPath: readonly { readonly name: string }[];
}

/** Its read model shows no category yet. */
const behind = ((document, variables) =>
  document === (DefineCategoryDocument as unknown)
    ? createClient(tandem.urls.gateway)(document, variables)
    : Promise.resolve({ rootCategories: [], category: null })) as GraphqlClient;

test('a read model that is behind makes no second one', async () => {
  const path = ['New', 'Newer'];
  expect(await createCategoryAt(behind)(path)).toBe(await createCategoryAt(behind)(path));
});

test('one is defined below another parent too that has taken the name of its own', async () => {
  const before = await createCategoryAt(behind)(['Taken', 'Below']);
  const other = await tandem.ask('mutation { defineCategory(input: { name: "Taken" }) { categoryId } }');
  const { categoryId: id } = other.data.defineCategory as { categoryId: string };
  const renamed = ((document, variables) =>
    document === (BrowseCategoriesDocument as unknown)
      ? Promise.resolve({ rootCategories: [{ id, name: 'Taken' }] })
      : behind(document, variables)) as GraphqlClient;
  expect(await createCategoryAt(renamed)(['Taken', 'Below'])).not.toBe(before);
});
