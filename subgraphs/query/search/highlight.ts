import { isNear, type Word, wordsOf } from './analysis.ts';
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
  const matches = wordsOf(looked).filter((word) => isMatch(word, searched));
  const [first] = matches;
  if (first === undefined) return undefined;
  const start = text.length <= MAX_CHARACTERS ? 0 : wordStart(looked, first.start - LEAD_CHARACTERS);
  const end = Math.min(text.length, Math.max(start + MAX_CHARACTERS, first.end));
  return cut(text, start, end, matches);
}

const isMatch = ({ terms, spelt }: Word, searched: SearchedText): boolean =>
  terms.some((term) => searched.terms.includes(term)) ||
  (searched.unfinished !== undefined && spelt.startsWith(searched.unfinished)) ||
  searched.terms.some((term) => term.length >= 4 && terms.some((own) => isNear(own, term)));

function wordStart(text: string, from: number): number {
  const space = from <= 0 ? -1 : text.lastIndexOf(' ', from);
  return space + 1;
}

function cut(text: string, start: number, end: number, matches: readonly Word[]): Fragment[] {
  const fragments: Fragment[] = [];
  let at = start;
  for (const match of matches) {
    if (match.start < at || match.end > end) continue;
    if (match.start > at) fragments.push({ text: text.slice(at, match.start), matched: false });
    fragments.push({ text: text.slice(match.start, match.end), matched: true });
    at = match.end;
  }
  if (at < end) fragments.push({ text: text.slice(at, end).toWellFormed(), matched: false });
  return fragments;
}
