import type { Client, estypes } from '@elastic/elasticsearch';
import type { Pool } from '../../subgraphs/command/mysql/connect.ts';
import { currentEpoch } from '../../subgraphs/command/mysql/epoch.ts';
import { createGeneration } from '../../subgraphs/query/documents/indices.ts';
import {
  aliasName,
  everyGeneration,
  generationName,
  writeAliasName,
} from '../../subgraphs/query/documents/names.ts';
import {
  readRegistration,
  register,
  type Registration,
  type StoredRegistration,
} from '../../subgraphs/query/documents/registry.ts';
import type { ReadModelName } from '../../subgraphs/query/indexer/projections/document.ts';
import { latestVersion, projectionOf } from '../../subgraphs/query/indexer/projections/versions.ts';
import { createFill, createWriteTo } from '../../subgraphs/query/indexer/sink.ts';
import type { Comparison } from '../verify/comparison.ts';
import { partsOf, verify, type VerifyOptions } from '../verify/verify.ts';
import { carryOver } from './carry-over.ts';
import { fill } from './fill.ts';
import { loadFilled, nothingFilled, saveFilled } from './progress-store.ts';

/** The read models that events can fill: not those that no stream owns, or that MySQL does not keep. */
export const rebuildable = [
  'products',
  'categories',
  'orders',
  'customers',
  'reviews',
  'batches',
] as const satisfies ReadModelName[];

export interface Engines {
  readonly pool: Pool;
  readonly client: Client;
  readonly namespace: string;
}

/** Thrown when the generations stand so that the step cannot be done. */
export class WrongPhase extends Error {
  override readonly name = 'WrongPhase';
}

/**
 * Registers a new generation as a second one to write, or finds the one that a rebuild before this has left half done;
 * if its index was lost, it is made anew. Throws WrongPhase while the last rebuild can still be rolled back.
 */
export async function begin({ client, namespace }: Engines, model: ReadModelName): Promise<Registration> {
  const stored = await readRegistration(client, namespace, model);
  const { served, other, lastNumber, phase } = stored.registration;
  if (phase === 'filling') {
    await makeAnewIfLost(client, namespace, model, other!.number);
    return stored.registration;
  }
  if (phase !== 'idle') throw new WrongPhase(`${model} is ${phase}: end that first, with --finish`);
  const number = lastNumber + 1;
  await createGeneration(client, namespace, model, number);
  const registration: Registration = {
    served,
    other: { number, version: latestVersion(model) },
    lastNumber: number,
    phase: 'filling',
  };
  await register(client, namespace, model, registration, stored);
  return registration;
}

async function makeAnewIfLost(
  client: Client,
  namespace: string,
  model: ReadModelName,
  generation: number,
): Promise<void> {
  if (await client.indices.exists({ index: generationName(namespace, model, generation) })) return;
  // In this order: an index that is there and empty would be taken for one that is filled.
  await saveFilled(client, namespace, model, nothingFilled(generation));
  await createGeneration(client, namespace, model, generation);
}

/** Fills the new generation, from where it was left, and copies what no event could fill. */
export async function fillGeneration(
  { pool, client, namespace }: Engines,
  model: ReadModelName,
  { served, other }: Registration,
  advance: (documents: number) => void,
): Promise<void> {
  const indexOf = () => writeAliasName(namespace, model, other!.number);
  const from = await loadFilled(client, namespace, model, other!.number);
  let done = 0;
  const report = (streams: number): void => {
    advance(streams - done);
    done = streams;
  };
  report(from.streams);
  await fill({
    pool,
    model,
    projection: projectionOf(model, other!.version),
    write: createFill(client, indexOf),
    from,
    onPage: async (filled) => {
      await saveFilled(client, namespace, model, filled);
      report(filled.streams);
    },
  });
  const servedIndex = generationName(namespace, model, served.number);
  await carryOver(client, model, servedIndex, createWriteTo(client, indexOf));
}

/** The new generations, to be compared with the streams as verify does. */
export const comparisonOf = async (
  { pool, client, namespace }: Engines,
  registrations: ReadonlyMap<ReadModelName, Registration>,
): Promise<Comparison> => ({
  pool,
  client,
  indexOf: (model) => generationName(namespace, model, registrations.get(model)!.other!.number),
  project: (model, event) => projectionOf(model, registrations.get(model)!.other!.version)(event),
  epoch: await currentEpoch(pool),
});

