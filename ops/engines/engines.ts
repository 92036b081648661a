import { readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { probeConfigured, probeElasticsearch, probeMysql, probeSqs } from './configured.ts';
import { startElasticsearch } from './elasticsearch.ts';
import { describe, EngineError, errorCode, onDisk } from './error.ts';
import { makePublicFolder } from './folders.ts';
import type { Environment } from './java.ts';
import { createLauncher, type Launcher } from './launcher.ts';
import { lockDataDir } from './lock.ts';
import { startMysql } from './mysql.ts';
import type { Place, StartedEngine } from './place.ts';
import { freePorts, retryOnTakenPort } from './ports.ts';
import { chooseHomes, ownLike } from './privileges.ts';
import { quoteLog, type EngineProcess } from './process.ts';
import { createProgress } from './progress.ts';
import { startSqs } from './sqs.ts';

export interface EngineOptions {
  /** Where the engines keep their data; made if missing. One Tandem at a time. */
  readonly dataDir: string;
  /** Where their programs are kept; made if missing, and shared by any number of Tandems. */
  readonly cacheDir: string;
  /** A configured URL wins; without one the embedded engine is started. */
  readonly mysqlUrl?: string | undefined;
  readonly elasticsearchUrl?: string | undefined;
  readonly sqsEndpoint?: string | undefined;
  /** As AWS does: then no other process is told of it, as what it takes is known here alone. */
  readonly sqsTakesCredentials?: boolean;
  /** Read for Java (ES_JAVA_HOME, JAVA_HOME, PATH) and the proxy of downloads (https_proxy, no_proxy, …). */
  readonly env: Environment;
  /** Takes lines for people: progress, and what is unusual. */
  readonly report: (line: string) => void;
  /** Aborted to give up the start: it fails once what it had started is gone. */
  readonly signal?: AbortSignal | undefined;
}

export interface Engines {
  /** `mysql://root@127.0.0.1:PORT/tandem`, or the configured one. */
  readonly mysqlUrl: string;
  readonly elasticsearchUrl: string;
  /** Speaks SQS and SNS. */
  readonly sqsEndpoint: string;
  /** Of the embedded engines themselves. */
  readonly pids: Readonly<{ mysql?: number; elasticsearch?: number; sqs?: number }>;
  /** Resolves when an embedded engine dies unasked: which, how, and the end of its log. Never after stop(). */
  readonly failed: Promise<EngineError>;
  /** Starts an embedded engine that has died on its data again, at another port. */
  restart(name: 'mysql' | 'elasticsearch' | 'sqs'): Promise<{ url: string; pid: number }>;
  /** SIGTERM, after 20 s SIGKILL; resolves when all are gone and the data folder is free. Safe to call twice. */
  stop(): Promise<void>;
}

/** A folder that is in every data folder on which engines were started. */
export const LOGS = 'logs';

/** What other processes are told. */
export type EngineUrls = Pick<Engines, 'mysqlUrl' | 'elasticsearchUrl'> &
  Partial<Pick<Engines, 'sqsEndpoint'>>;

/** Where the engines of a data folder answer while they run. */
const addressFile = (dataDir: string): string => join(dataDir, 'engines.json');

/**
 * Where the engines answer that another process runs on the data folder; undefined while it starts them or stops. Throws
 * an EngineError for who may not know.
 */
export async function runningEngines(dataDir: string): Promise<EngineUrls | undefined> {
  const text = await readFile(addressFile(dataDir), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new EngineError(
      `Where the engines of the Tandem on ${dataDir} are cannot be read: ${describe(error)}. ` +
        'Run this as its user, or set the URLs of the engines.',
      error,
    );
  });
  return text === undefined ? undefined : (JSON.parse(text) as EngineUrls);
}

/** The URLs may have passwords in them; and whoever reads them meets all or none. */
async function tell(addresses: string, urls: EngineUrls, dataDir: string): Promise<void> {
  const draft = `${addresses}.new`;
  await writeFile(draft, JSON.stringify(urls), { mode: 0o600 });
  await ownLike(draft, dataDir);
  await rename(draft, addresses);
}

/**
 * Starts what is not configured by URL, and makes sure that what is configured answers. Resolves when all are ready.
 * The engines end with this process, however it dies. Throws an EngineError; then nothing is left running.
 */
