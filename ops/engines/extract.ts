import { createWriteStream } from 'node:fs';
import { chmod, mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract as untar } from 'tar';
import { openPromise, type Entry } from 'yauzl';

/** Unpacks a zip whose files all lie in one folder; that folder is left out. yauzl refuses `..` and absolute names. */
export async function extractZip(archive: string, folder: string): Promise<void> {
  const zip = await openPromise(archive, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const path = join(folder, ...entry.fileName.split('/').slice(1));
      if (entry.fileName.endsWith('/')) {
        await mkdir(path, { recursive: true });
        continue;
      }
      await mkdir(dirname(path), { recursive: true });
      const mode = isExecutable(entry) ? 0o755 : 0o644;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { mode }));
    }
  } finally {
    zip.close();
  }
}

/** The upper half of the external attributes is the unix mode if the zip was made on unix. */
function isExecutable(entry: Entry): boolean {
  return ((entry.externalFileAttributes >>> 16) & 0o111) !== 0;
}

/** Unpacks a tar.gz that lies in a zip (or jar) as `name`. */
export async function extractTarInZip(archive: string, name: string, folder: string): Promise<void> {
  const zip = await openPromise(archive, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) continue;
      // As root, tar would keep the uids of the machine it was packed on.
      const unpack = untar({ cwd: folder, preserveOwner: false, strict: true });
      return await pipeline(await zip.openReadStreamPromise(entry), unpack);
    }
    throw new Error(`${archive} has no ${name}`);
  } finally {
    zip.close();
  }
}

/**
 * Makes an unpacked tree readable by every user, whatever the umask, and flushes it, so that after a power cut
 * a renamed tree is a whole one.
 */
export async function seal(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = await open(join(entry.parentPath, entry.name), 'r');
    const { mode } = await file.stat();
    await file.chmod(entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
    await file.sync();
    await file.close();
  }
  await chmod(folder, 0o755);
}
