import type { Client } from '@elastic/elasticsearch';
import type { DomainEvent } from '../../../schema/events/event.ts';
import {
  type Generation,
  registryDocs,
  type Registration,
  type Registry,
  type Source,
  toRegistry,
} from '../documents/registry.ts';
import { docsOf } from '../documents/read.ts';
import { type IndexOf, writeAliasName } from '../documents/names.ts';
import {
  type Document,
  type DocumentKey,
  type ReadModelName,
  readModelNames,
} from './projections/document.ts';
import type { Patch } from './projections/project.ts';
import { projectionOf } from './projections/versions.ts';
import { createWriteTo, type Outcome, type ReadAhead, type Tell, toReadAhead, type Write } from './sink.ts';

/** One generation of each of some read models: how it shows an event, and how it is written. */
export interface Lane {
  readonly models: readonly ReadModelName[];
  project(event: DomainEvent): Patch[];
  readonly write: Write;
}

/**
 * The lanes that everything must be written to, in this order: what is not served comes first, so that nothing is ever
 * seen in the index that is served and missing in the one that takes its place. Ask again for every batch, after it
 * was received: docs/decisions/0041 shows why no batch then misses a lane. The documents with these keys, which will be
 * written next, come in the same answer. Rejects when the engine does not answer.
 */
export type ReadLanes = (next?: readonly DocumentKey[]) => Promise<Lane[]>;

/** `tell` hears of what is stored where it is served. */
export function createLanes(client: Client, namespace: string, tell?: Tell): ReadLanes {
  /** Only to guess where the documents are. */
  let known: Registry | undefined;
  return async (next = []) => {
    const { registry, ahead } = await readBoth(client, namespace, next, known);
    known = registry;
    const doubled = readModelNames.filter((model) => registry[model].other !== null);
    const lane = (
      models: readonly ReadModelName[],
      of: (registration: Registration) => Generation,
      hears?: Tell,
    ): Lane => ({
      models,
      project: projectAs(models.map((model) => [model, of(registry[model]).version])),
      write: createWriteTo(
        client,
        (model) => writeAliasName(namespace, model, of(registry[model]).number),
        ahead,
        hears,
      ),
    });
    const served = lane(readModelNames, (registration) => registration.served, tell);
    return doubled.length === 0 ? [served] : [lane(doubled, ({ other }) => other!), served];
  };
}

/** The registry, and the documents where they were served when it was read last, in one `_mget`. */
async function readBoth(
  client: Client,
  namespace: string,
  keys: readonly DocumentKey[],
  known: Registry | undefined,
): Promise<{ registry: Registry; ahead: ReadAhead }> {
  const registered = registryDocs(namespace);
  const servedBy: IndexOf = (model) => writeAliasName(namespace, model, known![model].served.number);
  const places = known === undefined ? [] : docsOf(servedBy, keys);
  const { docs } = await client.mget<Source & Document>({ docs: [...registered, ...places] });
  return {
    registry: toRegistry(docs.slice(0, registered.length)),
    ahead: toReadAhead(places, docs.slice(registered.length)),
  };
}

function projectAs(versions: readonly (readonly [ReadModelName, number])[]): Lane['project'] {
  const all = versions.map(([model, version]) => projectionOf(model, version));
  return (event) => all.flatMap((projection) => projection(event) ?? []);
}

/** Writes patches as they are to every generation of their read model. What the index that is served takes counts. */
export const createWriteEverywhere =
  (readLanes: ReadLanes): Write =>
  async (patches) => {
    let outcomes: Outcome[] = [];
    for (const { models, write } of await readLanes()) {
      const mine = patches.filter(({ key }) => models.includes(key.model));
      outcomes = await write(mine);
    }
    return outcomes;
  };
