import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineName, OwnEngines } from './own-engines.ts';
import type { Random } from './random.ts';

/** One thing that goes wrong. */
export interface Action {
  readonly name: string;
  /** Whatever it does to networks and engines is over when it resolves; but for what is waited for, which `happened` tells. */
  act(happened: () => void): Promise<void> | void;
}

/** What can be done to engines that are ours. */
export interface EngineFaults {
  /** Takes lines of what came of it. */
  readonly tell: (line: string) => void;
  readonly own: OwnEngines;
  /** SIGKILL, and a new start after `meanwhile`, which the networks find. */
  kill(name: EngineName, meanwhile?: () => Promise<void>): Promise<void>;
  /** Elasticsearch, as the harness reaches it. */
  readonly elasticsearchUrl: string;
  /** First part of the names of our indices. */
  readonly namespace: string;
}

/** How long an engine may take to die of a full disk. */
const DYING_MS = 5_000;
/** How long a disk stays full, or an index red. */
const drawBrokenMs = (random: Random): number => 2_000 + random.below(4_000);

export function engineActions(faults: EngineFaults, random: Random): Action[] {
  return [
    ...(['mysql', 'elasticsearch', 'sqs'] as const).map((engine): Action => ({
      name: `kill -9 ${engine}`,
      act: (happened) => faults.kill(engine).then(happened),
    })),
    ...['products', 'orders', 'generations'].map((model): Action => ({
      name: `Elasticsearch is red: it has lost the ${model}`,
      act: (happened) => turnRed(faults, model, random, happened),
    })),
    ...(['mysql', 'elasticsearch'] as const).map((engine): Action => ({
      name: `the disk of ${engine} is full`,
      act: (happened) => fillDisk(faults, engine, random).then(happened),
    })),
  ];
}

/**
 * Takes the files of an index away from the engine, as a disk that went missing does, and makes it open them anew. It
 * believes that there is no copy until the node comes back: so it is started again once the files are there.
 */
async function turnRed(
  faults: EngineFaults,
  model: string,
  random: Random,
  happened: () => void,
): Promise<void> {
  // Whether it comes off or not, what is drawn next stays the same.
  const brokenMs = drawBrokenMs(random);
  const indices = await ask<{ index: string; uuid: string }[]>(faults, 'GET', '/_cat/indices?format=json');
  const index = indices?.find((each) => each.index.startsWith(`${faults.namespace}-${model}`));
  if (index === undefined) return faults.tell(`there are no ${model} to be lost`);
  const data = join(faults.own.dataDir, 'elasticsearch', 'data', 'indices', index.uuid);
  const shards = (await unlessGone(readdir(data)))?.filter((name) => /^\d+$/.test(name)) ?? [];
  for (const shard of shards) {
    await unlessGone(chmod(join(data, shard), 0o000));
    const cancel = { index: index.index, shard: Number(shard), node: 'tandem', allow_primary: true };
    await ask(faults, 'POST', '/_cluster/reroute?metric=none', { commands: [{ cancel }] });
  }
  await sleep(brokenMs);
  const health = await ask<{ status: string }>(faults, 'GET', '/_cluster/health');
  faults.tell(`Elasticsearch is ${health?.status}`);
  if (health?.status === 'red') happened();
  await faults.kill('elasticsearch', async () => {
    for (const shard of shards) await unlessGone(chmod(join(data, shard), 0o755));
  });
}

/** A rebuild that is given up or finished deletes an index at any moment. */
async function unlessGone<T>(touched: Promise<T>): Promise<T | undefined> {
  try {
    return await touched;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** An engine that does not survive it is started again, as its supervisor would. */
async function fillDisk(
  faults: EngineFaults,
  engine: 'mysql' | 'elasticsearch',
  random: Random,
): Promise<void> {
  const free = await faults.own.fillDisk(engine);
  await sleep(drawBrokenMs(random));
  await free();
  const alive = await outlives(faults.own, engine);
  const answer = alive && engine === 'elasticsearch' ? await recovered(faults) : alive;
  faults.tell(`${engine} ${alive ? 'lives' : 'died'}${answer ? '' : ', and is started again'}`);
  if (!answer) await faults.kill(engine);
}

/** Whether it lives on: MySQL takes a moment to die of what it could not write. */
async function outlives(own: OwnEngines, engine: 'mysql' | 'elasticsearch'): Promise<boolean> {
  for (const end = performance.now() + DYING_MS; performance.now() < end; await sleep(100))
    if (!own.isAlive(engine)) return false;
  return true;
}

/** A shard that could not be written is given up after five tries, until somebody asks for one more. */
async function recovered(faults: EngineFaults): Promise<boolean> {
  for (let tries = 0; tries < 20; tries++, await sleep(250)) {
    await ask(faults, 'POST', '/_cluster/reroute?retry_failed=true&metric=none');
    const health = await ask<{ status: string }>(faults, 'GET', '/_cluster/health');
    if (health !== undefined && health.status !== 'red') return true;
  }
  return false;
}

/** Undefined where Elasticsearch does not answer, or not well. */
async function ask<T>(
  { elasticsearchUrl }: EngineFaults,
  method: string,
  path: string,
  body?: object,
): Promise<T | undefined> {
  try {
    const response = await fetch(`${elasticsearchUrl}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    return response.ok ? ((await response.json()) as T) : undefined;
  } catch {
    return undefined;
  }
}
