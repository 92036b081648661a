import {
  BrowseCategoriesDocument,
  DefineCategoryDocument,
  GetCategoryDocument,
} from '../../../schema/generated/operations.ts';
import type { GraphqlClient } from '../../client.ts';
import { keyOf } from '../bulk.ts';
import type { Reason } from '../report.ts';

/** Thrown where a category cannot be defined. */
export class CategoryRefused extends Error {
  override readonly name = 'CategoryRefused';
  readonly reason: Reason;
  constructor(reason: Reason, path: readonly string[]) {
    const message = `the category ${JSON.stringify(path)} was refused: ${reason.message}`;
    super(message);
    this.reason = { code: reason.code, message };
  }
}

/** The id of the category at a path of names from a root down; null for an empty one. Rejects with CategoryRefused. */
export type CategoryAt = (path: readonly string[]) => Promise<string | null>;

/**
 * Defines what the read model does not show of a path. The key of that command is all that it says, which for a day makes
 * no second one, though the read model be behind, or a run have been killed.
 */
export function createCategoryAt(client: GraphqlClient): CategoryAt {
  const known = new Map<string, Promise<string | null>>();

  async function find(path: readonly string[]): Promise<string | null> {
    const name = path.at(-1);
    if (name === undefined) return null;
    const parentId = await categoryAt(path.slice(0, -1));
    const siblings =
      parentId === null
        ? (await client(BrowseCategoriesDocument, {})).rootCategories
        : (await client(GetCategoryDocument, { id: parentId })).category?.children;
    const there = siblings?.find((sibling) => sibling.name === name);
    if (there !== undefined) return there.id;
    const category = { name, parentId };
    const input = { idempotencyKey: keyOf(category), ...category };
    const { categoryId, userErrors } = (await client(DefineCategoryDocument, { input })).defineCategory;
    if (categoryId === null) throw new CategoryRefused(userErrors[0]!, path);
    return categoryId;
  }

  function categoryAt(path: readonly string[]): Promise<string | null> {
    const key = JSON.stringify(path);
    const found = known.get(key) ?? find(path);
    known.set(key, found);
    return found;
  }
  return categoryAt;
}
