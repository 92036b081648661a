import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReadModelName } from '../indexer/projections/document.ts';
import { productEvent } from '../test/events.ts';
import { createWorld, type World } from '../test/world.ts';
import { createGeneration, ensureIndices, probeWritable } from './indices.ts';
import { aliasName, generationName, registryName } from './names.ts';
import { readRegistration, register, type Registration } from './registry.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.destroy());

async function settingsOf(generation: number) {
  const index = generationName(world.namespace, 'orders', generation);
  const answer = await world.client.indices.getSettings({ index });
  return answer[index]?.settings?.index as Record<string, unknown>;
}

test('an index has no filter of its ids', async () => {
  await createGeneration(world.client, world.namespace, 'orders', 1);
  await createGeneration(world.client, world.namespace, 'orders', 1);
  expect(await settingsOf(1)).toMatchObject({ bloom_filter_for_id_field: { enabled: 'false' } });
});

test('an engine that does not know of such a filter makes the index all the same', async () => {
  const error = {
    type: 'illegal_argument_exception',
    reason: 'unknown setting [index.bloom_filter_for_id_field]',
  };
  const newer = createServer(async (request, answer) => {
    const body = await text(request);
    const type = request.headers['content-type'] ?? 'application/json';
    const response = body.includes('bloom_filter')
      ? Response.json({ error, status: 400 }, { status: 400 })
      : await fetch(new URL(request.url!, world.config.elasticsearchUrl), {
          method: request.method!,
          headers: { 'content-type': type, accept: type },
          ...(body !== '' && { body }),
        });
    const headers = { 'content-type': type, 'x-elastic-product': 'Elasticsearch' };
    answer.writeHead(response.status, headers).end(await response.text());
  });
  await new Promise<void>((resolve) => newer.listen(0, '127.0.0.1', resolve));
  const client = new Client({ node: `http://127.0.0.1:${(newer.address() as AddressInfo).port}` });
  await createGeneration(client, world.namespace, 'orders', 2);
  await client.close();
  newer.closeAllConnections();
  newer.close();
  expect(await settingsOf(2)).not.toHaveProperty('bloom_filter_for_id_field');
  // With an interval stated, the engine would refresh what nobody searches.
  expect(await settingsOf(2)).not.toHaveProperty('refresh_interval');
  expect(await settingsOf(2)).toMatchObject({ number_of_shards: '1' });
});

test('an index that was lost is made anew, empty, as the generation that is registered', async () => {
  const { client, namespace } = world;
  await world.ensureIndices();
  await client.indices.delete({ index: generationName(namespace, 'products', 1) });
  await expect(probeWritable(client, namespace)).rejects.toThrow(
    `the alias ${namespace}-products does not exist: start an indexer`,
  );
  expect(world.lines).toEqual([]);
  await Promise.all([world.ensureIndices(), world.ensureIndices()]);
  expect(world.lines[0]).toMatchObject({
    ...{ level: 50, index: generationName(namespace, 'products', 1) },
    msg: expect.stringContaining('npm run verify -- --repair fills it'),
  });
  await probeWritable(client, namespace);
  await world.index(productEvent('a', 1));
  expect(await client.exists({ index: aliasName(namespace, 'products'), id: 'a' })).toBe(true);
});

/** As a rebuild leaves it. */
async function addSecond(model: ReadModelName, phase: Registration['phase']): Promise<void> {
  await world.ensureIndices();
  const stored = await readRegistration(world.client, world.namespace, model);
  const other = { ...stored.registration.served, number: 2 };
  await createGeneration(world.client, world.namespace, model, 2);
  await register(
    world.client,
    world.namespace,
    model,
    { ...stored.registration, other, lastNumber: 2, phase },
    stored,
  );
}

test('where the one before it is still written, the log says that a rollback serves that', async () => {
  const { client, namespace } = world;
  await addSecond('reviews', 'swapped');
  await client.indices.delete({ index: generationName(namespace, 'reviews', 1) });
  world.lines.length = 0;
  await world.ensureIndices();
  expect(world.lines).toMatchObject([{ msg: expect.stringContaining('npm run rebuild -- --rollback') }]);
});

test.each([
  ['batches', 'filling', 'run the rebuild again, or --abort it'],
  ['customers', 'swapped', 'npm run rebuild -- --finish does without it'],
  ['orders', 'rolled back', 'npm run rebuild -- --finish does without it'],
] as const)('a second generation of %s that was lost while %s is told: %s', async (model, phase, remedy) => {
  const { client, namespace } = world;
  await addSecond(model, phase);
  await client.indices.delete({ index: generationName(namespace, model, 2) });
  await expect(probeWritable(client, namespace)).rejects.toThrow(
    `the alias ${namespace}-${model}-000002-write does not exist: ${remedy}`,
  );
  await createGeneration(client, namespace, model, 2);
});

test('processes that start at once on nothing make everything together, and miss nothing', async () => {
  const { client, config, lines, log } = world;
  lines.length = 0;
  const namespace = `${config.namespace}-together`;
  const starts = Array.from({ length: 5 }, async (_, i) => {
    await sleep(15 * i);
    await ensureIndices(client, namespace, log);
  });
  const ended = await Promise.allSettled(starts);
  await probeWritable(client, namespace);
  expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(lines).toEqual([]);
});

test('a registry that cannot be read yet, as another process makes it just now, is waited for', async () => {
  const { client, config, log } = world;
  const namespace = `${config.namespace}-early`;
  const [index, require] = [registryName(namespace), 'index.routing.allocation.require._name'];
  await client.indices.create({ index, settings: { [require]: 'nowhere' }, wait_for_active_shards: 0 });
  const made = ensureIndices(client, namespace, log);
  made.catch(() => {});
  await sleep(500);
  await client.indices.putSettings({ index, settings: { [require]: null } });
  await made;
  await probeWritable(client, namespace);
});

test('a registry that was lost is made anew of what the aliases serve, and gives no number twice', async () => {
  const { client, namespace } = world;
  await world.ensureIndices();
  await createGeneration(client, namespace, 'products', 2, { [aliasName(namespace, 'products')]: {} });
  await createGeneration(client, namespace, 'products', 3);
  // Of a namespace that is called as a generation of this one is.
  await client.indices.create({ index: `${namespace}-products-000004-orders-000001` });
  await client.indices.delete({
    index: [generationName(namespace, 'products', 1), registryName(namespace)],
  });
  await world.ensureIndices();
  const { registration } = await readRegistration(client, namespace, 'products');
  expect(registration).toMatchObject({ served: { number: 2 }, lastNumber: 3, phase: 'idle' });
  await probeWritable(client, namespace);
});
