import { type Client, errors, type estypes } from '@elastic/elasticsearch';
import type { StreamKind } from '../../../schema/events/event.ts';
import type { Position } from '../../../schema/revision.ts';
import type { IndexOf } from '../documents/names.ts';
import {
  docsOf,
  type Place,
  readItem,
  type ReadResult,
  readStored,
  type StoredDocument,
} from '../documents/read.ts';
import { EngineFailed } from '../documents/outage.ts';
import { withSearchable } from '../documents/searchable.ts';
import { type Document, type DocumentKey, keyText, type Stamp } from './projections/document.ts';
import { merge } from './projections/merge.ts';
import type { Patch } from './projections/project.ts';

/** What became of a patch or of the message that brought it. */
export type Outcome =
  /** The index holds this state or a newer one, on disk. */
  | { readonly kind: 'stored' }
  | Refusal
  /** It may work later: overload, restart, connection. */
  | { readonly kind: 'later'; readonly cause: unknown };

/** No retry will help: the engine refuses the content, or there is nothing to make of it. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: string;
  /** Where, if it came as far. */
  readonly index?: string;
}

/** Writes one patch per document, and tells for each what became of it, in the same order. Never rejects. */
export type Write = (patches: readonly Patch[]) => Promise<Outcome[]>;

/** Hears of the documents that are stored, as they were written or found, by the text of their keys. */
export type Tell = (stored: ReadonlyMap<string, Document>) => void;

/** Two indexers at work on one document seldom meet twice in a row; ten times means something is wrong. */
const MAX_CONFLICTS = 10;

/**
 * Documents that were read before it was known where they are to be written, by index and id. One that has changed
 * since costs a conflict, and is read again.
 */
export type ReadAhead = ReadonlyMap<string, StoredDocument | undefined>;

type Read = (keys: readonly DocumentKey[]) => Promise<ReadResult[]>;

interface Target {
  readonly client: Client;
  readonly indexOf: IndexOf;
  readonly read: Read;
  readonly tell: Tell;
}

interface Writing {
  readonly patch: Patch;
  readonly stored: StoredDocument | undefined;
  readonly merged: Document;
}

/**
 * Merges each patch into its document with one `_mget` and one `_bulk`. Compare-and-set on the document's sequence
 * number makes it safe beside other indexers: on a conflict it reads and merges again. What brings nothing newer is
 * not written. Each index must be named by an alias, so that nothing creates it: a missing one is an outcome 'later'.
 */
export function createWriteTo(
  client: Client,
  indexOf: IndexOf,
  ahead: ReadAhead = new Map(),
  tell: Tell = () => {},
): Write {
  return async (patches) => {
    const outcomes = new Map<Patch, Outcome>();
    let open = patches;
    for (let round = 0; open.length > 0 && round < MAX_CONFLICTS; round++) {
      const read: Read = (keys) => readWith(round === 0 ? ahead : new Map(), client, indexOf, keys);
      await tryWrite({ client, indexOf, read, tell }, open, outcomes);
      open = open.filter((patch) => !outcomes.has(patch));
    }
    return patches.map(
      (patch) =>
        outcomes.get(patch) ?? { kind: 'later', cause: new Error(`${MAX_CONFLICTS} conflicts in a row`) },
    );
  };
}

/** As createWriteTo, for documents most of which are not there yet: it creates them, and merges only where there is one. */
export function createFill(client: Client, indexOf: IndexOf): Write {
  const write = createWriteTo(client, indexOf);
  return async (patches) => {
    const outcomes = new Map<Patch, Outcome>();
    const writings = patches.map((patch) => ({ patch, stored: undefined, merged: patch.document }));
    // What was not created has no outcome then, and is merged, or refused, one by one.
    if (writings.length > 0) await bulk(client, indexOf, writings, outcomes).catch(() => {});
    const open = patches.filter((patch) => outcomes.get(patch)?.kind !== 'stored');
    const merged = await write(open);
    open.forEach((patch, i) => outcomes.set(patch, merged[i]!));
    return patches.map((patch) => outcomes.get(patch)!);
  };
}

/** One round. Sets the outcome of every patch but those that met a conflict. */
async function tryWrite(at: Target, patches: readonly Patch[], outcomes: Map<Patch, Outcome>): Promise<void> {
  try {
    const writings = await prepare(at, patches, outcomes);
    if (writings.length > 0) await bulk(at.client, at.indexOf, writings, outcomes);
    // At once: somebody may read it there from now on, and must not be told of an older one after that.
    const stored = writings.filter(({ patch }) => outcomes.get(patch)?.kind === 'stored');
    if (stored.length > 0) at.tell(new Map(stored.map(({ patch, merged }) => [keyText(patch.key), merged])));
  } catch (cause) {
    const open = patches.filter((patch) => !outcomes.has(patch));
    if (!isRefusal(cause)) setAll(open, { kind: 'later', cause }, outcomes);
    else if (open.length === 1) {
      const index = at.indexOf(open[0]!.key.model);
      setAll(open, { kind: 'refused', reason: reasonOf(cause), index }, outcomes);
    } else {
      // One of them spoils the request: halve it until that one is alone.
      const middle = Math.ceil(open.length / 2);
      await tryWrite(at, open.slice(0, middle), outcomes);
      await tryWrite(at, open.slice(middle), outcomes);
    }
  }
}

