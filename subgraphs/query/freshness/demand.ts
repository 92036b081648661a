import { parseStream, type StreamKind, streamName } from '../../../schema/events/event.ts';
import { comparePositions, type EntityRevision, type PositionVector } from '../../../schema/revision.ts';
import { mergeVectors } from '../../../schema/token.ts';
import type { Lag } from '../errors.ts';
import {
  type Document,
  type DocumentKey,
  documentOf,
  keyText,
  kindsOf,
  type ReadModelName,
} from '../indexer/projections/document.ts';

/** How new one document must be: positions of its own streams, keyed by kind. */
export interface Demand {
  readonly key: DocumentKey;
  readonly positions: EntityRevision;
}

/** A document is shown by its owning section: who demands another one demands any state of that too. */
const owner: Partial<Record<ReadModelName, EntityRevision>> = {
  products: { product: { epoch: 0, revision: 1 } },
};

/** One demand for each document that shows a stream of the vector. Streams of unknown kinds must have been refused before. */
export function demandsOf(vector: PositionVector): Demand[] {
  const demands = new Map<string, Demand>();
  for (const [stream, position] of Object.entries(vector)) {
    const { kind, id } = parseStream(stream) ?? {};
    if (kind === undefined || id === undefined) throw new Error(`unknown stream ${stream}`);
    const key = documentOf(kind, id);
    const positions = { ...owner[key.model], ...demands.get(keyText(key))?.positions, [kind]: position };
    demands.set(keyText(key), { key, positions });
  }
  return [...demands.values()];
}

/** What the demands say of the streams that a read model shows, which may be another's too: of its documents. */
export function demandsIn(model: ReadModelName, demands: readonly Demand[]): Demand[] {
  const kinds = kindsOf(model);
  return demands.flatMap(({ key: { id }, positions }) => {
    const own = kinds.flatMap((kind) => (positions[kind] === undefined ? [] : [[kind, positions[kind]]]));
    return own.length === 0 ? [] : [{ key: { model, id }, positions: Object.fromEntries(own) }];
  });
}

/** What the vectors together demand of this one document; each is asked for its streams only, however many others it has. */
export function demandOn(key: DocumentKey, vectors: readonly PositionVector[]): Demand {
  const own = (vector: PositionVector): PositionVector =>
    Object.fromEntries(
      kindsOf(key.model).flatMap((kind) => {
        const stream = streamName(kind, key.id);
        return vector[stream] === undefined ? [] : [[stream, vector[stream]]];
      }),
    );
  const demands = demandsOf(vectors.map(own).reduce(mergeVectors, {}));
  return demandsIn(key.model, demands)[0] ?? { key, positions: {} };
}

/** The vector of an entity's own streams, for example `{ 'stock-7': … }` of `stock@0.17`. */
export const vectorOf = (id: string, revision: EntityRevision): PositionVector =>
  Object.fromEntries(Object.entries(revision).map(([kind, position]) => [streamName(kind, id), position]));

/** The first stream that the document does not show as far as demanded; undefined when there is none. */
export function lagOf(document: Document | undefined, { key, positions }: Demand): Lag | undefined {
  for (const [kind, demanded] of Object.entries(positions) as [StreamKind, Lag['demanded']][]) {
    const section = document?.[kind];
    if (section !== undefined && comparePositions(section, demanded) >= 0) continue;
    const present = section && { epoch: section.epoch, revision: section.revision };
    return { stream: streamName(kind, key.id), demanded, present };
  }
  return undefined;
}
