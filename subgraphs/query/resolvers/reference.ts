import type { StreamKind } from '../../../schema/events/event.ts';
import type { QueryContext } from '../context.ts';
import { isDocumentId, MAX_ID_BYTES } from '../documents/read.ts';
import { badUserInput, notFound } from '../errors.ts';
import { mergeVectors } from '../../../schema/token.ts';
import type { Place } from '../freshness/demanded.ts';
import { vectorOf } from '../freshness/demand.ts';
import { readRevision } from '../freshness/token.ts';
import { type Document, documentOf } from '../indexer/projections/document.ts';

/**
 * Reads what a federation router refers to by `id revision`, at least as new as that, and so is what is read below it:
 * the answer of a command could not tell that it is old. `kinds` are the streams that the type shows, its own first.
 * Never null, which a router would drop without a word: rejects with NOT_FOUND, READ_MODEL_BEHIND or BAD_USER_INPUT.
 */
export async function readEntity<T>(
  type: string,
  kinds: readonly [StreamKind, ...StreamKind[]],
  { id, revision }: { id: string; revision?: string | null },
  context: QueryContext,
  place: Place,
  show: (document: Document) => T | undefined,
): Promise<T> {
  if (!isDocumentId(id)) throw badUserInput('id', `must have 1 to ${MAX_ID_BYTES} bytes`);
  const demanded = context.demanded(place, { consistency: 'STRONG' });
  const vector = mergeVectors(demanded.vector, vectorOf(id, readRevision(revision, kinds)));
  // Without a revision nothing is demanded, and what is there is read at once.
  const justWritten = revision != null;
  const document = await context.read(documentOf(kinds[0], id), { ...demanded, vector, justWritten });
  const entity = document && show(document);
  if (entity === undefined) throw notFound(type, id);
  return entity;
}

/**
 * Reads what a document refers to, if to anything, as new as the fields around demand. It was written before the
 * reference was, so that it is there unless it is late: rejects with READ_MODEL_BEHIND then, however old an answer the
 * client takes, since a null would not say whether there is none.
 */
export async function readReferred<T>(
  kind: 'category' | 'customer' | 'product',
  id: string | null | undefined,
  context: QueryContext,
  place: Place,
  show: (document: Document) => T | undefined,
): Promise<T | null> {
  if (id == null) return null;
  const key = documentOf(kind, id);
  const demanded = context.demanded(place);
  const vector = mergeVectors(vectorOf(id, { [kind]: { epoch: 0, revision: 1 } }), demanded.vector);
  const document = await context.read(key, { ...demanded, vector });
  const shown = document && show(document);
  if (shown !== undefined || demanded.consistency === 'STRONG') return shown ?? null;
  const strong = await context.read(key, { ...demanded, vector, consistency: 'STRONG' });
  return (strong && show(strong)) ?? null;
}
