import { describe, expect, it } from 'vitest';
import { buildCategoryTree } from './category-tree.ts';

const category = (id: string, name: string, parentId: string | null = null) => ({ id, name, parentId });
const tree = buildCategoryTree([
  category('home', 'Home & Garden'),
  category('kitchen', 'Kitchen', 'home'),
  category('kettles', 'Electric kettles', 'kitchen'),
  category('lost', 'Lost', 'nowhere'),
]);

describe('the category tree', () => {
  it('knows the way from the root, and what lies below', () => {
    expect(tree.path('kettles')).toEqual(['home', 'kitchen', 'kettles']);
    expect(tree.withDescendants('home')).toEqual(['home', 'kitchen', 'kettles']);
    expect(tree.path('unknown')).toEqual(['unknown']);
    expect(tree.withDescendants('unknown')).toEqual(['unknown']);
    expect(tree.path('lost')).toEqual(['nowhere', 'lost']);
  });

  it('names by the terms of the text, with all below', () => {
    expect(tree.named('kettle')).toEqual(['kettles']);
    expect(tree.named('garden')).toEqual(['home', 'kitchen', 'kettles']);
    expect(tree.named('moon')).toEqual([]);
  });

  it.each([
    ['ket', ['kettles']],
    ['electric ket', ['kettles']],
    ['kitchne', ['kitchen']],
    ['KITCH', ['kitchen']],
    ['kit ele', []],
    ['tchen', []],
  ])('goes on from %s', (text, ids) => {
    expect(tree.like(text)).toEqual(ids);
  });

  it('ends where parents go round in a circle for a moment', () => {
    const circle = buildCategoryTree([category('a', 'A', 'b'), category('b', 'B', 'a')]);
    expect(circle.path('a')).toEqual(['b', 'a']);
    expect(circle.withDescendants('a')).toEqual(['a', 'b']);
  });
});
