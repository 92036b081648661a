import { createProgress } from './progress.ts';
import { startElasticsearch } from './elasticsearch.ts';
import { EngineError } from './error.ts';
import type { Environment } from './java.ts';
import { lockDataDir } from './lock.ts';
import { startMysql, type StartedEngine } from './mysql.ts';
import { makePublicFolder, type Place } from './place.ts';
import { freePorts } from './ports.ts';
import { quoteLog, type EngineProcess } from './process.ts';
import { startSqs } from './sqs.ts';
import { join } from 'node:path';

export interface EngineOptions {
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly mysqlUrl?: string | undefined;
  readonly elasticsearchUrl?: string | undefined;
  readonly sqsEndpoint?: string | undefined;
  readonly env: Environment;
  readonly report: (line: string) => void;
}

export interface Engines {
  readonly mysqlUrl: string;
  readonly elasticsearchUrl: string;
  readonly sqsEndpoint: string;
  readonly pids: { mysql?: number; elasticsearch?: number; sqs?: number };
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}
const nobody = { uid: 65534, gid: 65534 };

export async function startEngines(options: EngineOptions): Promise<Engines> {
  const lock = await lockDataDir(options.dataDir);
  const root = process.getuid?.() === 0;
  const logDir = join(options.dataDir, 'logs');
  await makePublicFolder(logDir);
  const place: Place = {
    dataDir: options.dataDir,
    logDir,
    user: root ? nobody : undefined,
    starting: new Set(),
    download: {
      folder: options.cacheDir,
      env: options.env,
      report: options.report,
      progress: createProgress(options.report, process.stderr.isTTY),
    },
  };
  const ports = await freePorts(4);
  const [mysql, es, sqs] = await Promise.all([
    startMysql(place, ports[0]!),
    startElasticsearch(place, options.env, [ports[1]!, ports[2]!]),
    startSqs(place, ports[3]!),
  ]);
  let stopping = false;
  const all: StartedEngine[] = [mysql, es, sqs];
  return {
    mysqlUrl: mysql.url,
    elasticsearchUrl: es.url,
    sqsEndpoint: sqs.url,
    pids: { mysql: mysql.engine.pid, elasticsearch: es.engine.pid, sqs: sqs.engine.pid },
    failed: Promise.race(
      all.map(({ engine }) =>
        engine.exited.then(async (how) =>
          stopping
            ? new Promise<Error>(() => undefined)
            : new EngineError(`${engine.name} died (${how}). ${await quoteLog(engine.logFile)}`),
        ),
      ),
    ),
    stop: async () => {
      stopping = true;
      await Promise.all(all.map(({ engine }) => engine.stop()));
      await lock.release();
    },
  };
}
