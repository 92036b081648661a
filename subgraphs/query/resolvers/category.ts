import type { Category, CategoryResolvers } from '../../../schema/generated/query.ts';
import { encodeRevision } from '../../../schema/revision.ts';
import type { QueryContext } from '../context.ts';
import type { Document } from '../indexer/projections/document.ts';
import { latest } from './latest.ts';
import { readEntity } from './reference.ts';

/** What the API shows of a category document; undefined until the category has arrived. */
export function toCategory({ category }: Document): Category | undefined {
  if (category === undefined) return undefined;
  const { id, name, parentId } = category;
  return { id, name, parentId, revision: encodeRevision({ category }), updatedAt: latest(category) };
}

export const categoryResolvers: CategoryResolvers<QueryContext> = {
  __resolveReference: (reference, context) =>
    readEntity('Category', ['category'], reference, context, toCategory),
};
