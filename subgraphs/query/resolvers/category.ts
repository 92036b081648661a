import type {
  CategoryResolvers,
  QueryRootCategoriesArgs,
  ResolversParentTypes,
} from '../../../schema/generated/query.ts';
import { encodeRevision } from '../../../schema/revision.ts';
import type { QueryContext } from '../context.ts';
import type { Place } from '../freshness/demanded.ts';
import { type CategorySection, type Document, documentOf } from '../indexer/projections/document.ts';
import { MAX_DEPTH } from '../search/category-tree.ts';
import { latest } from './latest.ts';
import { readEntity } from './reference.ts';

type Category = ResolversParentTypes['Category'];

/** What the API shows of a category document; undefined until the category has arrived. */
export const toCategory = ({ category }: Document): Category | undefined => category && show(category);

function show(category: CategorySection): Category {
  const { id, name, parentId } = category;
  return { id, name, parentId, revision: encodeRevision({ category }), updatedAt: latest(category) };
}

/** Where the tree begins. Like what is below, of the copy of the tree, so that the engine is not asked for each. */
export async function findRoots(
  args: QueryRootCategoriesArgs,
  context: QueryContext,
  place: Place,
): Promise<Category[]> {
  const roots = await context.browse(context.demanded(place, args), (tree) => tree.roots);
  return roots.map(show);
}

/**
 * The categories from the root to this one, as they are named and lie now, or as the fields around demand; without those
 * that have not arrived.
 * One request in all when the copy of the tree is right about what lies above, which may be a second old.
 */
export async function readPath(id: string, context: QueryContext, place: Place): Promise<Category[]> {
  const demanded = context.demanded(place);
  const tree = await context.categoryTree();
  // Asked for together; the walk below finds them there.
  for (const above of tree.path(id)) void context.load(documentOf('category', above)).catch(() => {});
  const path: Category[] = [];
  for (let next: string | null = id; next !== null && path.length < MAX_DEPTH;) {
    const document: Document | undefined = await context.read(documentOf('category', next), demanded);
    const category = document && toCategory(document);
    if (category === undefined || path.some((below) => below.id === category.id)) break;
    path.unshift(category);
    next = category.parentId ?? null;
  }
  return path;
}

export const categoryResolvers: CategoryResolvers<QueryContext> = {
  path: ({ id }, _args, context, info) => readPath(id, context, info),
  async children({ id }, _args, context, info) {
    const children = await context.browse(context.demanded(info), (tree) => tree.children(id));
    return children.map(show);
  },
  __resolveReference: (reference, context, info) =>
    readEntity('Category', ['category'], reference, context, info, toCategory),
};
