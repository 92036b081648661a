import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, type Unpacked } from './cache.ts';
import { extractZip } from './extract.ts';
import { findJava, type Environment } from './java.ts';
import { makeFolder } from './folders.ts';
import type { Place, StartedEngine } from './place.ts';
import { predecessorGone } from './predecessor.ts';
import { untilReady } from './ready.ts';

const elasticsearchBuild: Unpacked = {
  name: 'elasticsearch-8.19.21',
  artifact: {
    label: 'Elasticsearch 8.19.21',
    variable: 'ELASTICSEARCH_URL',
    groupId: 'org.elasticsearch.distribution.integ-test-zip',
    artifactId: 'elasticsearch',
    version: '8.19.21',
    extension: 'zip',
    bytes: 106_871_955,
    sha512:
      'cf6b0a93860d329937ae7f913ec5073b0c726c77639764b93fc83a304aa1dd9d4defcfa2849948eea3b0b47c2065f994908603939fc2a4774c9c4d868c5ec1dd',
  },
  unpack: extractZip,
};

/** Starts Elasticsearch on two ports of 127.0.0.1. */
export async function startElasticsearch(
  place: Place,
  env: Environment,
  [http, transport]: readonly [http: number, transport: number],
): Promise<StartedEngine> {
  const [java, home] = await Promise.all([
    findJava(env, place.user),
    cached(elasticsearchBuild, place.download, place.report),
  ]);
  const folder = await makeFolder(join(place.dataDir, 'elasticsearch'), place.user);
  // The launcher's pid, as the guard knows it, and that of the engine, which the launcher starts.
  const pidFile = join(folder, 'engine.pid');
  const serverPidFile = join(folder, 'server.pid');
  for (const file of [pidFile, serverPidFile]) {
    await predecessorGone({ name: 'Elasticsearch', pidFile: file, folder }, place.report);
  }
  const [config, temporary] = await Promise.all(
    ['config', 'tmp', 'data'].map((name) => makeFolder(join(folder, name), place.user)),
  );
  await writeConfig(folder, config as string, http, transport);
  const engine = await place.launch({
    name: 'Elasticsearch',
    command: join(home, 'bin', 'elasticsearch'),
    args: ['--pidfile', serverPidFile],
    cwd: folder,
    env: {
      ES_JAVA_HOME: java.home,
      ES_PATH_CONF: config,
      ES_TMPDIR: temporary,
      PATH: env.PATH,
      HOSTNAME: 'localhost',
      CLI_JAVA_OPTS: '-XX:TieredStopAtLevel=1 -XX:-UsePerfData',
    },
    user: place.user,
    logFile: join(place.logDir, 'elasticsearch.log'),
    pidFile,
    graceSeconds: 20,
  });
  const url = `http://127.0.0.1:${http}`;
  await untilReady(engine, 120, async () => {
    const response = await fetch(`${url}/_cluster/health`, { signal: AbortSignal.timeout(5000) });
    const health = (await response.json()) as { status?: string };
    if (!response.ok || health.status === 'red') throw new Error(`cluster health is ${health.status}`);
  });
  return { url, pid: Number(await readFile(serverPidFile, 'utf8')), engine };
}

async function writeConfig(folder: string, config: string, http: number, transport: number) {
  const files: Readonly<Record<string, readonly string[]>> = {
    'elasticsearch.yml': [
      'cluster.name: tandem',
      'node.name: tandem',
      'network.host: 127.0.0.1',
      `http.port: ${http}`,
      `transport.port: ${transport}`,
      `path.data: ${JSON.stringify(join(folder, 'data'))}`,
      `path.logs: ${JSON.stringify(join(folder, 'tmp'))}`,
      'discovery.type: single-node',
      'xpack.security.enabled: false',
      'cluster.routing.allocation.disk.threshold_enabled: false',
    ],
    'jvm.options': [
      '-Xms512m',
      '-Xmx512m',
      '-XX:+UseG1GC',
      '-XX:+ExitOnOutOfMemoryError',
      // On a small machine C2 takes more than it gives back: it compiles for minutes, at half of what the engine uses.
      '-XX:TieredStopAtLevel=1',
      '-XX:-UsePerfData',
      // The whole heap would be taken at the start, and the start be slower.
      '-XX:-AlwaysPreTouch',
      '-Djava.io.tmpdir=${ES_TMPDIR}',
      `-XX:ErrorFile=${join(folder, 'tmp', 'hs_err_pid%p.log')}`,
      // As in the jvm.options Elasticsearch comes with.
      '20-:--add-modules=jdk.incubator.vector',
      '23-:-XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.setAsTypeCache',
      '23-:-XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.asTypeUncached',
      '-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1',
    ],
    'log4j2.properties': [
      'status = error',
      'appender.console.type = Console',
      'appender.console.name = console',
      'appender.console.layout.type = PatternLayout',
      'appender.console.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n',
      'rootLogger.level = info',
      'rootLogger.appenderRef.console.ref = console',
      'logger.deprecation.name = org.elasticsearch.deprecation',
      'logger.deprecation.level = error',
    ],
  };
  // A start that was stopped while it made its keystore leaves this behind, and the next one would end of it.
  await rm(join(config, 'elasticsearch.keystore.tmp'), { force: true });
  for (const [name, lines] of Object.entries(files)) {
    const file = join(config, name);
    await rm(file, { force: true }); // Root may have written it before.
    await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o644 });
  }
}
