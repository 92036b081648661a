import type { DomainEvent } from '../../../../schema/events/event.ts';
import { type ReadModelName, readModelOf } from './document.ts';
import { type Patch, project } from './project.ts';

/** How one read model shows an event; undefined when it shows nothing of it. */
export type Projection = (event: DomainEvent) => Patch | undefined;

/** The projection of project.ts, as far as it concerns this read model. */
const asProjected =
  (model: ReadModelName): Projection =>
  (event) =>
    readModelOf[event.kind] === model ? project(event) : undefined;

/**
 * The projections that generations are written with, by version. A generation keeps the version it was made with; the
 * highest is that of the next one. An older version stays here until no generation has it. docs/read-models.md tells
 * how to add one.
 */
export const projections: Readonly<Record<ReadModelName, Readonly<Record<number, Projection>>>> = {
  products: { 1: asProjected('products') },
  insights: { 1: asProjected('insights') },
  categories: { 1: asProjected('categories') },
  orders: { 1: asProjected('orders') },
  customers: { 1: asProjected('customers') },
  reviews: { 1: asProjected('reviews') },
  batches: { 1: asProjected('batches') },
  status: { 1: asProjected('status') },
};

export const latestVersion = (model: ReadModelName): number =>
  Math.max(...Object.keys(projections[model]).map(Number));

/** A generation is to be written as this program does not know: a newer one has made it. */
export class UnknownProjection extends Error {
  override readonly name = 'UnknownProjection';
}

/** Throws UnknownProjection. */
export function projectionOf(model: ReadModelName, version: number): Projection {
  const projection = projections[model][version];
  if (projection === undefined)
    throw new UnknownProjection(
      `the read model ${model} is written by projection ${version}, which this program has not`,
    );
  return projection;
}
