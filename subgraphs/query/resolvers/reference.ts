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
  const document = await context.read(documentOf(kinds[0], id), { ...demanded, vector });
  const entity = document && show(document);
  if (entity === undefined) throw notFound(type, id);
  return entity;
}
