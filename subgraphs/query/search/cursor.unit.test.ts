import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cursor, decodeCursor, encodeCursor, listName, type SortValueKind } from './cursor.ts';

const kinds: SortValueKind[] = ['integer', 'text'];
const list = listName('newest');
const decode = (text: string) => decodeCursor('after', list, kinds, text);

describe('a cursor', () => {
  it('carries its position, its snapshot and how the list was found', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.string({ maxLength: 500 }), fc.boolean(), (value, id, relaxed) => {
        const cursor: Cursor = { values: [value, id], relaxed, snapshot: relaxed ? 'aZ09+/_-==' : undefined };
        expect(decode(encodeCursor(list, cursor))).toEqual(cursor);
      }),
    );
  });

  it('of another list is refused', () => {
    const cursor = { values: [1, 'p'], relaxed: false, snapshot: undefined };
    expect(() => decode(encodeCursor(listName('price'), cursor))).toThrow('after: a cursor of another list');
  });

  const text = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  it.each([
    '',
    '%%%',
    'x'.repeat(20_000),
    Buffer.from('null').toString('base64url'),
    text(),
    text(list, [1, 'p'], false),
    text(list, [1], false, null),
    text(list, ['1', 'p'], false, null),
    text(list, [1, 2], false, null),
    text(list, [1.5, 'p'], false, null),
    text(list, [9e15 + 2 ** 53, 'p'], false, null),
    text(list, [1, 'p', 'more'], false, null),
    text(list, [1, 'x'.repeat(601)], false, null),
    text(list, [1, 'p'], 'no', null),
    text(list, [1, 'p'], false, 'a "snapshot"'),
    text(list, [1, 'p'], false, 7),
  ])('that is broken is refused (%#)', (cursor) => {
    expect(() => decode(cursor)).toThrow('after: not a cursor');
  });

  it('never breaks on any text', () => {
    fc.assert(fc.property(fc.string(), (garbage) => void expect(() => decode(garbage)).toThrow('cursor')));
  });
});
