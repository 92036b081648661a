import { access, chmod, chown, lstat, mkdir } from 'node:fs/promises';
import type { DownloadOptions } from './download.ts';
import type { EngineProcess, User } from './process.ts';

/** What every engine needs to know to start. */
export interface Place {
  /** Engine data, one folder per engine below it; enterable by `user`. */
  readonly dataDir: string;
  readonly logDir: string;
  readonly download: DownloadOptions & { readonly report: (line: string) => void };
  /** Whom MySQL and Elasticsearch run as, if not as this process. */
  readonly user: User | undefined;
  /** Processes to stop if the start fails. */
  readonly starting: Set<EngineProcess>;
}

/** Makes a folder, private to the user. A folder that is there keeps its owner unless root made it. */
export async function makeFolder(folder: string, user: User | undefined): Promise<string> {
  const created = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (user !== undefined && (created !== undefined || (await lstat(folder)).uid === 0)) {
    await chown(folder, user.uid, user.gid);
  }
  return folder;
}

/** Makes a folder that every user can enter, whatever the umask; folders that are there stay as they are. */
export async function makePublicFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let path = folder; path.length >= first.length; path = path.slice(0, path.lastIndexOf('/'))) {
    await chmod(path, 0o755);
  }
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
