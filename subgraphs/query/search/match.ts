import type { estypes } from '@elastic/elasticsearch';
import type { SearchedText } from './text.ts';

type Query = estypes.QueryDslQueryContainer;

/** The ids of the categories that a term names, with all that is below them. */
export type CategoriesNamed = (term: string) => readonly string[];

/** How much a term counts in each field. Round figures: `npm run bench -- relevance` shows what each is worth. */
const WEIGHTS = { name: 3, kind: 2, brand: 2, description: 1, attributes: 0.5, joined: 1 };
/** Of these, what a product is called by. */
const NAMES = { name: WEIGHTS.name, brand: WEIGHTS.brand, joined: WEIGHTS.joined };
const CATEGORY_WEIGHT = 1;
/** Of two neighbours written as one word, `head set` for `headset`. */
const TOGETHER_WEIGHT = 2;
const BEGINNING_WEIGHT = 0.3;
const MISSPELT_WEIGHT = 0.5;
/** How much the fields beside the best one count. */
const TIE_BREAKER = 0.2;
/** A whole SKU, model number or EAN comes before everything else. */
const CODE_WEIGHT = 100;
const PHRASE_WEIGHT = 1;
/** Every term first, then most of them: more than any score of some terms. */
const ALL_TERMS_WEIGHT = 100;
/** One or two terms must all match, of more three in four. */
const MOST = '2<75%';
/** Words that are tried in other spellings. Each costs a walk through the dictionary. */
const MAX_MISSPELT = 8;

/** Products with every word, or of three and more words with most; first those that have the others in other spellings. */
export function strictMatch(text: SearchedText, named: CategoriesNamed): Query {
  if (text.terms.length === 0) return { match_none: {} };
  const clauses = text.terms.map((_, i) => anyOf(spelt(text, i, named)));
  return {
    bool: {
      should: [
        {
          bool: {
            must: [{ bool: { should: clauses, minimum_should_match: MOST } }],
            should: [phrase(text.terms), ...(text.terms.length > 2 ? misspeltNames(text) : [])],
          },
        },
        term('codes', text.code, CODE_WEIGHT),
        ...unfinishedCode(text),
      ],
    },
  };
}

/** Products with some of the words, also where they are spelt differently; those with every word first. */
export function relaxedMatch(text: SearchedText, named: CategoriesNamed): Query {
  if (text.terms.length === 0) return { match_none: {} };
  const clauses = text.terms.map((_, i) => anyOf([...spelt(text, i, named), ...misspelt(text, i)]));
  return {
    bool: {
      must: [{ bool: { should: clauses, minimum_should_match: 1 } }],
      should: [{ constant_score: { filter: { bool: { must: clauses } }, boost: ALL_TERMS_WEIGHT } }],
    },
  };
}

/** Products with every word in their name or brand, also where they are spelt differently. */
export function nameMatch(text: SearchedText): Query {
  if (text.terms.length === 0) return { match_none: {} };
  const clauses = text.terms.map((_, i) => anyOf([...spelt(text, i, () => [], NAMES), ...misspelt(text, i)]));
  return { bool: { must: clauses } };
}

const anyOf = (queries: Query[]): Query => ({ dis_max: { queries, tie_breaker: TIE_BREAKER } });

const term = (field: string, value: string, boost: number): Query => ({
  term: { [`search.${field}`]: { value, boost } },
});

const phrase = (terms: readonly string[]): Query => ({
  match_phrase: { 'search.name': { query: terms.join(' '), boost: PHRASE_WEIGHT } },
});

/** The ways to find the i-th term as it is spelt. */
function spelt(
  { terms, unfinished }: SearchedText,
  i: number,
  named: CategoriesNamed,
  weights: Readonly<Record<string, number>> = WEIGHTS,
): Query[] {
  const own = terms[i] ?? '';
  const pairs = [i - 1, i].filter((start) => start >= 0 && start + 1 < terms.length);
  const categories = named(own);
  return [
    ...Object.entries(weights).map(([field, weight]) => term(field, own, weight)),
    ...pairs.map((start) => term('name', `${terms[start]}${terms[start + 1]}`, TOGETHER_WEIGHT)),
    ...(categories.length > 0
      ? [{ terms: { 'product.categoryId': [...categories], boost: CATEGORY_WEIGHT } }]
      : []),
    ...(unfinished?.term === own ? [term('beginnings', unfinished.beginning, BEGINNING_WEIGHT)] : []),
  ];
}

/** The ways to find the i-th term with a letter or two wrong, the first one right. */
function misspelt({ terms, unfinished }: SearchedText, i: number): Query[] {
  if (i >= MAX_MISSPELT) return [];
  const own = terms[i] ?? '';
  return [
    ...['name', 'brand'].flatMap((field) => fuzzy(field, own)),
    ...(unfinished?.term === own ? fuzzy('beginnings', unfinished.beginning) : []),
  ];
}

/** A word that may be missing counts in another spelling as much as in its own. */
const misspeltNames = ({ terms }: SearchedText): Query[] =>
  terms.slice(0, MAX_MISSPELT).flatMap((own) => fuzzy('name', own, WEIGHTS.name));

/** Numbers and short words have no misspellings: they would be other ones. */
function fuzzy(field: string, value: string, boost = MISSPELT_WEIGHT): Query[] {
  if (value.length < 4 || /\d/.test(value)) return [];
  const fuzziness = value.length < 8 ? 1 : 2;
  const options = { fuzziness, prefix_length: 1, max_expansions: 20, boost };
  return [{ fuzzy: { [`search.${field}`]: { value, ...options } } }];
}

/** A model number that is still being typed: long enough, with a digit in it. */
const unfinishedCode = ({ code, unfinished }: SearchedText): Query[] =>
  unfinished !== undefined && code.length >= 4 && /\d/.test(code)
    ? [{ prefix: { 'search.codes': { value: code, boost: BEGINNING_WEIGHT } } }]
    : [];
