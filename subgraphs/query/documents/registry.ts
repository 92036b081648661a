import type { Client, estypes } from '@elastic/elasticsearch';
import { type ReadModelName, readModelNames } from '../indexer/projections/document.ts';
import { MAX_TIMEOUT_MS } from './client.ts';
import { indexSettings } from './mappings.ts';
import { registryName } from './names.ts';
import { unless } from './outage.ts';

/** One index of a read model, and the version of the projection that it is written with. */
export interface Generation {
  readonly number: number;
  readonly version: number;
}

/** Which generations of a read model are written. Kept in Elasticsearch, so that it is asked for where it counts. */
export interface Registration {
  /** What its alias serves, but for the moment of a swap. */
  readonly served: Generation;
  /** A second one: on its way to be served, or on its way out. */
  readonly other: Generation | null;
  /** The highest number that a generation ever had: none has it twice. */
  readonly lastNumber: number;
  readonly phase:
    | 'idle'
    /** `other` is being filled. */
    | 'filling'
    /** `other` was served before, and can be again. */
    | 'swapped'
    /** `other` was served between swap and rollback. */
    | 'rolled back';
}

export type Registry = Readonly<Record<ReadModelName, Registration>>;

/** Thrown where nothing is registered: no indexer has run on this Elasticsearch, in this namespace. */
export class NotRegistered extends Error {
  override readonly name = 'NotRegistered';
}

/** A registration as it stands, and the version to write over it. */
export interface StoredRegistration {
  readonly registration: Registration;
  readonly seqNo: number;
  readonly primaryTerm: number;
}

const mappings: estypes.MappingTypeMapping = {
  dynamic: 'strict',
  properties: { text: { type: 'keyword', index: false, doc_values: false } },
};

/** Makes the registry where it is missing. It can be read then. Any number of processes may do so at once. */
export async function ensureRegistry(client: Client, namespace: string): Promise<void> {
  const index = registryName(namespace);
  if (!(await client.indices.exists({ index })))
    await client.indices
      .create({ index, mappings, settings: indexSettings }, { requestTimeout: MAX_TIMEOUT_MS })
      .catch(unless('resource_already_exists_exception'));
  // What another process makes is there before it can be read; until then its status is yellow, not red.
  await client.cluster.health({ index, wait_for_active_shards: 1 }, { requestTimeout: MAX_TIMEOUT_MS });
}

export const isRegistered = (client: Client, namespace: string, model: ReadModelName): Promise<boolean> =>
  client.exists({ index: registryName(namespace), id: model });

/** Registers the generation that is served, where nothing is registered yet. */
export async function registerFirst(
  client: Client,
  namespace: string,
  model: ReadModelName,
  served: Generation,
  lastNumber: number,
): Promise<void> {
  const registration: Registration = { served, other: null, lastNumber, phase: 'idle' };
  await client
    .create({ index: registryName(namespace), id: model, document: toSource(registration) })
    .catch(unless('version_conflict_engine_exception'));
}

/** What an `_mget` asks for to learn what is registered. */
export const registryDocs = (namespace: string): estypes.MgetOperation[] =>
  readModelNames.map((_id) => ({ _index: registryName(namespace), _id }));

/** The answer to `registryDocs`. Throws when something is missing. */
export const toRegistry = (items: readonly estypes.MgetResponseItem<Source>[]): Registry =>
  Object.fromEntries(
    items.map((item, i) => [readModelNames[i], toStored(item, String(readModelNames[i])).registration]),
  ) as Registry;

/** Reads in real time what is registered. Rejects when something is missing or the engine does not answer. */
export const readRegistry = async (client: Client, namespace: string): Promise<Registry> =>
  toRegistry((await client.mget<Source>({ docs: registryDocs(namespace) })).docs);

export async function readRegistration(
  client: Client,
  namespace: string,
  model: ReadModelName,
): Promise<StoredRegistration> {
  const { docs } = await client.mget<Source>({ docs: [{ _index: registryName(namespace), _id: model }] });
  return toStored(docs[0]!, model);
}

/** Registers something else. Rejects when somebody did so since `stored` was read. */
export async function register(
  client: Client,
  namespace: string,
  model: ReadModelName,
  registration: Registration,
  { seqNo, primaryTerm }: StoredRegistration,
): Promise<void> {
  await client.index({
    index: registryName(namespace),
    id: model,
    document: toSource(registration),
    if_seq_no: seqNo,
    if_primary_term: primaryTerm,
    refresh: true,
  });
}

export interface Source {
  readonly text: string;
}
const toSource = (registration: Registration): Source => ({ text: JSON.stringify(registration) });

function toStored(item: estypes.MgetResponseItem<Source>, model: string): StoredRegistration {
  if ('error' in item && item.error.type !== 'index_not_found_exception')
    throw new Error(`registry of generations: ${item.error.reason}`);
  if ('error' in item || item._source === undefined)
    throw new NotRegistered(`no generation of ${model} is registered: has an indexer run?`);
  return {
    registration: JSON.parse(item._source.text) as Registration,
    seqNo: item._seq_no ?? -1,
    primaryTerm: item._primary_term ?? -1,
  };
}
