import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { aliasName } from '../documents/names.ts';
import { createWorld, eventually, type World } from '../test/world.ts';
import { type ImageRecord, imageKey } from './record.ts';
import { createImageStore, type ImageStore } from './store.ts';
import { startWorker, type Worker } from './worker.ts';

const thumbnails = { large: Buffer.from('L'), small: Buffer.from('S'), placeholder: 'data:,' };

describe('the workers of images', () => {
  let world: World;
  let store: ImageStore;
  let workers: Worker[] = [];
  beforeAll(async () => {
    world = await createWorld();
    store = createImageStore(world.client, world.namespace);
    await store.ensureIndex();
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    workers = [];
  });
  afterAll(() => world.destroy());

  const start = (make: (url: string, stop: AbortSignal) => Promise<typeof thumbnails>): Worker => {
    const worker = startWorker({ store, make, firstWaitMs: 1, log: world.log });
    workers.push(worker);
    return worker;
  };
  const index = () => aliasName(world.namespace, 'images');
  const recordOf = async (url: string): Promise<ImageRecord> =>
    (await world.client.get<ImageRecord>({ index: index(), id: imageKey(url) }))._source!;
  const put = (record: ImageRecord) =>
    world.client.index({ index: index(), id: imageKey(record.url), document: record });
  const countReady = async () => {
    await world.client.indices.refresh({ index: index() });
    const { count } = await world.client.count({ index: index(), query: { term: { state: 'READY' } } });
    return count;
  };
  const urls = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => `https://cdn.test/${name}/${i}`);

  it('fetch each image once, however many there are', async () => {
    const images = urls('once', 60);
    const made: string[] = [];
    const make = async (url: string) => {
      made.push(url);
      await sleep(50);
      return thumbnails;
    };
    const both = [start(make), start(make)];
    expect(await store.register(images, Date.now())).toBe(60);
    expect(await store.register(images, Date.now())).toBe(0);
    for (const worker of both) worker.wake();
    await eventually(() => expect(made.length).toBeGreaterThanOrEqual(60));
    await eventually(async () => expect(await countReady()).toBe(60));
    expect(made.toSorted()).toEqual(images.toSorted());
  });

  it('try again what fails, five times in all, with the reason', async () => {
    const make = vi.fn(async () => {
      throw new Error('answered 404');
    });
    const worker = start(make);
    await store.register(['https://cdn.test/gone'], Date.now());
    await eventually(async () => {
      worker.wake();
      expect(await recordOf('https://cdn.test/gone')).toMatchObject({ state: 'FAILED', tries: 5 });
    });
    await store.register(['https://cdn.test/gone'], Date.now());
    worker.wake();
    await sleep(100);
    expect(make).toHaveBeenCalledTimes(5);
    expect((await recordOf('https://cdn.test/gone')).reason).toBe('answered 404');
  });

  it('take over from a dead one when its lease has ended, and not before', async () => {
    const [dead, alive] = urls('lease', 2) as [string, string];
    const taken = { state: 'WAITING', tries: 1, changedAt: new Date().toISOString() } as const;
    await put({ ...taken, url: dead, dueAt: new Date(Date.now() - 1).toISOString() });
    await put({ ...taken, url: alive, dueAt: new Date(Date.now() + 60_000).toISOString() });
    const make = vi.fn(async () => thumbnails);
    start(make);
    await eventually(async () => expect((await recordOf(dead)).state).toBe('READY'));
    expect(make).toHaveBeenCalledTimes(1);
    expect((await recordOf(alive)).state).toBe('WAITING');
  });

  it('give up an image that ended its worker each time', async () => {
    const [url] = urls('deadly', 1) as [string];
    const dueAt = new Date(Date.now() - 1).toISOString();
    await put({ url, state: 'WAITING', tries: 5, dueAt, changedAt: dueAt });
    const make = vi.fn(async () => thumbnails);
    start(make);
    await eventually(async () =>
      expect(await recordOf(url)).toMatchObject({ state: 'FAILED', reason: 'its worker ended each time' }),
    );
    expect(make).not.toHaveBeenCalled();
  });

  it('write nothing over what another did after their lease had ended', async () => {
    const [url] = urls('late', 1) as [string];
    const late = Promise.withResolvers<typeof thumbnails>();
    const make = vi.fn(() => late.promise);
    const worker = start(make);
    await store.register([url], Date.now());
    worker.wake();
    await eventually(() => expect(make).toHaveBeenCalled());
    await put({ ...(await recordOf(url)), tries: 2, reason: 'of another worker' });
    late.reject(new Error('of the late one'));
    await worker.stop();
    expect((await recordOf(url)).reason).toBe('of another worker');
  });

  it('say nothing when nothing is due', async () => {
    const worker = start(async () => thumbnails);
    await sleep(200);
    await worker.stop();
    expect(world.lines.filter(({ msg }) => msg === 'the images index does not answer')).toEqual([]);
  });

  it('have an index that is not ready while it takes no writes, as with a full disk', async () => {
    const blocks = (value: boolean) =>
      world.client.indices.putSettings({
        index: index(),
        settings: { 'index.blocks.read_only_allow_delete': value },
      });
    await blocks(true);
    await expect(store.probe().finally(() => blocks(false))).rejects.toThrow(
      `${index()} takes no writes: cluster_block_exception`,
    );
    await store.probe();
  });

  it('when stopped break off what is under way and give it back, as if it had not been tried', async () => {
    const [url] = urls('stopped', 1) as [string];
    const make = vi.fn(
      (_url: string, stop: AbortSignal) =>
        new Promise<never>((_resolve, reject) =>
          stop.addEventListener('abort', () => reject(new Error('stopped'))),
        ),
    );
    const worker = start(make);
    await store.register([url], Date.now());
    worker.wake();
    await eventually(() => expect(make).toHaveBeenCalled());
    await worker.stop();
    expect(await recordOf(url)).toMatchObject({ state: 'WAITING', tries: 0 });
    expect(Date.parse((await recordOf(url)).dueAt!)).toBeLessThanOrEqual(Date.now());
  });
});
