import type { Client } from '@elastic/elasticsearch';
import type { DomainEvent } from '../../../schema/events/event.ts';
import { type Generation, readRegistry, type Registration } from '../documents/registry.ts';
import { readModelNames, writeAliasName } from '../documents/names.ts';
import type { ReadModelName } from './projections/document.ts';
import type { Patch } from './projections/project.ts';
import { projectionOf } from './projections/versions.ts';
import { createWriteTo, type Outcome, type Write } from './sink.ts';

/** One generation of each of some read models: how it shows an event, and how it is written. */
export interface Lane {
  readonly models: readonly ReadModelName[];
  project(event: DomainEvent): Patch[];
  readonly write: Write;
}

/**
 * The lanes that everything must be written to, in this order: what is not served comes first, so that nothing is ever
 * seen in the index that is served and missing in the one that takes its place. Ask again for every batch, after it
 * was received: docs/decisions/0041 shows why no batch then misses a lane. Rejects when the engine does not answer.
 */
export type ReadLanes = () => Promise<Lane[]>;

export function createLanes(client: Client, namespace: string): ReadLanes {
  return async () => {
    const registry = await readRegistry(client, namespace);
    const doubled = readModelNames.filter((model) => registry[model].other !== null);
    const lane = (
      models: readonly ReadModelName[],
      of: (registration: Registration) => Generation,
    ): Lane => ({
      models,
      project: projectAs(models.map((model) => [model, of(registry[model]).version])),
      write: createWriteTo(client, (model) => writeAliasName(namespace, model, of(registry[model]).number)),
    });
    const served = lane(readModelNames, (registration) => registration.served);
    return doubled.length === 0 ? [served] : [lane(doubled, ({ other }) => other!), served];
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
