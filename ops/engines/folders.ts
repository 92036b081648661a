import { access, chmod, chown, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { User } from './process.ts';

/** Makes a folder, private to the user; one that is there is handed to the user (undefined: to nobody else). */
export async function makeFolder(folder: string, user: User | undefined): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (user !== undefined && (await stat(folder)).uid !== user.uid) await chown(folder, user.uid, user.gid);
  return folder;
}

/** Makes a folder that every user can enter, whatever the umask; folders that are there stay as they are. */
export async function makePublicFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let path = folder; path.length >= first.length; path = dirname(path)) await chmod(path, 0o755);
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
