import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../ops/role.ts';
import { aliasName, generationName } from '../documents/names.ts';
import { readRegistration, register } from '../documents/registry.ts';
import { heartbeatEvent, productEvent, stockEvent } from '../test/events.ts';
import { startProxy } from '../test/proxy.ts';
import { createWorld, eventually, type World } from '../test/world.ts';
import { startIndexer } from './main.ts';
import type { Document } from './projections/document.ts';

describe('the indexer in trouble', () => {
  let world: World;
  let indexer: Role;
  let proxy: Awaited<ReturnType<typeof startProxy>>;
  beforeAll(async () => {
    world = await createWorld();
    proxy = await startProxy(world.config.elasticsearchUrl!);
    indexer = await startIndexer({ ...world.config, elasticsearchUrl: proxy.url }, world.log);
  });
  afterAll(async () => {
    await indexer.stop();
    await proxy.stop();
    await world.destroy();
  });
  const get = async (id: string) => {
    const { _source } = await world.client.get<Document>(
      { index: aliasName(world.namespace, 'products'), id },
      { ignore: [404] },
    );
    return _source;
  };

  const metrics = async () => (await fetch(`${indexer.url}/metrics`)).text();

  it('stops receiving while Elasticsearch is away, logs it once, and catches up when it is back', async () => {
    proxy.setDown(true);
    await world.publish(productEvent('first'));
    await eventually(() => expect(world.lines.some(({ breaker }) => breaker === 'open')).toBe(true));
    await world.publish(...Array.from({ length: 100 }, (_, i) => productEvent(`many-${i}`)));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await fetch(`${indexer.url}/health/ready`)).status).toBe(503);
    expect(await metrics()).toMatch(/^tandem_indexer_queue_messages\{state="waiting"\} (9\d|10\d)$/m);
    expect(await metrics()).not.toMatch(/^tandem_read_model/m);
    expect(world.lines.filter(({ breaker }) => breaker === 'open')).toHaveLength(1);
    expect(await world.deadLetters()).toEqual([]);
    proxy.setDown(false);
    await eventually(async () => {
      for (const id of ['first', 'many-0', 'many-99']) expect(await get(id)).toBeDefined();
      expect(await world.queueDepth('indexer')).toBe(0);
    });
    expect((await fetch(`${indexer.url}/health/ready`)).status).toBe(200);
  });

  it('waits, and says so, while one index has no copy, and then brings what came meanwhile', async () => {
    const { client, namespace } = world;
    const [index, require] = [
      generationName(namespace, 'products', 1),
      'index.routing.allocation.require._name',
    ];
    const { [index]: made } = await client.indices.get({ index });
    await client.indices.delete({ index });
    await client.indices.create({
      ...{ index, mappings: made!.mappings!, aliases: made!.aliases!, settings: { [require]: 'nowhere' } },
      wait_for_active_shards: 0,
    });
    const readiness = async () => (await fetch(`${indexer.url}/health/ready`)).text();
    expect(await readiness()).toContain(`Elasticsearch is red: no copy of ${index} can be read`);
    await world.publish(productEvent('red'));
    await eventually(() => expect(world.lines.at(-1)?.msg).toBe('not indexed, to be tried again'));
    // A receive that was under way may still end.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    // The index of heartbeats takes them, which must not let the read model look fresh.
    await world.publish(heartbeatEvent(Date.now()));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await client.exists({ index: aliasName(namespace, 'status'), id: 'relay' })).toBe(false);
    await client.indices.putSettings({ index, settings: { [require]: null } });
    await eventually(async () => {
      expect((await get('red'))?.product?.revision).toBe(1);
      // They come every second; what came before is left out.
      await world.publish(heartbeatEvent(Date.now()));
      expect(await client.exists({ index: aliasName(namespace, 'status'), id: 'relay' })).toBe(true);
    }, 30_000);
    const [, through] = /^tandem_read_model_current_through_timestamp_seconds (\S+)$/m.exec(await metrics())!;
    expect(Math.abs(Date.now() / 1_000 - Number(through))).toBeLessThan(60);
    expect(await metrics()).toContain('tandem_indexer_queue_messages{state="dead"} 0');
  }, 60_000);

  it('waits, and says so, while a generation is to be written that only a newer program can', async () => {
    const { client, namespace } = world;
    const stored = await readRegistration(client, namespace, 'products');
    const other = { number: 2, version: 99 };
    await register(client, namespace, 'products', { ...stored.registration, other }, stored);
    await world.publish(productEvent('newer'));
    await eventually(() => expect(world.lines.at(-1)?.msg).toBe('not indexed, to be tried again'));
    const response = await fetch(`${indexer.url}/health/ready`);
    expect([response.status, await response.text()]).toEqual([
      503,
      expect.stringContaining('products is written by projection 99, which this program has not'),
    ]);
    const lines = world.lines.length;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(world.lines.slice(lines)).toEqual([]);
    const now = await readRegistration(client, namespace, 'products');
    await register(client, namespace, 'products', stored.registration, now);
    await eventually(async () => expect((await get('newer'))?.product?.revision).toBe(1));
  });

  it('is not ready while the index of a second generation is gone', async () => {
    const { client, namespace } = world;
    const stored = await readRegistration(client, namespace, 'products');
    const other = { ...stored.registration.served, number: 2 };
    const filling = { ...stored.registration, other, phase: 'filling' } as const;
    await register(client, namespace, 'products', filling, stored);
    expect(await (await fetch(`${indexer.url}/health/ready`)).text()).toContain(
      `the alias ${namespace}-products-000002-write does not exist: run the rebuild again, or --abort it`,
    );
    const now = await readRegistration(client, namespace, 'products');
    await register(client, namespace, 'products', stored.registration, now);
    expect((await fetch(`${indexer.url}/health/ready`)).status).toBe(200);
  });

  it.each(['products', 'status'] as const)(
    'is not ready while writes to %s are blocked, as by a full disk',
    async (model) => {
      const blocks = (value: boolean) =>
        world.client.indices.putSettings({
          index: aliasName(world.namespace, model),
          settings: { 'index.blocks.read_only_allow_delete': value },
        });
      await blocks(true);
      const refused = await fetch(`${indexer.url}/health/ready`);
      await blocks(false);
      expect([refused.status, await refused.text()]).toEqual([
        503,
        expect.stringMatching(new RegExp(`${generationName(world.namespace, model, 1)}.* takes no writes`)),
      ]);
      expect((await fetch(`${indexer.url}/health/ready`)).status).toBe(200);
    },
  );

  it('when stopped leaves nothing half done, and a second one goes on where it ended', async () => {
    const events = Array.from({ length: 300 }, (_, i) => stockEvent(`s${i % 50}`, i + 1));
    await world.publish(...events);
    await indexer.stop();
    indexer = await startIndexer({ ...world.config, elasticsearchUrl: proxy.url }, world.log);
    await eventually(async () => {
      for (let i = 0; i < 50; i++) expect((await get(`s${i}`))?.stock?.revision).toBe(251 + i);
    });
  });
});
