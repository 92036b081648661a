import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../ops/role.ts';
import { createGeneration } from '../documents/indices.ts';
import { aliasName, generationName } from '../documents/names.ts';
import { startIndexer } from '../indexer/main.ts';
import { startQuery } from '../main.ts';
import { productEvent } from '../test/events.ts';
import { ask, createWorld, eventually, type World } from '../test/world.ts';
import { startImages } from './main.ts';
import { type ImageRecord, imageKey } from './record.ts';
import { loopbackToo, picture, redirectTo, sendBytes, startImageServer } from './test/image-server.ts';

const FIELDS = '{ name images { url thumbnailUrl small: thumbnailUrl(size: SMALL) placeholder } }';

describe('the images role', () => {
  let world: World;
  let server: Awaited<ReturnType<typeof startImageServer>>;
  let roles: Role[];
  let query: Role;
  let failures = 2;
  beforeAll(async () => {
    const good = await picture(640, 480);
    server = await startImageServer({
      '/shared.png': async (request, response) => {
        await sleep(100);
        sendBytes(good)(request, response);
      },
      '/good.png': sendBytes(good),
      '/kept.png': sendBytes(good),
      '/hangs.png': () => {},
      '/flaky.png': (request, response) => {
        if (failures-- > 0) response.writeHead(503).end();
        else sendBytes(good)(request, response);
      },
      '/large.png': sendBytes(Buffer.alloc(2_000_001)),
      '/text.png': sendBytes(Buffer.from('<html>')),
      '/bomb.png': sendBytes(await picture(7_100, 7_100)),
      '/inside.png': redirectTo('http://127.0.0.1:1/secret'),
    });
    world = await createWorld({ IMAGE_HOSTS: server.host });
    const changes = {
      ...{ maxBytes: 2_000_000, timeoutMs: 500, firstWaitMs: 20 },
      policyFor: loopbackToo,
    };
    roles = [
      await startIndexer(world.config, world.log),
      await startImages(world.config, world.log, changes),
      await startImages(world.config, world.log, changes),
    ];
    query = await startQuery(world.config, world.log);
    roles.push(query);
  });
  afterAll(async () => {
    await Promise.all(roles.map((role) => role.stop()));
    await server.stop();
    await world.destroy();
  });

  const withImages = (id: string, ...urls: string[]) =>
    productEvent(id, 1, { state: { images: urls.map((url) => ({ url, alt: null })) } });
  const recordOf = async (url: string): Promise<ImageRecord | undefined> => {
    const index = aliasName(world.namespace, 'images');
    const { _source } = await world.client.get<ImageRecord>({ index, id: imageKey(url) }, { ignore: [404] });
    return _source;
  };
  const imagesOf = async (id: string) => {
    const { data } = await ask(query.url, `{ product(id: "${id}") ${FIELDS} }`);
    return (data?.['product'] as { images: Record<string, string | null>[] } | null | undefined)?.images;
  };
  const thumbnailOf = (id: string, field = 'thumbnailUrl') =>
    eventually(async () => {
      const url = (await imagesOf(id))?.[0]?.[field];
      expect(url).toMatch(/^http/);
      return url!;
    });

  it('fetches an image once for many products, events and workers', async () => {
    const url = server.url('/shared.png');
    const events = [withImages('a', url), withImages('b', url)];
    await world.publish(...events, ...events, ...events, ...events, ...events);
    await thumbnailOf('a');
    await thumbnailOf('b');
    await world.publish(withImages('c', url));
    await thumbnailOf('c');
    expect(server.asked('/shared.png')).toBe(1);
    await eventually(async () => expect(await world.queueDepth('images')).toBe(0));
    const told = await (await fetch(new URL('/metrics', roles[1]!.url))).text();
    for (const state of ['waiting', 'hidden', 'dead'])
      expect(told).toContain(`\ntandem_images_queue_messages{state="${state}"} 0\n`);
  });

  it('serves thumbnails that may be kept for good', async () => {
    await world.publish(withImages('s', server.url('/good.png')));
    const response = await fetch(await thumbnailOf('s'));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      etag: expect.stringMatching(/^"[\w-]+"$/),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(8, 12).toString()).toBe('WEBP');
    const small = await fetch(await thumbnailOf('s', 'small'));
    expect((await small.arrayBuffer()).byteLength).toBeLessThan(bytes.length);
    const again = await fetch(response.url, {
      headers: { 'if-none-match': `"other", W/${response.headers.get('etag')}` },
    });
    expect([again.status, (await again.text()).length]).toEqual([304, 0]);
    expect(again.headers.get('etag')).toBe(response.headers.get('etag'));
    expect((await imagesOf('s'))?.[0]?.['placeholder']).toMatch(/^data:image\/webp;base64,/);
  });

  it.each(['0'.repeat(64), 'x', '..%2f..', '_search', `${'0'.repeat(64)}%00`])(
    'knows nothing of %s, which may change',
    async (key) => {
      const response = await fetch(`${new URL(query.url).origin}/images/${key}/320`);
      expect(response.status).toBe(404);
      expect(response.headers.get('cache-control')).not.toContain('immutable');
    },
  );

  it('has no other widths', async () => {
    const url = await thumbnailOf('s');
    expect((await fetch(url.replace(/320$/, '321'))).status).toBe(404);
  });

  it('never holds up a product, nor another image', async () => {
    const event = withImages('h', server.url('/hangs.png'), server.url('/good.png'));
    await world.publish(event);
    await eventually(async () => expect(await imagesOf('h')).toHaveLength(2));
    await eventually(() => expect(server.asked('/hangs.png')).toBeGreaterThan(0));
    const [hangs] = (await imagesOf('h'))!;
    expect(hangs).toMatchObject({ thumbnailUrl: null, small: null, placeholder: null });
    await world.publish(withImages('i', server.url('/good.png')));
    await thumbnailOf('i');
    await eventually(async () => expect(await world.queueDepth('images')).toBe(0));
  });

  it.each([
    ['/large.png', 'larger than 2000000 bytes'],
    ['/hangs.png', 'took longer than 500 ms'],
    ['/text.png', 'unsupported image format'],
    ['/bomb.png', 'exceeds pixel limit'],
    ['/inside.png', 'the host 127.0.0.1:1 is not in IMAGE_HOSTS'],
    ['/nowhere.png', 'answered 404'],
  ])('records why %s has no thumbnail: %s', async (path, reason) => {
    await world.publish(withImages(`f-${path}`, server.url(path)));
    const record = await eventually(async () => {
      const found = await recordOf(server.url(path));
      expect(found?.reason).toContain(reason);
      return found!;
    });
    expect(record.tries).toBeGreaterThan(0);
    await eventually(async () =>
      expect(await imagesOf(`f-${path}`)).toMatchObject([{ thumbnailUrl: null, placeholder: null }]),
    );
  });

  it('asks no host that is not listed', async () => {
    const url = 'https://evil.example/a.png';
    await world.publish(withImages('e', url));
    await eventually(async () =>
      expect((await recordOf(url))?.reason).toBe('the host evil.example is not in IMAGE_HOSTS'),
    );
  });

  it('tries again, and has the thumbnail when the host is well', async () => {
    await world.publish(withImages('t', server.url('/flaky.png')));
    await eventually(async () => {
      expect(await recordOf(server.url('/flaky.png'))).toMatchObject({ state: 'READY', tries: 3 });
    }, 15_000);
  });

  it('keeps its thumbnails when the products are built anew', async () => {
    await world.publish(withImages('k', server.url('/kept.png')));
    await thumbnailOf('k');
    await world.client.indices.delete({ index: generationName(world.namespace, 'products', 1) });
    await createGeneration(world.client, world.namespace, 'products', 1, {
      [aliasName(world.namespace, 'products')]: {},
    });
    expect(await imagesOf('k')).toBeUndefined();
    await world.index(withImages('k', server.url('/kept.png')));
    expect(await imagesOf('k')).toMatchObject([{ placeholder: expect.stringContaining('data:') }]);
    expect(server.asked('/kept.png')).toBe(1);
  });

  it('sets a message aside that it cannot read', async () => {
    await world.publish('{"kind":"nonsense"}');
    await eventually(async () => expect(await world.deadLetters('images')).toHaveLength(1));
    await eventually(async () => expect(await world.queueDepth('images')).toBe(0));
  });

  it('does not start without a list of hosts, and is ready with one', async () => {
    await expect(startImages({ ...world.config, imageHosts: [] }, world.log)).rejects.toThrow('IMAGE_HOSTS');
    expect((await fetch(`${roles[1]!.url}/health/ready`)).status).toBe(200);
  });
});

describe('the images role of production', () => {
  it('asks no private host, even when IMAGE_HOSTS names it', async () => {
    const server = await startImageServer({ '/a.png': sendBytes(await picture(10, 10)) });
    const world = await createWorld({ IMAGE_HOSTS: `${server.host},localhost:${server.port}` });
    const images = await startImages(world.config, world.log);
    const urls = [server.url('/a.png'), `http://localhost:${server.port}/a.png`];
    await world.publish(productEvent('p', 1, { state: { images: urls.map((url) => ({ url, alt: null })) } }));
    for (const url of urls) {
      await eventually(async () => {
        const index = aliasName(world.namespace, 'images');
        const { _source } = await world.client.get<ImageRecord>({ index, id: imageKey(url) });
        expect(_source?.reason).toContain('no public address');
      });
    }
    expect(server.asked('/a.png')).toBe(0);
    await images.stop();
    await server.stop();
    await world.destroy();
  });
});
