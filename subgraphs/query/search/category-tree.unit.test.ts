import { describe, expect, it } from 'vitest';
import { buildCategoryTree } from './category-tree.ts';

const stamp = { epoch: 0, revision: 1, occurredAt: '2026-01-01T00:00:00.000Z' };
const category = (id: string, name: string, parentId: string | null = null) => ({
  ...stamp,
  ...{ id, name, parentId },
});
const ids = (categories: readonly { readonly id: string }[]) => categories.map(({ id }) => id);
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

  it('begins with those that have nothing above them, and knows what is right below', () => {
    expect(ids(tree.roots)).toEqual(['home']);
    expect(ids(tree.children('home'))).toEqual(['kitchen']);
    expect(ids(tree.children('kettles'))).toEqual([]);
    expect(ids(tree.children('unknown'))).toEqual([]);
  });

  it('is sorted by name as people read it, then by id', () => {
    const names = ['zebra', 'Apple', 'Émile', 'apple', 'Zoo', 'emu'].map((name) => category(name, name));
    const same = ['2', '1'].map((id) => category(id, 'Same', 'Zoo'));
    const sorted = buildCategoryTree([...same, ...names]);
    expect(ids(sorted.roots)).toEqual(['apple', 'Apple', 'Émile', 'emu', 'zebra', 'Zoo']);
    expect(ids(sorted.children('Zoo'))).toEqual(['1', '2']);
  });

  it('shows one that came before its parent below that, and not as a root', () => {
    expect(ids(tree.roots)).not.toContain('lost');
    const found = buildCategoryTree([category('lost', 'Lost', 'nowhere'), category('nowhere', 'Nowhere')]);
    expect(ids(found.roots)).toEqual(['nowhere']);
    expect(ids(found.children('nowhere'))).toEqual(['lost']);
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
    expect(circle.roots).toEqual([]);
    expect(ids(circle.children('a'))).toEqual(['b']);
  });
});
