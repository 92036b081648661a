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

/** Every kind of index: the read models, and the thumbnails, which no stream owns and no rebuild touches. */
export type IndexKind = ReadModelName | 'images';

/** The alias by which a read model is read and written, for example `tandem-products`. */
export const aliasName = (namespace: string, kind: IndexKind): string => `${namespace}-${kind}`;

/** The index of one generation of a read model, for example `tandem-products-000001`. */
export const generationName = (namespace: string, kind: IndexKind, generation: number): string =>
  `${aliasName(namespace, kind)}-${String(generation).padStart(6, '0')}`;
