import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sharedObject, type Library } from './shared-object.ts';

/** -ENOSYS, what libaio returns where the kernel has no asynchronous I/O. */
const notImplemented = -38;

/** Exactly the symbols `nm -D --undefined-only bin/mysqld` lists for the two libraries. */
const libraries: readonly Library[] = [
  {
    soname: 'libaio.so.1',
    versions: {
      'LIBAIO_0.1': { io_submit: notImplemented },
      'LIBAIO_0.4': { io_setup: notImplemented, io_getevents: notImplemented },
    },
  },
  {
    soname: 'libnuma.so.1',
    versions: {
      'libnuma_1.1': {
        numa_available: -1,
        numa_alloc_local: 0,
        numa_alloc_onnode: 0,
        numa_free: 0,
        mbind: -1,
        set_mempolicy: -1,
      },
      'libnuma_1.2': { numa_node_of_cpu: 0, numa_all_nodes_ptr: 'pointer' },
    },
  },
];

/** Puts the libraries where mysqld looks first (its RPATH is its own folder), so that every machine runs the same. */
export async function addMysqlLibraries(basedir: string): Promise<void> {
  for (const library of libraries) {
    await writeFile(join(basedir, 'bin', library.soname), sharedObject(library), { mode: 0o755 });
  }
}
