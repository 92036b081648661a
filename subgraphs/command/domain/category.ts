import type { CategoryState } from '../../../schema/events/category.ts';
import type { HappeningOf } from '../../../schema/events/event.ts';
import {
  accept,
  acceptUnchanged,
  type Change,
  type Decision,
  type Entity,
  happen,
  notFound,
  type OnExisting,
  onExisting,
  reject,
  type Rejection,
} from './decision.ts';

export type Category = Entity<'category'>;

/** The longest way from a root: readers show no longer one, and whoever walks up to look for a cycle must arrive. */
export const MAX_LEVELS = 50;

export interface DefineCategory {
  readonly categoryId: string;
  readonly name: string;
  readonly parentId: string | null;
}
export interface RenameCategory extends OnExisting {
  readonly categoryId: string;
  readonly name: string;
}
export interface MoveCategory extends OnExisting {
  readonly categoryId: string;
  readonly parentId: string | null;
}

/** The parent that a command names, then its parent, up to the root; empty when there is no such category. */
export type Ancestry = readonly string[];

export function defineCategory(command: DefineCategory, ancestry: Ancestry): Decision {
  const { categoryId, name, parentId } = command;
  if (parentId !== null && ancestry.length === 0) return reject(notFound('category', parentId, ['parentId']));
  if (ancestry.length + 1 > MAX_LEVELS) return reject(tooDeep);
  return accept(
    categoryId,
    next(undefined, categoryId, { type: 'CategoryDefined', data: { categoryId, name, parentId } }),
  );
}

export const renameCategory = (command: RenameCategory, category: Category | undefined): Decision =>
  onExisting('category', command, category, (found) => {
    if (found.state.name === command.name) return acceptUnchanged(found);
    const data = { name: command.name, previousName: found.state.name };
    return accept(found.id, next(found, found.id, { type: 'CategoryRenamed', data }));
  });

/** `height` is how many levels the category and all below it have: 1 when there is nothing below. */
export const moveCategory = (
  command: MoveCategory,
  { category, ancestry, height }: { category: Category | undefined; ancestry: Ancestry; height: number },
): Decision =>
  onExisting('category', command, category, (found) => {
    const { parentId } = command;
    if (parentId !== null && ancestry.length === 0)
      return reject(notFound('category', parentId, ['parentId']));
    if (ancestry.includes(found.id)) {
      const message = 'a category cannot stand below itself';
      return reject({ code: 'CATEGORY_CYCLE', message, path: ['parentId'] });
    }
    if (ancestry.length + height > MAX_LEVELS) return reject(tooDeep);
    if (found.state.parentId === parentId) return acceptUnchanged(found);
    const data = { parentId, previousParentId: found.state.parentId };
    return accept(found.id, next(found, found.id, { type: 'CategoryMoved', data }));
  });

const tooDeep: Rejection = {
  code: 'INVALID_INPUT',
  message: `categories stand at most ${MAX_LEVELS} levels deep`,
  path: ['parentId'],
};

function evolveCategory(state: CategoryState | undefined, happening: HappeningOf<'category'>): CategoryState {
  if (happening.type === 'CategoryDefined') return happening.data;
  if (state === undefined) throw new Error(`${happening.type} before CategoryDefined`);
  switch (happening.type) {
    case 'CategoryRenamed':
      return { ...state, name: happening.data.name };
    case 'CategoryMoved':
      return { ...state, parentId: happening.data.parentId };
  }
}

const next = (
  category: Category | undefined,
  id: string,
  happening: HappeningOf<'category'>,
): Change<'category'> => happen('category', category, id, happening, evolveCategory);
