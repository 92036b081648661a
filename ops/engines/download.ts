import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { EnvHttpProxyAgent, fetch } from 'undici';
import { describe, EngineError, errorCode } from './error.ts';
import type { Environment } from './java.ts';
import type { Progress } from './progress.ts';

/** A file of a Maven repository, pinned by its content. */
export interface Artifact {
  /** For people: `Elasticsearch 8.19.21`. */
  readonly label: string;
  /** The variable that makes this download unnecessary, for messages. */
  readonly variable: string;
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
  readonly extension: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha512: string;
}

export interface DownloadOptions {
  readonly folder: string;
  readonly env: Environment;
  readonly progress: Progress;
  /** A mirror of Maven Central; must end with a slash. Default: Maven Central. */
  readonly repositoryUrl?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Tries after the first, each going on where the last one broke off. Default 2. */
  readonly retries?: number | undefined;
}

// Compiled from a module to CommonJS: what an `import` of it gives differs between Node and bundlers.
const { default: resolveUrl } = createRequire(import.meta.url)(
  'mvn-artifact-url',
) as typeof import('mvn-artifact-url');

/** A silent server is given up after this long. */
const silenceMilliseconds = 30_000;

/**
 * Downloads an artifact into `folder` and returns its path; what an earlier, broken try left is continued.
 * The caller holds a lock on the artifact. Throws an EngineError if there is no network or the content is wrong.
 */
export async function download(artifact: Artifact, options: DownloadOptions): Promise<string> {
  const file = join(options.folder, `${artifact.artifactId}-${artifact.version}.${artifact.extension}.part`);
  const continued = (await sizeOf(file)) > 0;
  await fetchAll(artifact, file, options);
  if ((await sha512Of(file)) === artifact.sha512) return file;
  if (continued) {
    await rm(file);
    await fetchAll(artifact, file, options);
  }
  const actual = await sha512Of(file);
  if (actual === artifact.sha512) return file;
  await rm(file);
  throw new EngineError(
    `The download of ${artifact.label} is not what was expected, and was thrown away: SHA-512 expected ${artifact.sha512}, got ${actual}. ` +
      `Check what stands between this machine and Maven Central (a proxy, a mirror), or set ${artifact.variable}.`,
  );
}

async function fetchAll(artifact: Artifact, file: string, options: DownloadOptions): Promise<void> {
  const retries = options.retries ?? 2;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await fetchRest(artifact, file, options);
    } catch (error) {
      if (errorCode(error) === 'ENOSPC' || errorCode(error) === 'EACCES') throw error;
      if (attempt >= retries || options.signal?.aborted) throw unreachable(artifact, options.folder, error);
      await delay(500 * 2 ** attempt);
    }
  }
}

/** Appends to the file what it lacks. A server without ranges sends all of it: then the file starts anew. */
async function fetchRest(artifact: Artifact, file: string, options: DownloadOptions): Promise<void> {
  const have = await sizeOf(file);
  if (have >= artifact.bytes) return;
  const url = await mavenUrlOf(artifact, options.repositoryUrl);
  const dispatcher = proxyAgent(options.env);
  try {
    const response = await fetch(url, {
      dispatcher,
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
      ...(options.signal ? { signal: options.signal } : {}),
    });
    if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
    const resumed = response.status === 206;
    const task = options.progress.begin(artifact.label, artifact.bytes, resumed ? have : 0);
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        task.advance(chunk.length);
        done(null, chunk);
      },
    });
    const sink = createWriteStream(file, { flags: resumed ? 'a' : 'w' });
    await pipeline(Readable.fromWeb(response.body), counted, sink);
    task.finish();
  } finally {
    await dispatcher.destroy();
  }
}

function mavenUrlOf(artifact: Artifact, repositoryUrl: string | undefined): Promise<string> {
  const { groupId, artifactId, version, extension } = artifact;
  return resolveUrl({ groupId, artifactId, version, extension }, repositoryUrl);
}

function proxyAgent(env: Environment): EnvHttpProxyAgent {
  const httpProxy = env.http_proxy ?? env.HTTP_PROXY;
  const httpsProxy = env.https_proxy ?? env.HTTPS_PROXY ?? httpProxy;
  const noProxy = env.no_proxy ?? env.NO_PROXY;
  try {
    return new EnvHttpProxyAgent({
      ...(httpProxy ? { httpProxy } : {}),
      ...(httpsProxy ? { httpsProxy } : {}),
      ...(noProxy ? { noProxy } : {}),
      headersTimeout: silenceMilliseconds,
      bodyTimeout: silenceMilliseconds,
    });
  } catch (cause) {
    throw new Error('http_proxy and https_proxy must be URLs like http://host:3128', { cause });
  }
}

function unreachable(artifact: Artifact, folder: string, cause: unknown): EngineError {
  return new EngineError(
    `${artifact.label} cannot be downloaded, and the cache folder ${folder} does not have it: ${describe(cause)}. ` +
      `Connect to the network once, or copy a filled cache folder there, or set ${artifact.variable}.`,
    cause,
  );
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
