import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cached, type Unpacked } from './cache.ts';
import type { Artifact, DownloadOptions } from './download.ts';
import { createProgress } from './progress.ts';
import { testFolder } from './test/folder.ts';

const content = randomBytes(300_000);
const artifact: Artifact = {
  label: 'Thing 1.0',
  variable: 'THING_URL',
  groupId: 'org.example',
  artifactId: 'thing',
  version: '1.0',
  extension: 'zip',
  bytes: content.length,
  sha512: createHash('sha512').update(content).digest('hex'),
};
const thing: Unpacked = {
  name: 'thing-1.0',
  artifact,
  unpack: (archive, folder) => cp(archive, join(folder, 'content')),
};

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A repository of one file, that knows ranges; `special` may answer instead, given the number of the request. */
async function repository(special?: (count: number) => Answer | undefined) {
  const requests: { path: string | undefined; range: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const { range } = request.headers;
    requests.push({ path: request.url, range });
    const answer = special?.(requests.length);
    if (answer !== undefined) return answer(request, response);
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    response.writeHead(from > 0 ? 206 : 200).end(content.subarray(from));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests };
}

const optionsFor = (folder: string, repositoryUrl: string, retries = 0): DownloadOptions => ({
  folder,
  repositoryUrl,
  retries,
  env: {},
  progress: createProgress(() => undefined, false),
});

const silent = (): void => undefined;
const filesOf = async (folder: string): Promise<string[]> => (await readdir(folder)).toSorted();

test('an artifact is downloaded once, and found in the cache from then on without a network', async () => {
  await using folder = await testFolder();
  const { url, requests } = await repository();
  const target = await cached(thing, optionsFor(join(folder.path, 'new/cache'), url), silent);
  expect(await readFile(join(target, 'content'))).toEqual(content);
  expect(requests.map(({ path }) => path)).toEqual(['/org/example/thing/1.0/thing-1.0.zip']);
  expect(await filesOf(join(folder.path, 'new/cache'))).toEqual(['thing-1.0', 'thing-1.0.lock']);
  await cached(thing, optionsFor(join(folder.path, 'new/cache'), 'http://127.0.0.1:1/'), silent);
  expect(requests.length).toBe(1);
});

test('a wrong content is thrown away, and the error names artifact, expectation and what came', async () => {
  await using folder = await testFolder();
  const wrong = randomBytes(content.length);
  const { url } = await repository(() => (_, response) => response.end(wrong));
  const got = createHash('sha512').update(wrong).digest('hex');
  await expect(cached(thing, optionsFor(folder.path, url), silent)).rejects.toThrow(
    new RegExp(`download of Thing 1.0 .* expected ${artifact.sha512}, got ${got}.*THING_URL`),
  );
  expect(await filesOf(folder.path)).toEqual(['thing-1.0.lock']);
});

test.each(['127.0.0.1:3128', 'proxy.example:3128'])('a proxy %s, which is no URL, is told', async (proxy) => {
  await using folder = await testFolder();
  const options = { ...optionsFor(folder.path, 'http://127.0.0.1:1/'), env: { https_proxy: proxy } };
  await expect(cached(thing, options, silent)).rejects.toThrow(/: http_proxy and https_proxy must be URLs/);
});

test('a broken connection is taken up again where it broke', async () => {
  await using folder = await testFolder();
  const { url, requests } = await repository((count) =>
    count > 1
      ? undefined
      : (_, response) => {
          response.writeHead(200, { 'content-length': content.length });
          response.write(content.subarray(0, 100_000), () => setTimeout(() => response.destroy(), 50));
        },
  );
  await cached(thing, optionsFor(folder.path, url, 1), silent);
  expect(requests.map(({ range }) => range)).toEqual([undefined, 'bytes=100000-']);
});

test('a partial file with a wrong content is downloaded anew', async () => {
  await using folder = await testFolder();
  const { url, requests } = await repository();
  await writeFile(join(folder.path, 'thing-1.0.zip.part'), randomBytes(1000));
  await cached(thing, optionsFor(folder.path, url), silent);
  expect(requests.map(({ range }) => range)).toEqual(['bytes=1000-', undefined]);
});

