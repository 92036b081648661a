import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits, fetchImage } from './fetch.ts';
import { createLocationPolicy, type LocationPolicy } from './location.ts';
import { loopbackToo, redirectTo, sendBytes, startImageServer } from './test/image-server.ts';

const limits = { maxBytes: 100_000, timeoutMs: 400 };
const bytes = randomBytes(90_000);

describe('fetching an image', () => {
  let server: Awaited<ReturnType<typeof startImageServer>>;
  let hostHeader: string | undefined;
  const stop = new AbortController();
  beforeAll(async () => {
    server = await startImageServer({
      '/ok': (request, response) => {
        hostHeader = request.headers.host;
        sendBytes(bytes)(request, response);
      },
      '/moved': redirectTo('/ok'),
      '/loop': redirectTo('/loop'),
      '/to-private': redirectTo('http://10.0.0.1/ok'),
      '/to-metadata': redirectTo('http://169.254.169.254/latest/meta-data/'),
      '/to-file': redirectTo('file:///etc/passwd'),
      '/to-local-name': (request, response) =>
        redirectTo(`http://inner.test:${server.port}/ok`)(request, response),
      '/large': sendBytes(randomBytes(100_001)),
      '/endless': (_request, response) => {
        // Says no length, so that only counting finds out.
        const write = (): unknown => response.destroyed || response.write(randomBytes(50_000), write);
        write();
      },
      '/silent': () => {},
      '/slow': (_request, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(drip));
      },
      '/fault': (_request, response) => void response.writeHead(500).end('x'),
    });
  });
  afterAll(() => server.stop());

  const policy = (changes: Partial<LocationPolicy> = {}): LocationPolicy => ({
    ...loopbackToo([server.host, `cdn.test:${server.port}`, `inner.test:${server.port}`]),
    ...changes,
  });
  const get = (path: string, at = policy()) => fetchImage(server.url(path), at, limits, stop.signal);

  it('gives its bytes, also after a redirect', async () => {
    expect(await get('/ok')).toEqual(bytes);
    expect(await get('/moved')).toEqual(bytes);
  });

  it('connects to the address that was checked, and looks the name up once', async () => {
    // The name does not exist outside this test: a second look-up would find nothing, or what an attacker answers.
    const answers = ['127.0.0.1', '10.0.0.1'];
    const lookup = async () => [{ address: answers.shift()!, family: 4 }];
    const url = `http://cdn.test:${server.port}/ok`;
    expect(await fetchImage(url, policy({ lookup }), limits, stop.signal)).toEqual(bytes);
    expect(hostHeader).toBe(`cdn.test:${server.port}`);
    expect(answers).toEqual(['10.0.0.1']);
  });

  it.each([
    ['/to-private', 'the host 10.0.0.1 is not in IMAGE_HOSTS'],
    ['/to-metadata', 'the host 169.254.169.254 is not in IMAGE_HOSTS'],
    ['/to-file', 'neither http nor https'],
    ['/loop', 'more than 3 redirects'],
    ['/large', 'larger than 100000 bytes'],
    ['/endless', 'larger than 100000 bytes'],
    ['/silent', 'took longer than 400 ms'],
    ['/slow', 'took longer than 400 ms'],
    ['/fault', 'answered 500'],
    ['/unknown', 'answered 404'],
  ])('refuses %s: %s', async (path, reason) => {
    await expect(get(path)).rejects.toThrow(reason);
  });

  it('keeps no connection, whatever was answered', async () => {
    for (const path of ['/moved', '/endless', '/fault']) await get(path).catch(() => undefined);
    await expect.poll(server.connections, { timeout: 1_000 }).toBe(0);
  });

  it('refuses a redirect to a listed name at a private address, without asking it', async () => {
    const lookup = async (name: string) => [
      { address: name === 'inner.test' ? '127.0.0.2' : '127.0.0.1', family: 4 },
    ];
    const before = server.asked('/ok');
    await expect(get('/to-local-name', policy({ lookup }))).rejects.toThrow(
      'inner.test has no public address',
    );
    expect(server.asked('/ok')).toBe(before);
  });

  it('refuses loopback as production does, even when a list of hosts names it', async () => {
    const before = server.asked('/ok');
    const production = createLocationPolicy([server.host, `localhost:${server.port}`]);
    await expect(get('/ok', production)).rejects.toThrow('no public address');
    const byName = fetchImage(`http://localhost:${server.port}/ok`, production, limits, stop.signal);
    await expect(byName).rejects.toThrow('no public address');
    expect(server.asked('/ok')).toBe(before);
  });

  it('does not wait for a look-up longer than for the rest', async () => {
    const never = policy({ lookup: () => new Promise(() => {}) });
    await expect(get('/ok', never)).rejects.toThrow('took longer than 400 ms');
  });

  it('ends at once when it is stopped', async () => {
    const stopping = new AbortController();
    const fetching = fetchImage(server.url('/silent'), policy(), defaultLimits, stopping.signal);
    setTimeout(() => stopping.abort(), 20);
    await expect(fetching).rejects.toThrow('aborted');
  });
});
