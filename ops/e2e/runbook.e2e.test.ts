import { Client, type estypes } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startRoles, type Roles } from '../roles.ts';
import { readConfig } from '../config.ts';
import { runToEnd } from '../test/processes.ts';
import { sell } from '../test/shopping.ts';
import { asker, cleanUp, createPlace, type TestPlace } from '../test/tandem.ts';

// What docs/runbook.md tells an operator to do, where nothing else does it. The tests build on each other.

let place: TestPlace;
let client: Client;
let roles: Roles;
beforeAll(async () => {
  place = await createPlace();
  client = new Client({ node: place.env['ELASTICSEARCH_URL']! });
  roles = await startRoles(readConfig(place.env));
});
afterAll(async () => {
  await roles.stop();
  await client.close();
  await cleanUp(place);
});

const ask: ReturnType<typeof asker> = (...what) => asker(roles.urls.gateway)(...what);
const command = (script: string, ...args: string[]) => runToEnd(script, place.env, args);
const nameOf = async (sku: string): Promise<string | undefined> =>
  (await ask('query ($sku: String) { product(sku: $sku) { name } }', { sku })).data.product?.name;
const indices = async (): Promise<string[]> =>
  Object.keys(await client.indices.get({ index: `${place.env['TANDEM_NAMESPACE']}-*` }));

test('Elasticsearch was lost: started empty, then rebuilt, it shows everything', async () => {
  const { sku } = await sell(ask, 10);
  await roles.stop();
  await client.indices.delete({ index: await indices() });
  roles = await startRoles(readConfig(place.env));
  expect(await nameOf(sku)).toBeUndefined();
  expect((await command('verify')).code).toBe(1);
  expect((await command('rebuild')).code).toBe(0);
  expect((await command('rebuild', '--finish')).code).toBe(0);
  expect(await command('verify')).toMatchObject({ code: 0 });
  expect(await nameOf(sku)).toBe(`Kettle ${sku}`);
}, 120_000);

test('an index was made for another shape: what it refuses is in the one that a rebuild makes', async () => {
  const [index] = (await indices()).filter((name) => name.includes('-products-'));
  const shape = (await client.indices.get({ index: index! }))[index!]!;
  const { properties } = shape.mappings!.properties!['product'] as estypes.MappingObjectProperty;
  const { brand: _without, ...product } = properties!;
  await client.indices.delete({ index: index! });
  await client.indices.create({
    index: index!,
    aliases: shape.aliases!,
    mappings: {
      ...shape.mappings!,
      properties: { ...shape.mappings!.properties, product: { properties: product } },
    },
  });
  const input = {
    sku: 'branded',
    name: 'Kettle',
    brand: 'Tandem',
    price: { amountMinor: 1, currency: 'EUR' },
  };
  await ask(
    'mutation ($input: RegisterProductInput!) { registerProduct(input: $input) { consistencyToken } }',
    { input: { ...input, publish: true } },
  );
  const letters = await vi.waitFor(
    async () => {
      const { said } = await command('dead-letters');
      expect(said).toContain('strict_dynamic_mapping_exception');
      return said;
    },
    { timeout: 20_000, interval: 500 },
  );
  expect(letters).toMatch(/ product-\S+@0\.[12] /);
  expect(await command('rebuild', 'products')).toMatchObject({ code: 0 });
  expect((await command('rebuild', '--finish')).code).toBe(0);
  await vi.waitFor(async () => expect((await command('dead-letters', 'drop', '--all')).code).toBe(0), {
    timeout: 20_000,
    interval: 500,
  });
  expect(await command('verify')).toMatchObject({ code: 0 });
  expect(await nameOf('branded')).toBe('Kettle');
}, 120_000);

test('an index was lost: an indexer that starts makes it, and a repair fills it', async () => {
  const [index] = (await indices()).filter((name) => name.includes('-products-'));
  await client.indices.delete({ index: index! });
  for (const script of ['verify', 'rebuild']) {
    const { code, said } = await command(script);
    expect([code, said]).toEqual([1, expect.stringMatching(/^the alias \S+-products does not exist: /)]);
  }
  await roles.stop();
  roles = await startRoles(readConfig(place.env));
  expect(await indices()).toContain(index);
  expect(await command('verify', '--repair')).toMatchObject({ code: 0 });
  expect(await nameOf('branded')).toBe('Kettle');
}, 120_000);
