import type { Document, ProductSection } from '../indexer/projections/document.ts';
import { code, indexedTerms, wordsOf } from '../search/analysis.ts';

/** Who has typed more of a word than this is taken to have typed this much. */
export const MAX_BEGINNING_CHARACTERS = 12;

/** What is searched of a product, worked out of its section. Texts hold terms with spaces between them. */
export interface Searchable {
  readonly name: string;
  readonly brand: string;
  /** The values of attributes that say what kind of thing it is. */
  readonly kind: string;
  readonly attributes: string;
  readonly description: string;
  /** Neighbours of the name written as one word, so that `smartwatch` finds `smart watch`. */
  readonly joined: string;
  /** What the words of name and brand begin with, for words that are not typed to their end. */
  readonly beginnings: string;
  /** The words of name and brand as they are spelt, to suggest them: to everybody, so only those of what is published. */
  readonly words: string;
  /** SKU, model and EANs, as `code` writes them. */
  readonly codes: readonly string[];
  /** Each attribute as attributePair writes it, and their names. */
  readonly pairs: readonly string[];
  readonly attributeNames: readonly string[];
}

/** A document as it is indexed; `search` is left out of what is kept and read back. */
export type IndexedDocument = Document & { readonly search?: Searchable };

/** An attribute as it is filtered and counted by. Exact, so that what a facet shows is what its filter takes. */
export const attributePair = (name: string, value: string): string => `${name}\u001f${value}`;

/** Adds to a product what is searched of it; any other document stays as it is. */
export const withSearchable = (document: Document): IndexedDocument =>
  document.product === undefined ? document : { ...document, search: searchable(document.product) };

/** What is searched of a product. */
export function searchable({
  sku,
  name,
  brand,
  model,
  eans,
  attributes,
  description,
  status,
}: ProductSection): Searchable {
  const terms = indexedTerms(name);
  const words = [...new Set(wordsOf(`${name} ${brand ?? ''}`).map(({ spelt }) => spelt))];
  const kinds = attributes.filter((attribute) => /(^|[\s_])type$/i.test(attribute.name));
  return {
    name: terms.join(' '),
    brand: text(brand),
    kind: text(...kinds.map(({ value }) => value)),
    attributes: text(...attributes.map(({ value }) => value)),
    description: text(description),
    joined: terms
      .slice(1)
      .map((term, i) => `${terms[i]}${term}`)
      .join(' '),
    beginnings: [...new Set(words.flatMap(beginnings))].join(' '),
    words: status === 'PUBLISHED' ? words.join(' ') : '',
    codes: [...new Set([sku, model ?? '', ...eans].map(code).filter((text) => text !== ''))],
    pairs: attributes.map(({ name: attribute, value }) => attributePair(attribute, value)),
    attributeNames: attributes.map((attribute) => attribute.name),
  };
}

const text = (...parts: readonly (string | null)[]): string =>
  parts.flatMap((part) => indexedTerms(part ?? '')).join(' ');

/** `kettle` begins with k, ke, ket …; characters, not halves of them. */
const beginnings = (word: string): string[] => {
  const characters = Array.from(word).slice(0, MAX_BEGINNING_CHARACTERS);
  return characters.map((_, i) => characters.slice(0, i + 1).join(''));
};
