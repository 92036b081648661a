import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, readConfig } from '../ops/config.ts';
import { withEngines } from '../ops/embedded.ts';

/** Starts the engines that are not configured, runs, and takes them away again. The configuration names them all. */
export async function onEngines<T>(
  report: (line: string) => void,
  run: (config: Config) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-bench-'));
  await chmod(dataDir, 0o755); // as root, the engines run as a user who must get in
  try {
    const { engines, config } = await withEngines({ ...readConfig(), dataDir }, report);
    return await run(config).finally(() => engines.stop());
  } finally {
    await rm(dataDir, { recursive: true });
  }
}
