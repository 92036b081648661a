import type { Client, estypes } from '@elastic/elasticsearch';
import type { Logger } from 'pino';
import { type ReadModelName, readModelNames } from '../indexer/projections/document.ts';
import { latestVersion } from '../indexer/projections/versions.ts';
import { MAX_TIMEOUT_MS } from './client.ts';
import { indexSettings, mappingOf, withoutIdFilter } from './mappings.ts';
import {
  aliasName,
  everyGeneration,
  generationName,
  type IndexKind,
  registryName,
  writeAliasName,
} from './names.ts';
import { isRefused, unless } from './outage.ts';
import { ensureRegistry, isRegistered, readRegistration, readRegistry, registerFirst } from './registry.ts';

/**
 * Gives every read model an index that is served: the first generation, or an empty one in place of the one that is
 * registered and was lost, which is logged as an error. Any number of processes may do so at once.
 */
export async function ensureIndices(
  client: Client,
  namespace: string,
  log: Pick<Logger, 'error'>,
): Promise<void> {
  await ensureRegistry(client, namespace);
  await Promise.all(readModelNames.map((model) => ensureReadModel(client, namespace, model, log)));
}

async function ensureReadModel(
  client: Client,
  namespace: string,
  model: ReadModelName,
  log: Pick<Logger, 'error'>,
): Promise<void> {
  const alias = aliasName(namespace, model);
  // First: what another process makes just now has its alias before it is registered, and is not lost.
  const registration = (await isRegistered(client, namespace, model))
    ? (await readRegistration(client, namespace, model)).registration
    : undefined;
  // The alias is asked, not the index: while there is a rebuild it is always on one of the two.
  const aliased = await servedNumber(client, namespace, model);
  if (aliased !== undefined && registration !== undefined) return;
  const number = registration?.served.number ?? aliased ?? 1;
  const index = generationName(namespace, model, number);
  if (registration !== undefined)
    log.error(
      { index },
      'the index was lost, and an empty one is served: ' +
        (registration.phase === 'swapped'
          ? 'npm run rebuild -- --rollback serves the one before it'
          : 'npm run verify -- --repair fills it'),
    );
  if (aliased === undefined) await createGeneration(client, namespace, model, number, { [alias]: {} });
  // An index that was there, also of before there was a registry, may lack them.
  for (const name of [alias, writeAliasName(namespace, model, number)])
    await client.indices.putAlias({ index, name }, { requestTimeout: MAX_TIMEOUT_MS });
  if (registration !== undefined) return;
  const first = { number, version: latestVersion(model) };
  await registerFirst(client, namespace, model, first, await highestNumber(client, namespace, model));
}

/** Which generation the alias serves; undefined where there is no such alias. */
async function servedNumber(
  client: Client,
  namespace: string,
  model: ReadModelName,
): Promise<number | undefined> {
  const name = aliasName(namespace, model);
  if (!(await client.indices.existsAlias({ name }))) return undefined;
  const [index] = Object.keys(await client.indices.getAlias({ name }));
  return Number(index!.slice(name.length + 1));
}

/** Of the generations that are there: of what was never registered, or is not any more, they are all that tells of it. */
export async function highestNumber(
  client: Client,
  namespace: string,
  model: ReadModelName,
): Promise<number> {
  const there = await client.indices.getAlias({ index: everyGeneration(namespace, model) });
  const numbers = Object.keys(there).map((index) =>
    Number(index.slice(aliasName(namespace, model).length + 1)),
  );
  // The pattern also fits what belongs to a namespace that is called as these indices are.
  return Math.max(...numbers.filter(Number.isInteger));
}

/** Creates one generation of a read model where it is missing. */
export async function createGeneration(
  client: Client,
  namespace: string,
  model: ReadModelName,
  generation: number,
  aliases: Record<string, estypes.IndicesAlias> = {},
): Promise<void> {
  await createIndex(client, {
    index: generationName(namespace, model, generation),
    aliases: { ...aliases, [writeAliasName(namespace, model, generation)]: {} },
    mappings: mappingOf(model),
    settings: { ...indexSettings, ...withoutIdFilter },
  });
}

