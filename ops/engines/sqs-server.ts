/**
 * SQS and SNS in a process of their own.
 * usage: node sqs-server.ts DATA_FOLDER PORT
 */
import { chownSync, statSync } from 'node:fs';
import { Server } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startFauxqs } from 'fauxqs';

const [dataDir, portText] = process.argv.slice(2);
if (dataDir === undefined || portText === undefined) throw new Error('usage: sqs-server.ts DATA_FOLDER PORT');
const port = Number(portText);

listenOnLoopbackOnly();
moveQueueUrls(dataDir, port);
syncAtCheckpoints();
const server = await startFauxqs({ port, dataDir, logger: false });
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));

/** fauxqs listens on all interfaces, without credentials, and has no option for it. */
function listenOnLoopbackOnly(): void {
  const listen = Server.prototype.listen;
  Server.prototype.listen = function (this: Server, options: object, ...rest: unknown[]): Server {
    return Reflect.apply(listen, this, [{ ...options, host: '127.0.0.1' }, ...rest]);
  } as typeof listen;
}

/**
 * Every message is three transactions, and fauxqs would wait for the disk in each. In WAL mode without that, what was
 * committed outlives the process, killed or not; only a machine that loses its power may lose the last messages, and
 * `npm run verify -- --repair` sends them again.
 */
function syncAtCheckpoints(): void {
  const exec = DatabaseSync.prototype.exec;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
    exec.call(this, sql);
    if (sql === 'PRAGMA journal_mode = WAL') exec.call(this, 'PRAGMA synchronous = NORMAL');
  };
}

/**
 * fauxqs stores the URL of a queue with the port of the start that made it, and the AWS SDK sends to the URL it is
 * given: after a restart on another port every client would talk to nobody.
 */
function moveQueueUrls(folder: string, newPort: number): void {
  const file = join(folder, 'fauxqs.db');
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA user_version = 0'); // makes the file
    const { uid, gid } = statSync(folder);
    if (process.getuid?.() === 0) chownSync(file, uid, gid); // its owner may go on without root
    const hasQueues = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'sqs_queues'").get();
    if (hasQueues === undefined) return;
    database
      .prepare("UPDATE sqs_queues SET url = ? || substr(url, instr(substr(url, 8), '/') + 7)")
      .run(`http://127.0.0.1:${newPort}`);
  } finally {
    database.close();
  }
}
