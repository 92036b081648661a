import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlight } from './highlight.ts';
import { readText } from './text.ts';

const shown = (text: string, query: string) =>
  highlight(text, readText('query', query)!)
    ?.map(({ text: piece, matched }) => (matched ? `[${piece}]` : piece))
    .join('');

describe('a highlight', () => {
  it.each([
    ['Running shoes for runners', 'shoe', 'Running [shoes] for runners'],
    ['Café table', 'cafe', '[Café] table'],
    ['TV 39.6 cm (15.6")', '15,6 inch ', 'TV 39.6 cm ([15.6"])'],
    ['Steel kettle', 'ket', 'Steel [kettle]'],
    ['Steel kettle', 'ketle', 'Steel [kettle]'],
    ['Steel kettle', 'kettle steel', '[Steel] [kettle]'],
    ['Settle the kettle', 'lamp ketle kelp', 'Settle the [kettle]'],
    ['Kit of 12345 kettles', 'kat 12346 ketles', 'Kit of 12345 [kettles]'],
    ['Steel kettle', 'lamp', undefined],
    ['', 'lamp', undefined],
  ])('in %j of %j is %j', (text, query, expected) => {
    expect(shown(text, query)).toBe(expected);
  });

  it('of a long text is an excerpt around the first match, of whole words at its start', () => {
    const text = `${'before '.repeat(100)}kettle${' after'.repeat(1_000)}`;
    const excerpt = shown(text, 'kettle ')!;
    expect(excerpt).toMatch(/^before (before )+\[kettle\] after/);
    expect(excerpt.length).toBeLessThan(310);
  });

  it.each([
    ['without spaces', '新款充电线'.repeat(500), '茶壶'],
    ['of lines', 'before\n'.repeat(500), 'kettle'],
    ['of characters that are two units long', '\u{20000}'.repeat(1_000), '茶'],
    ['of such before one that is not', `${'\u{20000}'.repeat(1_000)}新`, '茶'],
  ])('of a text %s is no longer, and has no half of a character', (_, before, match) => {
    const excerpt = shown(`${before}${match}`, `${match} `)!;
    expect(excerpt.length).toBeLessThan(310);
    expect(excerpt.isWellFormed()).toBe(true);
    expect(before.endsWith(excerpt.slice(0, excerpt.indexOf('[')))).toBe(true);
  });

  it('ends with no half of a character either', () => {
    const after = '\u{20000}'.repeat(1_000);
    const excerpt = shown(`kettle ${after}`, 'kettle ')!;
    expect(excerpt.length).toBeLessThan(310);
    expect(after.startsWith(excerpt.slice('[kettle] '.length))).toBe(true);
  });

  it('ends with the last word that it has whole, whatever matches behind it', () => {
    const excerpt = shown(`A ${'kettle '.repeat(1_000)}`, 'kettle ');
    expect(excerpt).toBe(`A ${'[kettle] '.repeat(42)}kett`);
  });

  it('is always a part of the text, in order', () => {
    const word = fc.constantFrom('kettle', 'steel', 'lamp', 'Café', '15.6"');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 100 }), word, (words, query) => {
        const text = words.join(' ');
        const fragments = highlight(text, readText('query', query)!);
        if (fragments === undefined) {
          expect(words).not.toContain(query);
          return;
        }
        expect(text).toContain(fragments.map((fragment) => fragment.text).join(''));
        expect(fragments.some(({ matched }) => matched)).toBe(true);
      }),
    );
  });
});
