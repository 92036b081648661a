import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StartedEngine } from './mysql.ts';
import { makeFolder, type Place } from './place.ts';
import { spawnGuarded } from './process.ts';
import { untilReady } from './ready.ts';

/** Starts SQS and SNS (fauxqs) on the port, as the user of this process. */
export async function startSqs(place: Place, port: number): Promise<StartedEngine> {
  const folder = await makeFolder(join(place.dataDir, 'sqs'), undefined);
  const engine = await spawnGuarded({
    name: 'SQS',
    command: process.execPath,
    args: [fileURLToPath(new URL('./sqs-server.ts', import.meta.url)), folder, String(port)],
    cwd: folder,
    env: {},
    logFile: join(place.logDir, 'sqs.log'),
    pidFile: join(folder, 'engine.pid'),
    graceSeconds: 5,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(engine, 30, async () => {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) });
    if (!response.ok) throw new Error(`${url}/health answered ${response.status}`);
  });
  return { url, engine };
}
