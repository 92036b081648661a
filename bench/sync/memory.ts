import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 100;

/** The most that a process held in memory in the first and in the second half of the time, in MB. */
export interface Memory {
  readonly earlyMegabytes: number;
  readonly lateMegabytes: number;
}

/** Looks at the memory of a process while it is at work. */
export async function watchMemory(pid: number, isAtWork: () => boolean | Promise<boolean>): Promise<Memory> {
  const megabytes: number[] = [];
  while (await isAtWork()) {
    megabytes.push(residentMegabytes(pid));
    await sleep(INTERVAL_MS);
  }
  const half = Math.ceil(megabytes.length / 2);
  return {
    earlyMegabytes: Math.max(...megabytes.slice(0, half)),
    lateMegabytes: Math.max(...megabytes.slice(half)),
  };
}

const residentMegabytes = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024);
