import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, indexedTerms, wordsOf } from './analysis.ts';
import { readText } from './text.ts';

const searchedTerms = (text: string): string[] => [...readText('search', text)!.terms];

describe('what is searched for finds what is indexed:', () => {
  it.each([
    ['shoes', 'shoe'],
    ['Shoe', 'SHOES'],
    ['batteries', 'Battery'],
    ['switches', 'switch'],
    ['boxes', 'box'],
    ['cases', 'case'],
    ['potatoes', 'potato'],
    ['cafe', 'Café'],
    ['CAFÉ', 'cafe'],
    ['Strasse', 'Straße'],
    ['15,6 inch', '15.6"'],
    ['15.6 inches', '39.6 cm (15.6")'],
    ['15.6-inch', '15,6 inch'],
    ['15.6in', '15.6″'],
    ['15.6', '15.6"'],
    ['4GB', '4 GB'],
    ['4 gb', '4GB'],
    ['1500mah', '1,500 mAh'],
    ["women's", 'women'],
    ['wi fi', 'Wi-Fi'],
    ['ﬁle', 'file'],
    ['连衣裙', '2024新款连衣裙'],
    ['充电线', 'USB 3.0 充电线'],
    ['电视 4k', '4K电视'],
    ['500 ml', '500ml装'],
    ['コーヒー', '3 個入りコーヒー'],
    ['3 개', '양말 3 개'],
  ])('%s finds %s', (searched, indexed) => {
    const terms = searchedTerms(searched);
    expect(terms.length).toBeGreaterThan(0);
    expect(indexedTerms(indexed)).toEqual(expect.arrayContaining(terms));
  });

  it.each([
    ['4gb', '4 cats and 8 GB'],
    ['bus', 'bu'],
    ['glass', 'glas'],
    ['16', '6'],
  ])('%s does not find %s', (searched, indexed) => {
    expect(indexedTerms(indexed)).not.toEqual(expect.arrayContaining(searchedTerms(searched)));
  });
});

describe('a text', () => {
  it('keeps the order of its words, and tells where they stand', () => {
    const text = 'Café: 15,6 inch, 2 cups';
    expect(wordsOf(text).map(({ terms, start, end }) => [text.slice(start, end), terms])).toEqual([
      ['Café', ['cafe']],
      ['15,6 inch', ['15.6', '15.6inch']],
      ['2', ['2']],
      ['cups', ['cup']],
    ]);
  });

  it.each([
    ['電子レンジ', ['電', '子', 'レ', 'ン', 'シ']],
    ['3D打印机', ['3d', '打', '印', '机']],
    ['3 個', ['3', '個']],
  ])('in Han or Kana has a word for each character, also behind a number: %s', (text, terms) => {
    expect(indexedTerms(text)).toEqual(terms);
  });

  it.each(['', '*** AND "', '\ud800', '😀', '\u0000'])(
    'without a word has no terms, or harmless ones (%#)',
    (text) => {
      for (const term of indexedTerms(text)) expect(term).toMatch(/^[a-z]+$/);
    },
  );

  it('gives terms without spaces, of bounded length, whose words lie in the text one after the other', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        let last = 0;
        for (const { terms, start, end } of wordsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
          for (const term of terms) {
            expect(term).toMatch(/^\S+$/);
            expect(term.length).toBeLessThan(100);
          }
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('has no half of a character in a word that is cut', () => {
    expect(indexedTerms(`a${'\u{1e922}'.repeat(40)}`)).toEqual([`a${'\u{1e922}'.repeat(31)}`]);
    expect(indexedTerms('\u{1e922}'.repeat(40))).toEqual(['\u{1e922}'.repeat(32)]);
  });

  it('takes time in proportion to its length', () => {
    const start = performance.now();
    for (const text of ['1,'.repeat(50_000), '1.'.repeat(50_000), '9'.repeat(100_000), "a's".repeat(30_000)])
      indexedTerms(text);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

it('a code is compared by its letters and digits', () => {
  expect(code('DV7-1211ea ')).toBe(code('dv7 1211EA'));
  expect(code('***')).toBe('');
});
