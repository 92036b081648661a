import type { estypes } from '@elastic/elasticsearch';
import { goesOn, wordsOf } from './analysis.ts';
import { published } from './filter.ts';
import { nameMatch } from './match.ts';
import { spellingsRequest } from './spelling.ts';
import type { SearchedText } from './text.ts';

/** Brands that are looked through for one that goes on like the text. */
const MAX_BRANDS = 500;

/** The search request for products whose name or brand goes on like the text, also when a letter or two are wrong, and their brands. */
export function suggestRequest(text: SearchedText, first: number): estypes.SearchRequest {
  return {
    query: { bool: { filter: [published], must: [nameMatch(text)] } },
    sort: [
      { _score: { order: 'desc' } },
      { 'popularity.units': { order: 'desc', missing: 0 } },
      { 'product.id': 'asc' },
    ],
    size: first,
    aggs: { brands: { terms: { field: 'product.brand', size: MAX_BRANDS } } },
    suggest: spellingsRequest(text),
    track_total_hits: false,
    allow_partial_search_results: false,
  };
}

/** Reads the brands of the answer to suggestRequest, the most frequent first. */
export const readBrands = (aggregations: unknown): string[] =>
  (aggregations as { brands: { buckets: readonly { readonly key: string }[] } }).brands.buckets.map(
    ({ key }) => key,
  );

/** The brands with a word that goes on like one of the text, perhaps with a letter wrong. */
export const brandsLike = (text: string, brands: readonly string[]): string[] => {
  const typed = wordsOf(text).map(({ spelt }) => spelt);
  return brands.filter((brand) =>
    wordsOf(brand).some(({ spelt }) => typed.some((start) => goesOn(spelt, start))),
  );
};
