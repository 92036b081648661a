import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../ops/role.ts';
import { aliasName } from '../documents/names.ts';
import {
  batchEvent,
  categoryEvent,
  heartbeatEvent,
  orderEvent,
  productEvent,
  stockEvent,
} from '../test/events.ts';
import { createWorld, eventually, type World } from '../test/world.ts';
import { startIndexer } from './main.ts';
import type { Document, ReadModelName } from './projections/document.ts';

describe('the indexer', () => {
  let world: World;
  let indexer: Role;
  beforeAll(async () => {
    world = await createWorld();
    indexer = await startIndexer(world.config, world.log);
  });
  afterAll(async () => {
    await indexer.stop();
    await world.destroy();
  });

  const stored = async (model: ReadModelName, id: string): Promise<Document | undefined> => {
    const index = aliasName(world.namespace, model);
    const { _source } = await world.client.get<Document>({ index, id }, { ignore: [404] });
    return _source;
  };

  it('brings every kind of event into its document and empties the queue', async () => {
    await world.publish(
      stockEvent('a', 4),
      productEvent('a', 2),
      orderEvent('o'),
      batchEvent('b', { 'stock-a': { epoch: 0, revision: 4 } }),
      heartbeatEvent(1_767_225_600_000),
    );
    await eventually(async () => {
      expect(await stored('products', 'a')).toMatchObject({
        product: { revision: 2 },
        stock: { revision: 4 },
      });
      expect(await stored('orders', 'o')).toMatchObject({ order: { total: { amountMinor: 5_997 } } });
      expect(await stored('batches', 'b')).toMatchObject({
        batch: { positions: { 'stock-a': { revision: 4 } } },
      });
      expect(await stored('status', 'relay')).toMatchObject({
        heartbeat: { publishedThrough: '2026-01-01T00:00:00.000Z' },
      });
      expect(await world.queueDepth('indexer')).toBe(0);
    });
    expect(await world.deadLetters()).toEqual([]);
  });

  it('ends with the newest of each section whatever the order and the number of copies', async () => {
    const events = [5, 2, 5, 9, 1, 9].map((revision) => stockEvent('b', revision));
    await world.publish(...events);
    await world.publish(productEvent('b', 3), stockEvent('b', 1), productEvent('b', 2));
    await eventually(async () => {
      expect(await world.queueDepth('indexer')).toBe(0);
      expect(await stored('products', 'b')).toMatchObject({
        product: { revision: 3 },
        stock: { revision: 9 },
      });
    });
  });

  it('sets a message aside that it cannot read, with reason and trace, and goes on', async () => {
    await world.publish('{"kind":"nonsense"}', { ...productEvent('c'), version: 99 }, productEvent('d'));
    const letters = await eventually(async () => {
      const found = await world.deadLetters();
      expect(found).toHaveLength(2);
      return found;
    });
    const attributes = letters.map((letter) => letter.MessageAttributes?.['reason']?.StringValue);
    expect(attributes).toContain('product event ProductRegistered v99: unknown version');
    await eventually(async () => {
      expect(await stored('products', 'd')).toBeDefined();
      expect(await world.queueDepth('indexer')).toBe(0);
    });
  });

  it('makes a change searchable where the index never refreshes by itself', async () => {
    const index = aliasName(world.namespace, 'products');
    await world.client.indices.putSettings({ index, settings: { refresh_interval: '-1' } });
    for (const id of ['s1', 's2', 's3']) {
      await world.publish(productEvent(id));
      await eventually(async () => {
        const found = await world.client.count({ index, query: { term: { 'product.id': id } } });
        expect(found.count).toBe(1);
      });
    }
  });

  it('refreshes nothing that nobody searches', async () => {
    const index = aliasName(world.namespace, 'categories');
    // As after 30 s in which nobody did.
    const settings = { 'index.search.idle.after': '0ms', refresh_interval: '-1' };
    await world.client.indices.putSettings({ index, settings });
    const refreshes = async () => {
      const { _all } = await world.client.indices.stats({ index, metric: 'refresh' });
      return _all.primaries?.refresh?.external_total;
    };
    const before = await refreshes();
    for (const id of ['c1', 'c2', 'c3']) {
      await world.publish(categoryEvent(id));
      await eventually(async () => expect(await stored('categories', id)).toBeDefined());
    }
    await sleep(250);
    expect(await refreshes()).toBe(before);
  });

  it('has a queue that keeps what waits as long as SQS can, and takes it from the topic alone', async () => {
    const attributesOf = async (name: string) => {
      const QueueUrl = world.queueUrl(name);
      const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
      return (await world.sqs.send(asked)).Attributes;
    };
    const fourteenDays = { MessageRetentionPeriod: String(14 * 86_400) };
    expect(await attributesOf('indexer-dead-letters')).toMatchObject(fourteenDays);
    const attributes = await attributesOf('indexer');
    expect(attributes).toMatchObject(fourteenDays);
    const { Statement } = JSON.parse(attributes!.Policy!) as { Statement: unknown };
    const topic = `arn:aws:sns:us-east-1:000000000000:${world.namespace}-events`;
    expect(Statement).toMatchObject([
      { Action: 'sqs:SendMessage', Condition: { ArnEquals: { 'aws:SourceArn': topic } } },
    ]);
  });

  it('answers as ready', async () => {
    expect((await fetch(`${indexer.url}/health/ready`)).status).toBe(200);
  });
});
