import type { ReadModelName } from '../indexer/projections/document.ts';

/** Every kind of index: the read models, and the thumbnails, which no stream owns and no rebuild touches. */
export type IndexKind = ReadModelName | 'images';

/** The alias by which a kind of index is read, and images are written too, for example `tandem-products`. */
export const aliasName = (namespace: string, kind: IndexKind): string => `${namespace}-${kind}`;

/** The index of one generation of a read model, for example `tandem-products-000001`. */
export const generationName = (namespace: string, kind: IndexKind, generation: number): string =>
  `${aliasName(namespace, kind)}-${String(generation).padStart(6, '0')}`;

/** The index or alias that holds a read model. */
export type IndexOf = (model: ReadModelName) => string;

/** What is served: every read model by its alias. */
export const served =
  (namespace: string): IndexOf =>
  (model) =>
    aliasName(namespace, model);

/**
 * The alias by which one generation is written, and nothing else: a write to a generation that is gone fails, instead
 * of creating an index of its name.
 */
export const writeAliasName = (namespace: string, model: ReadModelName, generation: number): string =>
  `${generationName(namespace, model, generation)}-write`;

/**
 * Every generation of a read model there is, served or not; also, what may be read but not deleted, the indices of a
 * namespace that is called `tandem-products-0`.
 */
export const everyGeneration = (namespace: string, model: ReadModelName): string =>
  `${aliasName(namespace, model)}-0*`;

/** The index that tells which generations there are. */
export const registryName = (namespace: string): string => `${namespace}-generations`;
