import { MAX_BEGINNING_CHARACTERS } from '../documents/searchable.ts';
import { badUserInput } from '../errors.ts';
import { code, type Word, wordsOf } from './analysis.ts';

const MAX_TEXT_CHARACTERS = 1_000;
/** Characters and words that are searched for: each word is a dozen clauses, and the engine takes 1,024 or more. */
const MAX_MATCHED_CHARACTERS = 300;
const MAX_WORDS = 30;

/** What a text asks for. */
export interface SearchedText {
  /** Distinct, in the order of the text. None: the text has no word, and nothing matches. */
  readonly terms: readonly string[];
  /** Which term the last word is, and how it is spelt, when it may go on: no space follows it. */
  readonly unfinished: { readonly term: string; readonly beginning: string } | undefined;
  /** The whole text as a SKU, model number or EAN. */
  readonly code: string;
  /** The text itself, as far as it is searched for. */
  readonly text: string;
}

/**
 * A value to be met exactly, such as an id or a brand. Throws BAD_USER_INPUT, which names the argument, when it is longer
 * than any such value is: the engine refuses a term of more than 32,766 bytes.
 */
export function readExact(argument: string, value: string, longest = MAX_TEXT_CHARACTERS): string {
  if (value.length > longest) throw badUserInput(argument, `must be at most ${longest} characters`);
  return value.toWellFormed();
}

/** Reads the text of an argument; undefined when there is none. Throws BAD_USER_INPUT, which names the argument. */
export function readText(argument: string, text: string | null | undefined): SearchedText | undefined {
  if (text == null) return undefined;
  if (text.length > MAX_TEXT_CHARACTERS)
    throw badUserInput(argument, `must be at most ${MAX_TEXT_CHARACTERS} characters`);
  if (text.trim() === '') return undefined;
  const matched = text.slice(0, MAX_MATCHED_CHARACTERS).toWellFormed();
  const words = wordsOf(matched);
  const terms = [...new Set(words.map(termOf))].slice(0, MAX_WORDS);
  return {
    terms,
    unfinished: unfinishedOf(words.at(-1), text.length, terms),
    code: code(matched),
    text: matched,
  };
}

/** Of a quantity the one with its unit. */
const termOf = ({ terms }: Word): string => terms.at(-1) ?? '';

/** The last word, where it stands at the end and is not cut off. */
function unfinishedOf(
  last: Word | undefined,
  end: number,
  terms: readonly string[],
): SearchedText['unfinished'] {
  if (last?.end !== end || !terms.includes(termOf(last))) return undefined;
  const beginning = Array.from(last.spelt).slice(0, MAX_BEGINNING_CHARACTERS).join('');
  return { term: termOf(last), beginning };
}