/** Creates the one index of a kind that no rebuild touches, unless its alias exists. */
export async function ensureIndex(
  client: Client,
  namespace: string,
  kind: Exclude<IndexKind, ReadModelName>,
  mappings: estypes.MappingTypeMapping,
): Promise<void> {
  const alias = aliasName(namespace, kind);
  if (await client.indices.existsAlias({ name: alias })) return;
  await createIndex(client, {
    index: generationName(namespace, kind, 1),
    aliases: { [alias]: {} },
    mappings,
    settings: indexSettings,
  });
}

async function createIndex(client: Client, request: estypes.IndicesCreateRequest): Promise<void> {
  const create = (settings: estypes.IndicesIndexSettings | undefined) =>
    client.indices
      .create({ ...request, settings }, { requestTimeout: MAX_TIMEOUT_MS })
      .catch(unless('resource_already_exists_exception'));
  await create(request.settings).catch((error: unknown) => {
    if (!isRefused(error, 'illegal_argument_exception', /unknown setting/)) throw error;
    const { bloom_filter_for_id_field: _, ...settings } = request.settings ?? {};
    return create(settings);
  });
}

/** Thrown where a read model has no index that is served: no indexer has run, or Elasticsearch has lost it. */
export class NoIndex extends Error {
  override readonly name = 'NoIndex';
}

/** Resolves when Elasticsearch answers and every alias exists; rejects with the reason, such as NoIndex, otherwise. */
export async function probeIndices(client: Client, namespace: string): Promise<void> {
  for (const model of readModelNames) {
    const alias = aliasName(namespace, model);
    if (!(await client.indices.existsAlias({ name: alias })))
      throw new NoIndex(
        `the alias ${alias} does not exist: start an indexer, again where one runs, which makes its index, ` +
          'and where one was lost, npm run verify -- --repair, which fills it',
      );
  }
}

/**
 * As probeIndices, and rejects too where an index cannot be read or written, also that of a second generation: gone, red,
 * without a master, blocked by a full disk.
 */
export async function probeWritable(client: Client, namespace: string): Promise<void> {
  await probeIndices(client, namespace);
  const registered = await readRegistry(client, namespace);
  const written: string[] = [];
  for (const model of readModelNames) {
    const { served, other, phase } = registered[model];
    written.push(writeAliasName(namespace, model, served.number));
    if (other === null) continue;
    const second = writeAliasName(namespace, model, other.number);
    if (!(await client.indices.existsAlias({ name: second })))
      throw new Error(
        `the alias ${second} does not exist: ` +
          (phase === 'filling'
            ? 'run the rebuild again, or --abort it'
            : 'npm run rebuild -- --finish does without it'),
      );
    written.push(second);
  }
  const index = [registryName(namespace), ...written];
  // Less than the client waits for any answer: that there is no master is one.
  const { indices = {} } = await client.cluster.health({ index, level: 'indices', master_timeout: '3s' });
  const red = Object.keys(indices).filter((name) => indices[name]?.status === 'red');
  if (red.length > 0) throw new Error(`Elasticsearch is red: no copy of ${red.join(', ')} can be read`);
  await probeWrites(client, written);
}

/** Resolves when writes by each of these aliases are taken; changes nothing. */
export async function probeWrites(client: Client, aliases: readonly string[]): Promise<void> {
  // Refused where any write is; finds no document, and changes nothing of one.
  const operations = aliases.flatMap((_index) => [{ update: { _index, _id: 'probe' } }, { doc: {} }]);
  const { items } = await client.bulk({ operations, require_alias: true, timeout: '5s' });
  items.forEach(({ update }, i) => {
    if (update?.error !== undefined && update.error.type !== 'document_missing_exception')
      throw new Error(`${aliases[i]} takes no writes: ${update.error.type}: ${update.error.reason}`);
  });
}
