import type { CategorySection } from '../indexer/projections/document.ts';
import { goesOn, wordsOf } from './analysis.ts';
import type { CategoriesNamed } from './match.ts';

/** All categories at one moment, to browse and to find products by: where each lies and what it is called. */
export interface CategoryTree {
  /** The ids from the root to this one; just itself when it is not known here. */
  readonly path: (id: string) => readonly string[];
  /** Those without a parent, by name. From here on down each is met once, and those of a circle never. */
  readonly roots: readonly CategorySection[];
  /** Those right below, by name. */
  readonly children: (id: string) => readonly CategorySection[];
  /** This category and all below it; just itself when it is not known here. */
  readonly withDescendants: (id: string) => readonly string[];
  /** Those whose own name has this term, and all below them. */
  readonly named: CategoriesNamed;
  /** Those whose name has a word that goes on like each word of the text, perhaps with a letter wrong; the shortest names first. */
  readonly like: (text: string) => readonly string[];
}

/** Deeper paths are cut: events may arrive in an order that shows a cycle for a moment. */
export const MAX_DEPTH = 50;

/** As people look for names, whatever the language: upper and lower case together. */
const collator = new Intl.Collator('und');
const byName = (a: CategorySection, b: CategorySection): number =>
  collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);

export function buildCategoryTree(categories: readonly CategorySection[]): CategoryTree {
  const byId = new Map(categories.map((category) => [category.id, category]));
  const children = Map.groupBy(categories.toSorted(byName), ({ parentId }) => parentId);
  const words = categories.map((category) => ({ category, words: wordsOf(category.name) }));
  const byTerm = new Map<string, Set<string>>();
  for (const { category, words: some } of words)
    for (const term of some.flatMap(({ terms }) => terms))
      byTerm.set(term, (byTerm.get(term) ?? new Set()).add(category.id));

  function withDescendants(id: string): string[] {
    const found = new Set([id]);
    // A set is walked through to what is added meanwhile.
    for (const parent of found) for (const child of children.get(parent) ?? []) found.add(child.id);
    return [...found];
  }
  return {
    withDescendants,
    roots: children.get(null) ?? [],
    children: (id) => children.get(id) ?? [],
    path(id) {
      const path = [id];
      for (
        let up = byId.get(id)?.parentId;
        up != null && path.length < MAX_DEPTH;
        up = byId.get(up)?.parentId
      ) {
        if (path.includes(up)) break;
        path.unshift(up);
      }
      return path;
    },
    named: (term) => [...new Set([...(byTerm.get(term) ?? [])].flatMap(withDescendants))],
    like(text) {
      const typed = wordsOf(text).map(({ spelt }) => spelt);
      return words
        .filter((entry) => typed.every((start) => entry.words.some(({ spelt }) => goesOn(spelt, start))))
        .map(({ category }) => category)
        .sort((a, b) => a.name.length - b.name.length || (a.id < b.id ? -1 : 1))
        .map(({ id }) => id);
    },
  };
}
