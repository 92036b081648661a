import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from './cursor.ts';

describe('a cursor', () => {
  it('carries its sort position', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), fc.string(), (date, id) => {
        expect(decodeCursor('newest', encodeCursor('newest', [date.getTime(), id]))).toEqual([
          date.getTime(),
          id,
        ]);
      }),
    );
    expect(decodeCursor('relevance', encodeCursor('relevance', [1.5, 'p']))).toEqual([1.5, 'p']);
  });

  it('of another order is refused', () => {
    expect(() => decodeCursor('relevance', encodeCursor('newest', [1, 'p']))).toThrow('after');
  });

  const text = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each([
    '',
    '%%%',
    'x'.repeat(5_000),
    text(null),
    text({}),
    text(['newest', 1]),
    text(['newest', '1', 'p']),
    text(['newest', 1, 2]),
    text(['newest', 1.5, 'p']),
    text(['newest', 9e15, 'p']),
    text(['newest', 1, 'p', 'more']),
  ])('that is broken is refused (%#)', (cursor) => {
    expect(() => decodeCursor('newest', cursor)).toThrow('after: not a cursor of this list');
  });

  it('never breaks on any text', () => {
    fc.assert(
      fc.property(fc.string(), (garbage) => {
        expect(() => decodeCursor('newest', garbage)).toThrow('not a cursor');
      }),
    );
  });
});
