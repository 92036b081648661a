import { bulkhead, type IPolicy } from 'cockatiel';
import type { DocumentLoader } from '../documents/read.ts';
import { parseStream } from '../../../schema/events/event.ts';
import type { PositionVector } from '../../../schema/revision.ts';
import { mergeVectors } from '../../../schema/token.ts';
import { readModelBehind } from '../errors.ts';
import { type Document, documentOf } from '../indexer/projections/document.ts';
import { type Demand, demandsOf, lagOf } from './demand.ts';
import type { WaitFor, WaitLimits } from './waiter.ts';
import { piecesOf } from '../pieces.ts';

/** Documents of one request that are waited for at once, so that a large one does not take every place. */
const MAX_WAITING_PER_REQUEST = 100;

/** One request's places among those who wait; more of its documents wait for one of them. */
export const createPlaces = (): IPolicy => bulkhead(MAX_WAITING_PER_REQUEST, Infinity);

/** What one request reads documents with. */
export interface Reading extends WaitLimits {
  readonly loader: DocumentLoader;
  readonly places: IPolicy;
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
  const { loader, places, deadline, signal, waitFor } = reading;
  const seen = expected ? undefined : await loader.load(demand.key);
  if (lagOf(seen, demand) === undefined) return seen;
  return await places.execute(async () => {
    signal.throwIfAborted();
    // Another field of the request may have waited for it meanwhile, or there may be time for one look only.
    const isLate = performance.now() >= deadline;
    if (isLate) loader.clear(demand.key);
    const present = expected && !isLate ? undefined : await loader.load(demand.key);
    const lag = lagOf(present, demand);
    if (lag === undefined) return present;
    if (isLate) throw readModelBehind(lag);
    // Whoever takes an old answer takes it as old as it is now, not as it was before the wait.
    const document = await waitFor(demand, present, reading).finally(() => loader.clear(demand.key));
    loader.prime(demand.key, document);
    return document;
  });
}

/** The positions of each `batch-<id>` of the vector, once the batch has arrived. */
export const readBatches = (reading: Reading, vector: PositionVector): Promise<PositionVector[]> =>
  Promise.all(
    Object.keys(vector).flatMap((stream) => {
      const { kind, id } = parseStream(stream) ?? {};
      if (kind !== 'batch' || id === undefined) return [];
      const demand: Demand = { key: documentOf(kind, id), positions: { batch: vector[stream] } };
      return [readFresh(reading, demand).then((document) => document?.batch?.positions ?? {})];
    }),
  );

/**
 * Resolves once all that the vector demands of the documents that are meant can be read by id, with what that is, by way of
 * batches too. Rejects with READ_MODEL_BEHIND.
 */
export async function confirm(
  reading: Reading,
  vector: PositionVector,
  isMeant = (_: Demand) => true,
): Promise<Demand[]> {
  const batches = await readBatches(reading, vector);
  return await confirmAll(reading, demandsOf(batches.reduce(mergeVectors, vector)).filter(isMeant));
}

/** Resolves with these demands once all of them are met. Rejects with READ_MODEL_BEHIND. */
export async function confirmAll(reading: Reading, demands: Demand[]): Promise<Demand[]> {
  for (const some of piecesOf(demands, MAX_WAITING_PER_REQUEST))
    await Promise.all(some.map((demand) => readFresh(reading, demand)));
  return demands;
}
