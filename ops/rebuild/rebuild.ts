import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@elastic/elasticsearch';
import type { Pool } from '../../subgraphs/command/mysql/connect.ts';
import { currentEpoch } from '../../subgraphs/command/mysql/epoch.ts';
import { createGeneration, highestNumber } from '../../subgraphs/query/documents/indices.ts';
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
import { isRefused } from '../../subgraphs/query/documents/outage.ts';
import { createReadDocuments } from '../../subgraphs/query/documents/read.ts';
import type { ReadModelName } from '../../subgraphs/query/indexer/projections/document.ts';
import { latestVersion, projectionOf } from '../../subgraphs/query/indexer/projections/versions.ts';
import { createFill, createWriteTo } from '../../subgraphs/query/indexer/sink.ts';
import type { Comparison } from '../verify/comparison.ts';
import { partsOf, verify, type VerifyOptions } from '../verify/verify.ts';
import { carryOver } from './carry-over.ts';
import { fill } from './fill.ts';
import { forgetFilled, loadFilled, saveFilled } from './progress-store.ts';

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

type Phase = Registration['phase'];

/** Thrown when the generations stand so that the step cannot be done. */
export class WrongPhase extends Error {
  override readonly name = 'WrongPhase';
}

/**
 * Registers a new generation of each of these read models as a second one to write, or finds the one that a rebuild
 * before this has left half done; if its index was lost, it is made anew. Throws WrongPhase, and has changed nothing,
 * while the last rebuild of one of them can still be rolled back, or where one was begun with another projection.
 */
export async function begin(
  engines: Engines,
  models: readonly ReadModelName[],
): Promise<Map<ReadModelName, Registration>> {
  const all = await readAll(engines, models, ['idle', 'filling']);
  const strange = all.flatMap(([model, { registration }]) => {
    const [version, ours] = [registration.other?.version, latestVersion(model)];
    return version === undefined || version === ours
      ? []
      : `the rebuild of ${model} was begun with projection ${version}, and this program has ${ours}: ` +
          '--abort that, then run it again';
  });
  if (strange.length > 0) throw new WrongPhase(strange.join('\n'));
  const registrations = new Map<ReadModelName, Registration>();
  for (const [model, stored] of all) registrations.set(model, await beginOne(engines, model, stored));
  return registrations;
}

async function beginOne(
  { client, namespace }: Engines,
  model: ReadModelName,
  stored: StoredRegistration,
): Promise<Registration> {
  const { served, other, lastNumber, phase } = stored.registration;
  if (phase === 'filling') {
    await makeAnewIfLost(client, namespace, model, other!.number);
    return stored.registration;
  }
  // Also above what a run made that died, or lost to another, before it registered it: that has the mapping of its
  // program, and its number is used up from now on.
  const number = Math.max(lastNumber, await highestNumber(client, namespace, model)) + 1;
  await createGeneration(client, namespace, model, number);
  const registration: Registration = {
    served,
    other: { number, version: latestVersion(model) },
    lastNumber: number,
    phase: 'filling',
  };
  await registerNext(client, namespace, model, registration, stored);
  return registration;
}

/** What is registered of each. Throws WrongPhase when one is in none of these phases. */
async function readAll(
  { client, namespace }: Engines,
  models: readonly ReadModelName[],
  phases: readonly Phase[],
): Promise<[ReadModelName, StoredRegistration][]> {
  const all: [ReadModelName, StoredRegistration][] = [];
  for (const model of models) all.push([model, await readRegistration(client, namespace, model)]);
  const wrong = all.filter(([, stored]) => !phases.includes(stored.registration.phase));
  if (wrong.length > 0)
    throw new WrongPhase(wrong.map(([model, { registration }]) => hint(model, registration)).join('\n'));
  return all;
}

const hint = (model: ReadModelName, { phase }: Registration): string =>
  ({
    idle: `of ${model} there is one generation: no rebuild is under way`,
    filling: `${model} is being rebuilt: run the rebuild again, or --abort`,
    swapped: `${model} has been rebuilt: --finish that first, or --rollback`,
    'rolled back': `the rebuild of ${model} was rolled back: --finish that first`,
  })[phase];

/** Registers something else. Throws WrongPhase when another run did so since `stored` was read. */
const registerNext: typeof register = async (client, namespace, model, ...what) => {
  try {
    await register(client, namespace, model, ...what);
  } catch (error) {
    throw isRefused(error, 'version_conflict_engine_exception') ? changedMeanwhile(model) : error;
  }
};

const changedMeanwhile = (model: ReadModelName): WrongPhase =>
  new WrongPhase(
    `another run has changed the generations of ${model} meanwhile: see what it says, or run it again`,
  );

async function makeAnewIfLost(
  client: Client,
  namespace: string,
  model: ReadModelName,
  generation: number,
): Promise<void> {
  if (await client.indices.exists({ index: generationName(namespace, model, generation) })) return;
  // In this order: an index that is there and empty would be taken for one that is filled.
  await forgetFilled(client, namespace, model);
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
  const from = await loadFilled(client, namespace, model, other!.number, await currentEpoch(pool));
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
    readServed: createReadDocuments(client, namespace),
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
  { onFinding, ...options }: Omit<VerifyOptions, 'parts'>,
): Promise<void> {
  const differing = new Set<ReadModelName>();
  await verify(comparison, {
    ...options,
    parts: partsOf([...registrations.keys()]),
    onFinding: (finding) => {
      differing.add(finding.model);
      return onFinding(finding);
    },
  });
  for (const model of differing) await forgetFilled(client, namespace, model);
}

