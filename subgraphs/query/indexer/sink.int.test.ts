import { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aliasName, served } from '../documents/names.ts';
import { orderEvent, productEvent, stockEvent } from '../test/events.ts';
import { startProxy } from '../test/proxy.ts';
import { createWorld, type World } from '../test/world.ts';
import { project } from './projections/project.ts';
import { createWriteTo } from './sink.ts';

describe('the sink', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
    await world.ensureIndices();
  });
  afterAll(() => world.destroy());

  const index = () => aliasName(world.namespace, 'products');

  it('loses no section when two indexers write one document at the same time', async () => {
    const write = createWriteTo(world.client, served(world.namespace));
    for (let round = 1; round <= 20; round++) {
      const id = `both-${round % 4}`;
      const outcomes = await Promise.all([
        write([project(productEvent(id, round))]),
        write([project(stockEvent(id, round))]),
        write([project(stockEvent(id, round + 1))]),
      ]);
      expect(outcomes.flat()).toEqual(Array(3).fill({ kind: 'stored' }));
      const { _source } = await world.client.get({ index: index(), id });
      expect(_source).toMatchObject({ product: { revision: round }, stock: { revision: round + 1 } });
    }
  });

  it('does not write what is there already', async () => {
    const write = createWriteTo(world.client, served(world.namespace));
    const patches = [project(productEvent('same', 2)), project(productEvent('same', 1))];
    for (const patch of [patches[0]!, ...patches]) expect(await write([patch])).toEqual([{ kind: 'stored' }]);
    expect(await world.client.get({ index: index(), id: 'same' })).toMatchObject({ _version: 1 });
  });

  it('refuses what does not fit the mapping, and only that', async () => {
    const patch = project(productEvent('bad'));
    const alien = { product: { ...patch.document.product!, colour: 'red' } };
    const outcomes = await createWriteTo(
      world.client,
      served(world.namespace),
    )([project(productEvent('good-1')), { ...patch, document: alien }, project(productEvent('good-2'))]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['stored', 'refused', 'stored']);
    expect(outcomes[1]).toMatchObject({
      reason: expect.stringContaining('strict'),
      index: `${world.namespace}-products-000001`,
    });
  });

  it('adds what is searched to products only, not to what else shows one', async () => {
    const alias = `${world.namespace}-shown-twice`;
    const properties = { product: { type: 'object', enabled: false } } as const;
    await world.client.indices.create({
      index: `${alias}-1`,
      aliases: { [alias]: {} },
      mappings: { dynamic: 'strict', properties },
    });
    const patch = { ...project(productEvent('twice')), key: { model: 'insights', id: 'twice' } as const };
    expect(await createWriteTo(world.client, () => alias)([patch])).toEqual([{ kind: 'stored' }]);
  });

  it('finds the one that spoils a whole request', async () => {
    const outcomes = await createWriteTo(
      world.client,
      served(world.namespace),
    )([
      project(productEvent('alone-1')),
      project(productEvent('x'.repeat(600))),
      project(productEvent('alone-2')),
      project(productEvent('alone-3')),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['stored', 'refused', 'stored', 'stored']);
  });

  it('leaves everything for later while Elasticsearch is away', async () => {
    const proxy = await startProxy(world.config.elasticsearchUrl!);
    const client = new Client({ node: proxy.url, maxRetries: 0 });
    const write = createWriteTo(client, served(world.namespace));
    proxy.setDown(true);
    expect(await write([project(orderEvent('o')), project(productEvent('p'))])).toMatchObject([
      { kind: 'later', cause: { name: 'ConnectionError' } },
      { kind: 'later' },
    ]);
    proxy.setDown(false);
    expect(await write([project(orderEvent('o'))])).toEqual([{ kind: 'stored' }]);
    await client.close();
    await proxy.stop();
  });

  it('creates no index by itself', async () => {
    const elsewhere = `${world.namespace}-elsewhere`;
    const outcomes = await createWriteTo(world.client, served(elsewhere))([project(orderEvent('o'))]);
    expect(outcomes).toMatchObject([{ kind: 'later' }]);
    expect(await world.client.indices.exists({ index: aliasName(elsewhere, 'orders') })).toBe(false);
  });

  it('writes through an alias only, not into an index that somebody created by its name', async () => {
    const stray = `${world.namespace}-stray`;
    await world.client.indices.create({ index: aliasName(stray, 'orders') });
    const outcomes = await createWriteTo(world.client, served(stray))([project(orderEvent('o'))]);
    expect(outcomes).toMatchObject([{ kind: 'later' }]);
    await world.client.indices.delete({ index: aliasName(stray, 'orders') });
  });
});
