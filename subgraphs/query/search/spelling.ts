import type { estypes } from '@elastic/elasticsearch';
import { wordsOf } from './analysis.ts';
import type { SearchedText } from './text.ts';

/** A word of the text and what else it may be, the best first. */
interface Spelling {
  readonly text: string;
  readonly options: readonly { readonly text: string }[];
}

/** Of one index of Lucene. */
const MAX_DOCUMENTS = 2 ** 31 - 1;

/**
 * Asks for the best other spellings of each word, also of one that is there, and however often: the engine counts what
 * is deleted, until it merges that away.
 */
export const spellingsRequest = ({ text }: SearchedText): estypes.SearchSuggester => ({
  spelling: {
    text: speltWords(text).join(' '),
    term: {
      field: 'search.words',
      analyzer: 'whitespace',
      suggest_mode: 'always',
      max_term_freq: MAX_DOCUMENTS,
      size: 5,
      prefix_length: 1,
    },
  },
});

/**
 * The text of a spellingsRequest with each word that no published product has put right; null when nothing better is
 * known. A number, or a word with one in it, is no misspelling of another, nor is the last word of what it may go on to.
 * Searches once more, where there are other spellings at all.
 */
export async function findDidYouMean(
  searched: Pick<SearchedText, 'unfinished'> | undefined,
  response: Pick<estypes.SearchResponse, 'suggest'>,
  search: (request: estypes.SearchRequest) => Promise<Pick<estypes.SearchResponse, 'aggregations'>>,
): Promise<string | null> {
  const found = (response.suggest?.['spelling'] ?? []) as readonly Spelling[];
  const spellings = found.map(({ text, options }) => ({ text, options: /\d/.test(text) ? [] : options }));
  const doubtful = spellings.filter(({ options }) => options.length > 0);
  if (doubtful.length === 0) return null;
  const words = [...new Set(doubtful.flatMap(({ text, options }) => [text, ...options.map(textOf)]))];
  const goesOn = searched?.unfinished && spellings.at(-1)?.text;
  const isThere = readWordsThere(words, (await search(wordsThereRequest(words, goesOn))).aggregations);
  const meant = spellings.map(({ text, options }) =>
    isThere(text) ? text : (options.map(textOf).find(isThere) ?? text),
  );
  return meant.every((word, i) => word === spellings[i]?.text) ? null : meant.join(' ');
}

const textOf = ({ text }: { readonly text: string }): string => text;

const speltWords = (text: string): string[] => wordsOf(text).map(({ spelt }) => spelt);

/** Only what is published has words. One of them may go on. */
const wordsThereRequest = (words: readonly string[], goesOn: string | undefined): estypes.SearchRequest => ({
  size: 0,
  aggs: {
    words: {
      filters: {
        filters: words.map((word) =>
          word === goesOn ? { prefix: { 'search.words': word } } : { term: { 'search.words': word } },
        ),
      },
    },
  },
  track_total_hits: false,
  allow_partial_search_results: false,
});

function readWordsThere(words: readonly string[], aggregations: unknown): (word: string) => boolean {
  const { buckets } = (aggregations as { words: { buckets: readonly { readonly doc_count: number }[] } })
    .words;
  const there = new Set(words.filter((_, i) => (buckets[i]?.doc_count ?? 0) > 0));
  return (word) => there.has(word);
}
