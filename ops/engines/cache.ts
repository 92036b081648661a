import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { download, type Artifact, type DownloadOptions } from './download.ts';
import { onDisk } from './error.ts';
import { seal } from './extract.ts';
import { exists, makePublicFolder } from './folders.ts';
import { waitForLock } from './lock.ts';

export interface Unpacked {
  /** The folder's name inside the cache; changes whenever its content does. */
  readonly name: string;
  readonly artifact: Artifact;
  readonly unpack: (archive: string, folder: string) => Promise<void>;
}

/**
 * The folder of an unpacked artifact; downloads and unpacks it if the cache lacks it. A folder under that name is
 * always whole: it gets the name by a rename at the very end. Safe among several processes: one works, the others wait.
 */
export async function cached(
  wanted: Unpacked,
  options: DownloadOptions,
  report: (line: string) => void,
): Promise<string> {
  const target = join(options.folder, wanted.name);
  if (await exists(target)) return target;
  await onDisk(options.folder, 'TANDEM_CACHE_DIR', async () => {
    await makePublicFolder(options.folder);
    const lock = await waitForLock(
      `${target}.lock`,
      () => report(`Waiting for another Tandem that is downloading ${wanted.artifact.label}`),
      options.signal,
    );
    try {
      if (!(await exists(target))) await fill(target, wanted, options);
    } finally {
      await lock.release();
    }
  });
  return target;
}

async function fill(target: string, wanted: Unpacked, options: DownloadOptions): Promise<void> {
  const unfinished = `${target}.unpacking`;
  await rm(unfinished, { recursive: true, force: true });
  const archive = await download(wanted.artifact, options);
  await mkdir(unfinished);
  await wanted.unpack(archive, unfinished);
  await seal(unfinished);
  await rename(unfinished, target);
  await rm(archive);
}
