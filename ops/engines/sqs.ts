import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFolder } from './folders.ts';
import type { Place, StartedEngine } from './place.ts';
import { predecessorGone } from './predecessor.ts';
import { ownLike } from './privileges.ts';
import { untilReady } from './ready.ts';

/** Starts SQS and SNS (fauxqs) on the port, as the user of this process. */
export async function startSqs(place: Place, port: number): Promise<StartedEngine> {
  const folder = await makeFolder(join(place.dataDir, 'sqs'), undefined);
  await ownLike(folder, place.dataDir);
  const pidFile = join(folder, 'engine.pid');
  await predecessorGone({ name: 'SQS', pidFile, folder }, place.report);
  const engine = await place.launch({
    name: 'SQS',
    command: process.execPath,
    args: [fileURLToPath(new URL('./sqs-server.ts', import.meta.url)), folder, String(port)],
    cwd: folder,
    env: {},
    logFile: join(place.logDir, 'sqs.log'),
    pidFile,
    graceSeconds: 5,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(engine, 30, async () => {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) });
    if (!response.ok) throw new Error(`${url}/health answered ${response.status}`);
  });
  return { url, pid: engine.pid, engine };
}