/** What a swap makes of a phase. */
const swapped = { filling: 'swapped', swapped: 'rolled back' } as const;
type Swappable = keyof typeof swapped;

/**
 * Serves the new generations, which `begin` answered and which were compared, by one atomic call. Both go on being
 * written, so that `rollBack` can undo it. After a crash in the midst of it, `endSwap` ends what has begun. Throws
 * WrongPhase where another run has changed the generations since.
 */
export async function swap(
  engines: Engines,
  compared: ReadonlyMap<ReadModelName, Registration>,
): Promise<void> {
  const all = await readAll(engines, [...compared.keys()], ['filling']);
  for (const [model, { registration }] of all)
    if (!isDeepStrictEqual(registration, compared.get(model))) throw changedMeanwhile(model);
  await serveOther(engines, all, 'filling');
}

/** Serves what was served before the swap, as it does. Throws WrongPhase, and has changed nothing, where one is lost. */
export async function rollBack(engines: Engines, models: readonly ReadModelName[]): Promise<void> {
  const { client, namespace } = engines;
  const all = await readAll(engines, models, ['swapped']);
  const lost: string[] = [];
  for (const [model, { registration }] of all)
    if (
      !(await client.indices.exists({ index: generationName(namespace, model, registration.other!.number) }))
    )
      lost.push(
        `the generation of ${model} before the rebuild is lost: --finish does without it; to roll back others, name them`,
      );
  if (lost.length > 0) throw new WrongPhase(lost.join('\n'));
  await serveOther(engines, all, 'swapped');
}

async function serveOther(
  engines: Engines,
  all: readonly [ReadModelName, StoredRegistration][],
  from: Swappable,
): Promise<void> {
  const { client, namespace } = engines;
  const moves = all.map(([model, { registration }]) => ({
    alias: aliasName(namespace, model),
    from: generationName(namespace, model, registration.served.number),
    to: generationName(namespace, model, registration.other!.number),
  }));
  // Searchable before it is searched: what was confirmed in the one must be found in the other.
  await client.indices.refresh({ index: moves.map(({ to }) => to) });
  await client.indices.updateAliases({
    actions: moves.flatMap(({ alias, from, to }) => [
      { remove: { index: from, alias } },
      { add: { index: to, alias } },
    ]),
  });
  for (const [model, stored] of all) await exchange(engines, model, stored, from);
}

/**
 * Registers what a swap has moved that died before it did so itself; until then the registry names as `other` what is
 * served, and must not be acted upon. Answers of which read models.
 */
export async function endSwap(engines: Engines): Promise<ReadModelName[]> {
  const { client, namespace } = engines;
  const ended: ReadModelName[] = [];
  for (const model of rebuildable) {
    const stored = await readRegistration(client, namespace, model);
    const { other, phase } = stored.registration;
    if (other === null || !isSwappable(phase)) continue;
    const index = generationName(namespace, model, other.number);
    if (!(await client.indices.existsAlias({ index, name: aliasName(namespace, model) }))) continue;
    await exchange(engines, model, stored, phase);
    ended.push(model);
  }
  return ended;
}

export const describeEnded = (ended: readonly ReadModelName[]): string =>
  `${ended.join(', ')}: a run had died in its swap, which is ended now`;

const isSwappable = (phase: Phase): phase is Swappable => Object.hasOwn(swapped, phase);

async function exchange(
  { client, namespace }: Engines,
  model: ReadModelName,
  stored: StoredRegistration,
  from: Swappable,
): Promise<void> {
  const { served, other, lastNumber } = stored.registration;
  const registration: Registration = { served: other!, other: served, lastNumber, phase: swapped[from] };
  await registerNext(client, namespace, model, registration, stored).catch(async (error: unknown) => {
    // Another command has ended this very swap meanwhile.
    const now = await readRegistration(client, namespace, model);
    if (!isDeepStrictEqual(now.registration, registration)) throw error;
  });
}

/**
 * Ends the double writes and deletes every generation that is not served, also what a run that died here has left; after
 * that nothing can be rolled back. Throws WrongPhase, and has changed nothing, when one is in none of these phases.
 */
export async function finish(
  engines: Engines,
  models: readonly ReadModelName[],
  phases: readonly Phase[],
): Promise<void> {
  const { client, namespace } = engines;
  for (const [model, stored] of await readAll(engines, models, phases)) {
    const registration: Registration = { ...stored.registration, other: null, phase: 'idle' };
    // Also where it says the same: what another run has read before this, it cannot act upon any more.
    await registerNext(client, namespace, model, registration, stored);
    const left = await leftovers(engines, model);
    const served = generationName(namespace, model, registration.served.number);
    // In one call: the swap of another run, which is not registered any more, may have moved the alias meanwhile.
    await client.indices.updateAliases({
      actions: [
        { add: { index: served, alias: aliasName(namespace, model) } },
        ...left.map((index) => ({ remove_index: { index } })),
      ],
    });
  }
}

/** The indices of a read model whose numbers are used up: no registration names them, nor ever will. */
export async function leftovers({ client, namespace }: Engines, model: ReadModelName): Promise<string[]> {
  const { served, other, lastNumber } = (await readRegistration(client, namespace, model)).registration;
  const numbers = Array.from({ length: lastNumber }, (_, i) => i + 1);
  const usedUp = numbers.filter((number) => number !== served.number && number !== other?.number);
  // By their names: the pattern also fits what belongs to a namespace that is called as these indices are.
  const there = await client.indices.get({ index: everyGeneration(namespace, model) });
  return usedUp
    .map((number) => generationName(namespace, model, number))
    .filter((index) => Object.hasOwn(there, index));
}
