/**
 * Turns text into the terms that are indexed and searched for, in our own code, so that every Elasticsearch, with or
 * without language plug-ins, finds the same (docs/decisions/0010). The fields hold terms with spaces between them.
 */

/** A word of a text: the terms that stand for it, how it is spelt (folded), and where it stands, in UTF-16 units. */
export interface Word {
  readonly terms: readonly string[];
  readonly spelt: string;
  readonly start: number;
  readonly end: number;
}

/** Longer words are cut: no search needs more, and a term of the engine has at most 32,766 bytes. */
const MAX_TERM_CHARACTERS = 64;
const UNITS = [
  ...['mm', 'cm', 'km', 'mg', 'kg', 'ml', 'cl', 'mah', 'wh', 'kwh', 'kw', 'hz', 'khz', 'mhz', 'ghz'],
  ...['kb', 'mb', 'gb', 'tb', 'gbit', 'mbit', 'mp', 'dpi', 'fps', 'rpm', 'db', 'inch'],
];
const unit = new Set(UNITS);
/** Ways to write inches; the bare `in` counts only where it touches the number. */
const inches = new Set(['inch', 'inches', 'in', '"', '″', '”', "''"]);

/** Han and Kana are written without spaces: each character is a word, and a phrase of them keeps their order. */
const character = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`;
const letter = String.raw`(?!${character})\p{L}`;
const ends = String.raw`(?!${letter}|[\p{M}\d])`;
const unitAsWritten = String.raw`(?:${letter})+${ends}`;
// Every repetition of digits is bounded, so that no text makes the search for a match start over and over.
const number = String.raw`\d{1,3}(?:,\d{3}){1,4}(?![.,]?\d)|\d{1,15}[.,]\d{1,9}(?![.,]?\d)|\d{1,15}${ends}`;
const pattern = new RegExp(
  [
    String.raw`(?<number>${number})(?:(?<mark>["″”]|'')|[ \u00a0-]?(?<unit>${unitAsWritten}))?`,
    String.raw`(?<glued>\d{1,15})(?<gluedUnit>${unitAsWritten})`,
    character,
    String.raw`(?:(?!${character})[\p{L}\p{M}\p{N}])+(?:['’]s(?![\p{L}\d]))?`,
  ].join('|'),
  'gu',
);

/** The words of a text, in order. A quantity with its unit is one word: `4 GB`, `15,6 inch`, `15.6"`. */
export const wordsOf = (text: string): Word[] => [...readWords(text)];

/** As wordsOf, for who may stop before the end of the text. */
export function* readWords(text: string): Generator<Word> {
  for (const match of text.matchAll(pattern))
    for (const word of readMatch(match)) if (word.terms.every((term) => term !== '')) yield word;
}

function readMatch(match: RegExpExecArray): Word[] {
  const { number: plain, mark, unit: loose, glued, gluedUnit } = match.groups ?? {};
  const [whole] = match;
  const start = match.index;
  const amount = plain === undefined ? (glued ?? '') : plainNumber(plain);
  const suffix = mark ?? loose ?? gluedUnit ?? '';
  const measured = unitOf(suffix, whole.length === (plain ?? glued ?? '').length + suffix.length);
  if (measured !== undefined) {
    const spelt = amount + measured;
    return [{ terms: [amount, spelt], spelt, start, end: start + whole.length }];
  }
  if (plain === undefined) return [wordAt(whole, start)];
  const quantity = { terms: [amount], spelt: amount, start, end: start + plain.length };
  return suffix === '' ? [quantity] : [quantity, wordAt(suffix, start + whole.length - suffix.length)];
}

function wordAt(text: string, start: number): Word {
  const spelt = fold(text.replace(/['’]s$/, ''));
  return { terms: [stem(spelt)], spelt, start, end: start + text.length };
}

/** The terms of a text as they are indexed: a quantity counts with its unit and without. */
export const indexedTerms = (text: string): string[] => wordsOf(text).flatMap(({ terms }) => terms);

/** A SKU, model number or EAN as it is compared: letters and digits only. Empty when there are none. */
export const code = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]+/gu, '');

/** Without case, accents and other marks: `Café` and `cafe` are the same. */
export function fold(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}\s]+/gu, '')
    .toLowerCase();
  const spelt = plain.replace(/[ßæœøđðłþı]/g, (letter) => LETTERS[letter] ?? letter);
  // A character that would be cut in half goes whole.
  return spelt
    .toWellFormed()
    .slice(0, MAX_TERM_CHARACTERS)
    .replace(/[\ud800-\udbff]$/, '');
}

/** Letters that Unicode does not take apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' },
};

/** Takes English plurals off, and does the same to a singular that would differ: `shoes` and `shoe` both give `sho`. */
export function stem(term: string): string {
  if (term.length < 4 || /[^a-z]/.test(term)) return term;
  if (/(?:[^aeiou])ies$/.test(term)) return `${term.slice(0, -3)}y`;
  if (/(?:ch|sh|x|ss|zz)es$/.test(term)) return term.slice(0, -2);
  if (/oes?$/.test(term)) return term.replace(/oes?$/, 'o');
  if (/[^su]s$/.test(term) && !term.endsWith('is')) return term.slice(0, -1);
  return term;
}

function unitOf(text: string, touches: boolean): string | undefined {
  const folded = text.toLowerCase();
  if (inches.has(folded) && (folded !== 'in' || touches)) return 'inch';
  return unit.has(folded) ? folded : undefined;
}

/** `1,500` is a thousand and a half, `15,6` is fifteen point six. */
const plainNumber = (text: string): string =>
  (/^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.')).slice(
    0,
    MAX_TERM_CHARACTERS,
  );

/** The word begins like this, or with a letter wrong in four or more. Both folded. */
export const goesOn = (word: string, start: string): boolean =>
  word.startsWith(start) ||
  (start.length >= 4 && [-1, 0, 1].some((more) => isNear(word.slice(0, start.length + more), start)));

/** One letter but the first wrong, missing, too many or swapped with its neighbour. Never so with digits. */
export function isNear(a: string, b: string): boolean {
  if (a[0] !== b[0] || Math.abs(a.length - b.length) > 1 || /\d/.test(b)) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const [restA, restB] = [a.slice(i), b.slice(i)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
