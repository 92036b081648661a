import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../ops/role.ts';
import { aliasName } from '../documents/names.ts';
import { productEvent, stockEvent } from '../test/events.ts';
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

  it('stops receiving while Elasticsearch is away, logs it once, and catches up when it is back', async () => {
    proxy.setDown(true);
    await world.publish(productEvent('first'));
    await eventually(() => expect(world.lines.some(({ breaker }) => breaker === 'open')).toBe(true));
    await world.publish(...Array.from({ length: 100 }, (_, i) => productEvent(`many-${i}`)));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await fetch(`${indexer.url}/health/ready`)).status).toBe(503);
    expect(world.lines.filter(({ breaker }) => breaker === 'open')).toHaveLength(1);
    expect(await world.deadLetters()).toEqual([]);
    proxy.setDown(false);
    await eventually(async () => {
      for (const id of ['first', 'many-0', 'many-99']) expect(await get(id)).toBeDefined();
      expect(await world.queueDepth('indexer')).toBe(0);
    });
    expect((await fetch(`${indexer.url}/health/ready`)).status).toBe(200);
  });

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
