import type { StreamKind } from '../../../schema/events/event.ts';
import type { QueryContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { mergeVectors } from '../../../schema/token.ts';
import { vectorOf } from '../freshness/demand.ts';
import { readRevision } from '../freshness/token.ts';
import { type Document, documentOf } from '../indexer/projections/document.ts';

/**
 * Reads what a federation router refers to by `id revision`, at least as new as that. `kinds` are the streams that the
 * type shows, its own first. Never null, which a router would drop without a word: rejects with NOT_FOUND,
 * READ_MODEL_BEHIND or BAD_USER_INPUT.
 */
export async function readEntity<T>(
  type: string,
  kinds: readonly [StreamKind, ...StreamKind[]],
  { id, revision }: { id: string; revision: string },
  context: QueryContext,
  show: (document: Document) => T | undefined,
): Promise<T> {
  const demanded = context.demanded();
  const vector = mergeVectors(demanded.vector, vectorOf(id, readRevision(revision, kinds)));
  const document = await context.read(documentOf(kinds[0], id), { ...demanded, vector, justWritten: true });
  const entity = document && show(document);
  if (entity === undefined) throw notFound(type, id);
  return entity;
}

/**
 * Reads what a document refers to, if to anything. It was written before the reference was, so that it is there unless it
 * is late: rejects with READ_MODEL_BEHIND then.
 */
export async function readReferred<T>(
  kind: 'category' | 'customer' | 'product',
  id: string | null | undefined,
  context: QueryContext,
  show: (document: Document) => T | undefined,
): Promise<T | null> {
  if (id == null) return null;
  const demanded = context.demanded();
  const written = vectorOf(id, { [kind]: { epoch: 0, revision: 1 } });
  const vector = mergeVectors(demanded.vector, written);
  // A null would not say whether there is none or it is late, however old an answer the client takes.
  const document = await context.read(documentOf(kind, id), { ...demanded, vector, consistency: 'STRONG' });
  return (document && show(document)) ?? null;
}