/** Compares the new generations with the streams. Where anything stays wrong, the next rebuild fills from the start. */
export async function compareGenerations(
  { client, namespace }: Engines,
  registrations: ReadonlyMap<ReadModelName, Registration>,
  comparison: Comparison,
  { advance, onFinding }: Pick<VerifyOptions, 'advance' | 'onFinding'>,
): Promise<void> {
  const differing = new Set<ReadModelName>();
  await verify(comparison, {
    parts: partsOf([...registrations.keys()]),
    advance,
    onFinding: (finding) => {
      differing.add(finding.model);
      return onFinding(finding);
    },
  });
  for (const model of differing)
    await saveFilled(client, namespace, model, nothingFilled(registrations.get(model)!.other!.number));
}

/**
 * Serves the other generation of each of these read models, by one atomic call. Both go on being written, so that it
 * can be undone. A second call, after a crash in the midst of one, ends what that has begun.
 */
export async function swap(
  { client, namespace }: Engines,
  models: readonly ReadModelName[],
  from: Registration['phase'],
  to: Registration['phase'],
): Promise<void> {
  const stored = await Promise.all(
    models.map(async (model) => ({ model, stored: await readRegistration(client, namespace, model) })),
  );
  for (const { model, stored: now } of stored)
    if (now.registration.phase !== from)
      throw new WrongPhase(`${model} is ${now.registration.phase}, and not ${from}`);
  const moves = stored.map(({ model, stored: { registration } }) => ({
    alias: aliasName(namespace, model),
    from: generationName(namespace, model, registration.served.number),
    to: generationName(namespace, model, registration.other!.number),
  }));
  // Searchable before it is searched: what was confirmed in the one must be found in the other.
  await client.indices.refresh({ index: moves.map((move) => move.to) });
  await moveAliases(client, moves);
  for (const { model, stored: now } of stored) await exchange(client, namespace, model, now, to);
}

/** All at once. Those that are where they should be stay. */
async function moveAliases(
  client: Client,
  moves: readonly { alias: string; from: string; to: string }[],
): Promise<void> {
  const actions: estypes.IndicesUpdateAliasesAction[] = [];
  for (const { alias, from, to } of moves) {
    const holders = Object.keys(await client.indices.getAlias({ name: alias }));
    if (holders.includes(to)) continue;
    actions.push({ remove: { index: from, alias } }, { add: { index: to, alias } });
  }
  if (actions.length > 0) await client.indices.updateAliases({ actions });
}

async function exchange(
  client: Client,
  namespace: string,
  model: ReadModelName,
  stored: StoredRegistration,
  phase: Registration['phase'],
): Promise<void> {
  const { served, other, lastNumber } = stored.registration;
  await register(client, namespace, model, { served: other!, other: served, lastNumber, phase }, stored);
}

/**
 * Ends the double writes and deletes every generation that is not served, also what a run that died here has left; after
 * that nothing can be rolled back. Throws WrongPhase when the read model is in none of these phases.
 */
export async function finish(
  engines: Engines,
  model: ReadModelName,
  phases: readonly Registration['phase'][],
): Promise<void> {
  const { client, namespace } = engines;
  const stored = await readRegistration(client, namespace, model);
  const { other, phase, ...rest } = stored.registration;
  if (!phases.includes(phase)) throw new WrongPhase(`${model} is ${phase}, and not ${phases.join(' or ')}`);
  if (other !== null)
    await register(client, namespace, model, { ...rest, other: null, phase: 'idle' }, stored);
  const left = await leftovers(engines, model);
  if (left.length > 0) await client.indices.delete({ index: left });
}

/** The indices of a read model that no registration knows. */
export async function leftovers({ client, namespace }: Engines, model: ReadModelName): Promise<string[]> {
  const { registration } = await readRegistration(client, namespace, model);
  const known = [registration.served, ...(registration.other === null ? [] : [registration.other])].map(
    ({ number }) => generationName(namespace, model, number),
  );
  const all = await client.indices.get({ index: everyGeneration(namespace, model) });
  return Object.keys(all).filter((index) => !known.includes(index));
}