export async function startEngines(given: EngineOptions): Promise<Engines> {
  const launcher = createLauncher();
  given.signal?.addEventListener('abort', () => void launcher.stopAll());
  const lock = await lockDataDir(resolve(given.dataDir));
  const addresses = addressFile(resolve(given.dataDir));
  try {
    // A Tandem that was killed has left it.
    await rm(addresses, { force: true });
    const options = { ...given, dataDir: await realpath(given.dataDir), cacheDir: resolve(given.cacheDir) };
    const place = await findPlace(options, launcher);
    const started = await startAll(options, place, launcher);
    const told = options.sqsTakesCredentials ? { ...started.urls, sqsEndpoint: undefined } : started.urls;
    await onDisk(place.dataDir, 'TANDEM_DATA_DIR', () => tell(addresses, told, options.dataDir));
    return {
      ...started.urls,
      pids: started.pids,
      failed: firstFailure(started.engines, launcher.stopping),
      restart: (name) => started.restart[name](),
      stop: async () => {
        await rm(addresses, { force: true });
        await launcher.stopAll();
        await lock.release();
      },
    };
  } catch (error) {
    await launcher.stopAll();
    await lock.release();
    throw error;
  }
}

async function findPlace(options: EngineOptions, launcher: Launcher): Promise<Place> {
  const { dataDir, report, env } = options;
  const downloads = options.mysqlUrl === undefined || options.elasticsearchUrl === undefined;
  const homes = downloads ? await chooseHomes(options) : { ...options, user: undefined };
  const logDir = join(dataDir, LOGS);
  await onDisk(logDir, 'TANDEM_DATA_DIR', async () => {
    await makePublicFolder(logDir);
    await ownLike(logDir, dataDir);
  });
  return {
    dataDir: homes.dataDir,
    logDir,
    user: homes.user,
    report,
    launch: (command) => launcher.launch(command),
    download: {
      folder: homes.cacheDir,
      env,
      progress: createProgress(report, process.stderr.isTTY),
      signal: launcher.stopping,
    },
  };
}

async function startAll(options: EngineOptions, place: Place, launcher: Launcher) {
  const engines: EngineProcess[] = [];
  const embedded = (start: (ports: number[]) => Promise<StartedEngine>) => async () => {
    const started = await onDisk(place.dataDir, 'TANDEM_DATA_DIR', () =>
      retryOnTakenPort(async () => start(await freePorts(2))),
    );
    engines.push(started.engine);
    return started;
  };
  const configured = (variable: string, probe: (url: string) => Promise<void>) => async (url: string) => {
    await probeConfigured(variable, url, probe, undefined, launcher.stopping);
    return { url, pid: undefined };
  };
  const choose = <A, B>(url: string | undefined, use: (url: string) => A, start: () => B): A | B =>
    url === undefined ? start() : use(url);

  const restart = {
    mysql: embedded(([port = 0]) => startMysql(place, port)),
    elasticsearch: embedded(([http = 0, transport = 0]) =>
      startElasticsearch(place, options.env, [http, transport]),
    ),
    sqs: embedded(([port = 0]) => startSqs(place, port)),
  };
  const starts = [
    choose(options.mysqlUrl, configured('MYSQL_URL', probeMysql), restart.mysql),
    choose(
      options.elasticsearchUrl,
      configured('ELASTICSEARCH_URL', probeElasticsearch),
      restart.elasticsearch,
    ),
    choose(options.sqsEndpoint, configured('SQS_ENDPOINT', probeSqs), restart.sqs),
  ] as const;
  try {
    const [mysql, elasticsearch, sqs] = await Promise.all(starts);
    return {
      engines,
      restart,
      urls: { mysqlUrl: mysql.url, elasticsearchUrl: elasticsearch.url, sqsEndpoint: sqs.url },
      pids: { mysql: mysql.pid, elasticsearch: elasticsearch.pid, sqs: sqs.pid },
    };
  } catch (error) {
    await launcher.stopAll();
    await Promise.allSettled(starts);
    throw error;
  } finally {
    place.download.progress.stop();
  }
}

function firstFailure(engines: readonly EngineProcess[], stopping: AbortSignal): Promise<EngineError> {
  return new Promise((resolveFailure) => {
    for (const engine of engines) {
      void engine.exited.then(async (how) => {
        if (stopping.aborted) return;
        const log = await quoteLog(engine.logFile);
        resolveFailure(new EngineError(`${engine.name} died while running (${how}). ${log}`));
      });
    }
  });
}
