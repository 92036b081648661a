import type { DocumentLoader } from '../documents/read.ts';
import type { PositionVector } from '../../../schema/revision.ts';
import { type Document, documentOf } from '../indexer/projections/document.ts';
import { mergeVectors } from '../../../schema/token.ts';
import { type Demand, demandsOf, lagOf, parseStream } from './demand.ts';
import type { WaitFor, WaitLimits } from './waiter.ts';

/** Documents of one request that are waited for at once, so that a large batch does not take every place. */
const MAX_WAITING_PER_REQUEST = 100;

/** What one request reads documents with. */
export interface Reading extends WaitLimits {
  readonly loader: DocumentLoader;
  readonly waitFor: WaitFor;
}

/**
 * Reads a document that meets the demand, waiting for it until the deadline; one that is `expected` is not looked for
 * before anything is indexed. Undefined only when nothing is demanded. Rejects with READ_MODEL_BEHIND.
 */
export async function readFresh(
  reading: Reading,
  demand: Demand,
  expected = false,
): Promise<Document | undefined> {
  const { loader, waitFor } = reading;
  const seen = expected ? undefined : await loader.load(demand.key);
  if (lagOf(seen, demand) === undefined) return seen;
  const document = await waitFor(demand, seen, reading);
  loader.clear(demand.key).prime(demand.key, document);
  return document;
}

/** Puts in the place of each `batch-<id>` the positions of the batch, once it has arrived. */
export async function expandBatches(reading: Reading, vector: PositionVector): Promise<PositionVector> {
  const batches = Object.keys(vector).filter((stream) => parseStream(stream)?.kind === 'batch');
  if (batches.length === 0) return vector;
  const rest = Object.entries(vector).filter(([stream]) => !batches.includes(stream));
  const expanded = await Promise.all(
    batches.map(async (stream) => {
      const key = documentOf('batch', parseStream(stream)?.id ?? '');
      const document = await readFresh(reading, { key, positions: { batch: vector[stream] } });
      return document?.batch?.positions ?? {};
    }),
  );
  return expanded.reduce(mergeVectors, Object.fromEntries(rest));
}

/** Resolves once every stream of the vector can be read by id as far as it says. Rejects with READ_MODEL_BEHIND. */
export async function confirm(reading: Reading, vector: PositionVector): Promise<void> {
  const demands = demandsOf(vector);
  for (let start = 0; start < demands.length; start += MAX_WAITING_PER_REQUEST) {
    const some = demands.slice(start, start + MAX_WAITING_PER_REQUEST);
    await Promise.all(some.map((demand) => readFresh(reading, demand)));
  }
}