test('a partial file goes on at a server that knows no ranges', async () => {
  await using folder = await testFolder();
  const { url } = await repository(() => (_, response) => response.end(content));
  await writeFile(join(folder.path, 'thing-1.0.zip.part'), content.subarray(0, 1000));
  const target = await cached(thing, optionsFor(folder.path, url), silent);
  expect((await stat(join(target, 'content'))).size).toBe(content.length);
});

test('without a network the error names artifact and cache folder, and keeps the cause', async () => {
  await using folder = await testFolder();
  const failure = cached(thing, optionsFor(folder.path, 'http://127.0.0.1:1/'), silent);
  await expect(failure).rejects.toThrow(
    new RegExp(
      `Thing 1.0 cannot be downloaded, and the cache folder ${folder.path} does not have it: .*THING_URL`,
    ),
  );
  await expect(failure).rejects.toHaveProperty('cause', expect.any(Error));
});

test('an interrupted unpacking is never used', async () => {
  await using folder = await testFolder();
  const { url } = await repository();
  const failing = { ...thing, unpack: () => Promise.reject(new Error('killed')) };
  await expect(cached(failing, optionsFor(folder.path, url), silent)).rejects.toThrow('killed');
  await mkdir(join(folder.path, 'thing-1.0.unpacking'), { recursive: true });
  await writeFile(join(folder.path, 'thing-1.0.unpacking', 'half'), '');
  const target = await cached(thing, optionsFor(folder.path, url), silent);
  expect(await readdir(target)).toEqual(['content']);
  expect(await filesOf(folder.path)).toEqual(['thing-1.0', 'thing-1.0.lock']);
});

test('two at once download once, and the second says that it waits', async () => {
  await using folder = await testFolder();
  const { url, requests } = await repository(
    () => (_, response) => setTimeout(() => response.end(content), 500),
  );
  const lines: string[] = [];
  const both = [1, 2].map(() => cached(thing, optionsFor(folder.path, url), (line) => lines.push(line)));
  expect(new Set(await Promise.all(both)).size).toBe(1);
  expect(requests.length).toBe(1);
  expect(lines).toEqual(['Waiting for another Tandem that is downloading Thing 1.0']);
});

test('after a kill in the middle of a download the next start goes on', async () => {
  await using folder = await testFolder();
  let halfSent: () => void;
  const half = new Promise<void>((resolve) => (halfSent = resolve));
  const { url, requests } = await repository((count) =>
    count > 1 ? undefined : (_, response) => response.write(content.subarray(0, 200_000), () => halfSent()),
  );
  const module = JSON.stringify(new URL('./cache.ts', import.meta.url).href);
  const wanted = `{ ...${JSON.stringify({ name: thing.name, artifact })}, unpack() {} }`;
  const options = `{ ...${JSON.stringify(optionsFor(folder.path, url))}, progress: { begin: () => ({ advance() {}, finish() {} }) } }`;
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { cached } = await import(${module}); await cached(${wanted}, ${options}, () => {});`,
    ],
    { stdio: 'inherit' },
  );
  await half;
  await expect
    .poll(() =>
      stat(join(folder.path, 'thing-1.0.zip.part')).then(
        ({ size }) => size,
        () => 0,
      ),
    )
    .toBe(200_000);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const target = await cached(thing, optionsFor(folder.path, url), silent);
  expect(await readFile(join(target, 'content'))).toEqual(content);
  expect(requests.map(({ range }) => range)).toEqual([undefined, 'bytes=200000-']);
});

test('a cache folder that cannot be written to is named with the errno', async () => {
  await using folder = await testFolder();
  await writeFile(join(folder.path, 'file'), '');
  await expect(
    cached(thing, optionsFor(join(folder.path, 'file/cache'), 'http://127.0.0.1:1/'), silent),
  ).rejects.toThrow(/Cannot write to .*\/file\/cache: ENOTDIR.*TANDEM_CACHE_DIR/);
});

test('without a terminal each download is two lines', () => {
  const lines: string[] = [];
  createProgress((line) => lines.push(line), false)
    .begin('Thing 1.0', 2_400_000, 0)
    .finish();
  expect(lines).toEqual([
    'Downloading Thing 1.0 (2 MB)',
    expect.stringMatching(/^Downloaded Thing 1.0 in [\d.]+ s$/),
  ]);
});
