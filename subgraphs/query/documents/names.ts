import type { ReadModelName } from '../indexer/projections/document.ts';

export const readModelNames = [
  'products',
  'insights',
  'categories',
  'orders',
  'customers',
  'reviews',
  'batches',
  'status',
] as const satisfies ReadModelName[];

/** The alias by which a read model is read and written, for example `tandem-products`. */
export const aliasName = (namespace: string, model: ReadModelName): string => `${namespace}-${model}`;

/** The index of one generation of a read model, for example `tandem-products-000001`. */
export const generationName = (namespace: string, model: ReadModelName, generation: number): string =>
  `${aliasName(namespace, model)}-${String(generation).padStart(6, '0')}`;

/** The index or alias that holds a read model. */
export type IndexOf = (model: ReadModelName) => string;

/** What is served: every read model by its alias. */
export const served =
  (namespace: string): IndexOf =>
  (model) =>
    aliasName(namespace, model);