async function prepare(
  { read, tell }: Target,
  patches: readonly Patch[],
  outcomes: Map<Patch, Outcome>,
): Promise<Writing[]> {
  const results = await read(patches.map((patch) => patch.key));
  const found = new Map<string, Document>();
  const writings = patches.flatMap((patch, i): Writing[] => {
    const stored = results[i];
    if (stored instanceof Error) {
      outcomes.set(patch, { kind: 'later', cause: stored });
      return [];
    }
    const present = stored?.document ?? {};
    const merged = merge(present, patch.document);
    if (merged !== present) return [{ patch, stored, merged }];
    outcomes.set(patch, { kind: 'stored' });
    found.set(keyText(patch.key), present);
    return [];
  });
  if (found.size > 0) tell(found);
  return writings;
}

async function readWith(
  ahead: ReadAhead,
  client: Client,
  indexOf: IndexOf,
  keys: readonly DocumentKey[],
): Promise<ReadResult[]> {
  const places = docsOf(indexOf, keys).map(placeText);
  const missing = keys.filter((_, i) => !ahead.has(places[i]!));
  if (missing.length === 0) return places.map((place) => ahead.get(place));
  const read = (await readStored(client, indexOf, missing)).values();
  return places.map((place) => (ahead.has(place) ? ahead.get(place) : read.next().value));
}

/** The documents of an `_mget` at these places, as createWriteTo takes them; those that could not be read are left out. */
export const toReadAhead = (
  places: readonly Place[],
  items: readonly estypes.MgetResponseItem<Document>[],
): ReadAhead =>
  new Map(
    places.flatMap((place, i) => {
      const result = readItem(items[i]!);
      return result instanceof Error ? [] : [[placeText(place), result]];
    }),
  );

const placeText = ({ _index, _id }: Place): string => `${_index}/${_id}`;

async function bulk(
  client: Client,
  indexOf: IndexOf,
  writings: readonly Writing[],
  outcomes: Map<Patch, Outcome>,
): Promise<void> {
  const operations = writings.flatMap((writing) => [
    operation(indexOf, writing),
    writing.patch.key.model === 'products' ? withSearchable(writing.merged) : writing.merged,
  ]);
  // Without the timeout a shard that is away would hold the whole batch for a minute.
  const response = await client.bulk({ operations, require_alias: true, timeout: '5s' });
  response.items.forEach((item, i) => {
    const result = item.index ?? item.create;
    const writing = writings[i];
    if (result === undefined || writing === undefined) throw new Error('bulk answered with other items');
    const outcome = outcomeOf(result);
    if (outcome !== 'conflict') outcomes.set(writing.patch, outcome);
  });
}

function operation(indexOf: IndexOf, { patch, stored }: Writing): estypes.BulkOperationContainer {
  const target = { _index: indexOf(patch.key.model), _id: patch.key.id };
  return stored === undefined
    ? { create: target }
    : { index: { ...target, if_seq_no: stored.seqNo, if_primary_term: stored.primaryTerm } };
}

function outcomeOf({ status, error, _index: index }: estypes.BulkResponseItem): Outcome | 'conflict' {
  if (status < 300) return { kind: 'stored' };
  if (status === 409) return 'conflict';
  const reason = `${error?.type}: ${error?.reason} ${error?.caused_by?.reason ?? ''}`.trim();
  return status === 400
    ? { kind: 'refused', reason, index }
    : { kind: 'later', cause: new EngineFailed(status, reason) };
}

/** 400: something in the request is not valid; 413: it is too large. Anything else is the engine's trouble. */
const isRefusal = (error: unknown): boolean =>
  error instanceof errors.ResponseError && (error.statusCode === 400 || error.statusCode === 413);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const setAll = (patches: readonly Patch[], outcome: Outcome, outcomes: Map<Patch, Outcome>): void =>
  patches.forEach((patch) => outcomes.set(patch, outcome));

/** What one section must be, whatever is there now. */
export interface Correction {
  readonly key: DocumentKey;
  readonly kind: StreamKind;
  /** Undefined takes the section away; a document without sections is shown to nobody. */
  readonly section: Stamp | undefined;
  /** Where the section stood when this was decided: if it has moved since, it stays as it is. */
  readonly shown: Position | undefined;
}

/** Writes sections over newer ones, for repairs only. Compare-and-set: a document that somebody else writes meanwhile stays. Answers how many were written. */
export async function forceSections(
  client: Client,
  indexOf: IndexOf,
  corrections: readonly Correction[],
): Promise<number> {
  const results = await readStored(
    client,
    indexOf,
    corrections.map(({ key }) => key),
  );
  const writings = corrections.flatMap(({ key, kind, section, shown }, i): Writing[] => {
    const stored = results[i];
    if (stored instanceof Error) throw stored;
    const { [kind]: present, ...others } = stored?.document ?? {};
    if (present?.epoch !== shown?.epoch || present?.revision !== shown?.revision) return [];
    const merged: Document = section === undefined ? others : { ...others, [kind]: section };
    return [{ patch: { key, document: merged }, stored, merged }];
  });
  const outcomes = new Map<Patch, Outcome>();
  if (writings.length > 0) await bulk(client, indexOf, writings, outcomes);
  return [...outcomes.values()].filter(({ kind }) => kind === 'stored').length;
}
