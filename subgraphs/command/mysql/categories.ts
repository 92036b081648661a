import { type Ancestry, type Category, MAX_LEVELS } from '../domain/category.ts';
import type { Change } from '../domain/decision.ts';
import type { Connection } from './connect.ts';
import { saveRows, selectByIds, type Statement } from './statements.ts';

export async function lockCategory(connection: Connection, id: string): Promise<Category | undefined> {
  const [row] = await selectByIds<{ id: string; revision: number; name: string; parent_id: string | null }>(
    connection,
    'SELECT id, revision, name, parent_id FROM category WHERE id IN (?) FOR UPDATE',
    [id],
  );
  if (row === undefined) return undefined;
  const { revision, name, parent_id: parentId } = row;
  return { kind: 'category', id, revision, state: { categoryId: id, name, parentId } };
}

/** Holds the shape of the forest until the transaction ends: taken before the ancestry is read. */
export async function lockForest(connection: Connection): Promise<void> {
  await connection.query('SELECT one FROM category_forest FOR UPDATE');
}

/** The category, its parent, and so on up to the root; empty when there is no such category. */
export async function ancestry(connection: Connection, id: string | null): Promise<Ancestry> {
  const rows = await selectByIds<{ id: string }>(
    connection,
    `WITH RECURSIVE up (id, parent_id, depth) AS (
       SELECT id, parent_id, 1 FROM category WHERE id IN (?)
       UNION ALL SELECT c.id, c.parent_id, up.depth + 1 FROM category c JOIN up ON c.id = up.parent_id WHERE depth < ${MAX_LEVELS}
     ) SELECT id FROM up ORDER BY depth`,
    [id],
  );
  return rows.map((row) => row.id);
}

/** How many levels the category and all below it have; 0 when there is no such category. */
export async function height(connection: Connection, id: string): Promise<number> {
  const [row] = await selectByIds<{ height: number | null }>(
    connection,
    `WITH RECURSIVE down (id, depth) AS (
       SELECT id, 1 FROM category WHERE id IN (?)
       UNION ALL SELECT c.id, depth + 1 FROM category c JOIN down ON c.parent_id = down.id WHERE depth < ${MAX_LEVELS}
     ) SELECT MAX(depth) AS height FROM down`,
    [id],
  );
  return row?.height ?? 0;
}

/** Those of these ids that are categories. */
export async function existingCategories(
  connection: Connection,
  ids: readonly (string | null)[],
): Promise<ReadonlySet<string>> {
  const rows = await selectByIds<{ id: string }>(connection, 'SELECT id FROM category WHERE id IN (?)', ids);
  return new Set(rows.map(({ id }) => id));
}

export const saveCategories = (changes: readonly Change<'category'>[]): Statement[] =>
  saveRows(
    'category',
    { fixed: ['id'], changeable: ['revision', 'name', 'parent_id'] },
    changes,
    ({ id, revision, state: { name, parentId } }) => [id, revision, name, parentId],
  );
