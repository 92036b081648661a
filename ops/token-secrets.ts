import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { onDisk } from './engines/error.ts';
import { ownLike } from './engines/privileges.ts';

/** The secrets that consistency tokens are signed with: those configured, or one of the data folder's own. */
export async function tokenSecrets({
  tokenSecrets: configured,
  dataDir,
}: Pick<Config, 'tokenSecrets' | 'dataDir'>): Promise<readonly [string, ...string[]]> {
  return configured ?? [await onDisk(dataDir, 'TANDEM_DATA_DIR', () => ownSecret(dataDir))];
}

/** Made by whoever needs it first; roles that start at the same time on one folder end with the same one. */
async function ownSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, 'token-secret');
  const found = await read(file);
  if (found !== undefined) return found;
  await mkdir(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
  await ownLike(draft, dataDir);
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return await readFile(file, 'utf8');
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
