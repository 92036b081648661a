import type { estypes } from '@elastic/elasticsearch';
import { wordsOf } from './analysis.ts';
import type { SearchedText } from './text.ts';

/** Asks for the best other spelling of each word that no product has. */
export const didYouMeanRequest = ({ text }: SearchedText): estypes.SearchSuggester => ({
  spelling: {
    text: speltWords(text).join(' '),
    term: {
      field: 'search.words',
      analyzer: 'whitespace',
      suggest_mode: 'missing',
      size: 1,
      prefix_length: 1,
    },
  },
});

/** The text with each misspelt word put right; null when the engine knows nothing better. */
export function readDidYouMean(response: Pick<estypes.SearchResponse, 'suggest'>): string | null {
  const words = (response.suggest?.['spelling'] ?? []) as readonly {
    readonly text: string;
    readonly options: readonly { readonly text: string }[];
  }[];
  if (words.every(({ options }) => options.length === 0)) return null;
  return words.map(({ text, options }) => options[0]?.text ?? text).join(' ');
}

const speltWords = (text: string): string[] => wordsOf(text).map(({ spelt }) => spelt);
