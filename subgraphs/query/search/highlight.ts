import { isNear, readWords, type Word } from './analysis.ts';
import type { SearchedText } from './text.ts';

/** A piece of an excerpt. */
export interface Fragment {
  readonly text: string;
  readonly matched: boolean;
}

/** Characters of an excerpt, and how many of them stand before the first match. */
const MAX_CHARACTERS = 300;
const LEAD_CHARACTERS = 60;
/** What is looked through for matches. */
const MAX_LOOKED_AT = 5_000;

/** An excerpt of the text with what was searched for in it; undefined when there is nothing of it. */
export function highlight(text: string, searched: SearchedText): Fragment[] | undefined {
  const looked = text.slice(0, MAX_LOOKED_AT);
  const isMatch = matcher(searched);
  const matches: Word[] = [];
  let [start, end] = [0, looked.length];
  for (const word of readWords(looked)) {
    if (word.end > end) break;
    if (!isMatch(word)) continue;
    if (matches.length === 0) [start, end] = excerptAround(word, text);
    matches.push(word);
  }
  return matches.length === 0 ? undefined : cut(text, start, end, matches);
}

function excerptAround(match: Word, text: string): [start: number, end: number] {
  const start = text.length <= MAX_CHARACTERS ? 0 : wordStart(text, match.start - LEAD_CHARACTERS);
  return [start, Math.min(text.length, Math.max(wholeUntil(text, start + MAX_CHARACTERS), match.end))];
}

/** There, or before the character that would be cut in half there. */
const wholeUntil = (text: string, at: number): number =>
  /[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at;

/** Of the terms, only those that begin like a word can be it with a letter wrong: 30 of them cost hardly more than one. */
function matcher({ terms, unfinished }: SearchedText): (word: Word) => boolean {
  const exact = new Set(terms);
  const byFirst = Map.groupBy(
    terms.filter((term) => term.length >= 4),
    (term) => term[0],
  );
  const isNearOne = (own: string) => byFirst.get(own[0])?.some((term) => isNear(own, term)) ?? false;
  return ({ terms: own, spelt }) =>
    own.some((term) => exact.has(term) || isNearOne(term)) ||
    (unfinished !== undefined && spelt.startsWith(unfinished.beginning));
}

/** Where the word at `from` begins; where no space is near, as in a text without any, `from` or the character in it. */
function wordStart(text: string, from: number): number {
  const earliest = Math.max(0, from - LEAD_CHARACTERS);
  const start = earliest + text.slice(earliest, Math.max(0, from + 1)).search(/\S*$/);
  return start > earliest || earliest === 0 ? start : wholeUntil(text, from);
}

function cut(text: string, start: number, end: number, matches: readonly Word[]): Fragment[] {
  const fragments: Fragment[] = [];
  let at = start;
  for (const match of matches) {
    if (match.start > at) fragments.push({ text: text.slice(at, match.start), matched: false });
    fragments.push({ text: text.slice(match.start, match.end), matched: true });
    at = match.end;
  }
  if (at < end) fragments.push({ text: text.slice(at, end), matched: false });
  return fragments;
}
