import type { estypes } from '@elastic/elasticsearch';
import type { ProductConnectionFacetsArgs } from '../../../schema/generated/query.ts';
import { attributePair } from '../documents/searchable.ts';
import { badUserInput } from '../errors.ts';
import type { CategoryTree } from './category-tree.ts';
import {
  attributeFacet,
  type Conditions,
  inStock,
  MAX_ATTRIBUTE_NAME_CHARACTERS,
  MAX_ATTRIBUTES,
} from './filter.ts';
import { readCount } from './page.ts';

type Aggregation = estypes.AggregationsAggregationContainer;

/** The facets there are. */
export const facetNames = [
  'categories',
  'brands',
  'availability',
  'ratings',
  'prices',
  'attributes',
  'attributeNames',
] as const;
export type Facet = (typeof facetNames)[number];

/** Categories that are counted; a product is in one, so that this is how many hold products that were found. */
const MAX_CATEGORIES = 10_000;
const RATINGS = [1, 2, 3, 4] as const;
/** 1, 2, 5, 10, … to 5e15: every price has a step, and no currency has more than 49 of them. */
const STEPS = Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat();

/** What to count. */
export interface FacetsWanted {
  readonly facets: readonly Facet[];
  readonly size: number;
  readonly attributes: readonly string[];
}

/** Checks the arguments of `facets`. Throws BAD_USER_INPUT, which names the one at fault. */
export function readFacetsArgs(
  { attributes, first }: Partial<ProductConnectionFacetsArgs>,
  facets: readonly Facet[],
): FacetsWanted {
  if (attributes?.some((name) => name.length > MAX_ATTRIBUTE_NAME_CHARACTERS))
    throw badUserInput('attributes', `a name has at most ${MAX_ATTRIBUTE_NAME_CHARACTERS} characters`);
  const names = [...new Set(attributes)];
  if (names.length > MAX_ATTRIBUTES) throw badUserInput('attributes', `must be at most ${MAX_ATTRIBUTES}`);
  return {
    facets,
    size: readCount('first', first, 20, 1, 100),
    attributes: names.map((name) => name.toWellFormed()),
  };
}

/** Counts each facet as if its own condition were not set. */
export function facetsRequest(
  { facets: wanted, size, attributes }: FacetsWanted,
  conditions: Conditions,
): Record<string, Aggregation> {
  const values = (field: string): Aggregation => ({ terms: { field, size } });
  const counts: Record<Exclude<Facet, 'attributes'>, Aggregation> = {
    categories: { terms: { field: 'product.categoryId', size: MAX_CATEGORIES } },
    brands: values('product.brand'),
    availability: { filter: inStock },
    ratings: { range: { field: 'rating.average', ranges: RATINGS.map((from) => ({ from })) } },
    prices: pricesRequest(size),
    attributeNames: values('search.attributeNames'),
  };
  const countOf = (name: string): Aggregation => ({
    terms: { field: 'search.pairs', size, include: `${literal(attributePair(name, ''))}.*` },
  });
  const counted = wanted.flatMap((facet): [name: string, facet: string, Aggregation][] =>
    facet === 'attributes'
      ? attributes.map((name) => [attributeCount(name), attributeFacet(name), countOf(name)])
      : [[facet, facet, counts[facet]]],
  );
  return Object.fromEntries(
    counted.map(([name, facet, count]) => {
      const others = [...conditions].filter(([by]) => by !== facet).map(([, condition]) => condition);
      return [name, { filter: { bool: { filter: others } }, aggs: { count } }];
    }),
  );
}

/** What the engine calls the count of an attribute, whose own name may be none to it, as `Weight [kg]`. */
const attributeCount = (name: string) => `attribute ${encodeURIComponent(name)}` as const;

const pricesRequest = (size: number): Aggregation => ({
  terms: { field: 'product.price.currency', size },
  aggs: {
    span: { stats: { field: 'product.price.amountMinor' } },
    steps: {
      range: {
        field: 'product.price.amountMinor',
        ranges: [0, ...STEPS].map((from, i, all) => ({
          from,
          ...(i + 1 < all.length && { to: all[i + 1] }),
        })),
      },
    },
  },
});

/** The text as a regular expression of Lucene that matches nothing else. */
const literal = (text: string): string => text.replace(/[.?+*|{}[\]()"\\#@&<>~^$-]/g, String.raw`\$&`);

interface Bucket {
  readonly key: string;
  readonly doc_count: number;
}
interface Range {
  readonly from: number;
  readonly to?: number;
  readonly doc_count: number;
}
interface Counted<T> {
  readonly doc_count: number;
  readonly count: T;
}
type Values = Counted<{ readonly buckets: readonly Bucket[] }>;
interface Aggregations {
  readonly categories: Values;
  readonly brands: Values;
  readonly availability: Counted<{ readonly doc_count: number }>;
  readonly ratings: Counted<{ readonly buckets: readonly Range[] }>;
  readonly prices: Counted<{
    readonly buckets: readonly (Bucket & {
      readonly span: { readonly min: number; readonly max: number };
      readonly steps: { readonly buckets: readonly Range[] };
    })[];
  }>;
  readonly attributeNames: Values;
  readonly [attribute: `attribute ${string}`]: Values;
}

/** Reads facets from the answer to a facetsRequest that had them. Categories are given by id, the fullest first. */
export function readFacets({ size, attributes }: FacetsWanted, tree: CategoryTree, aggregations: unknown) {
  const found = aggregations as Aggregations;
  const values = (facet: Values | undefined, skip = 0) =>
    (facet?.count.buckets ?? [])
      .slice(0, size)
      .map(({ key, doc_count }) => ({ value: key.slice(skip), count: doc_count }));
  return {
    categories: () => countCategories(found.categories.count.buckets, tree).slice(0, size),
    brands: () => values(found.brands),
    availability: () => {
      const available = found.availability.count.doc_count;
      return [
        { value: 'IN_STOCK' as const, count: available },
        { value: 'OUT_OF_STOCK' as const, count: found.availability.doc_count - available },
      ];
    },
    ratings: () =>
      found.ratings.count.buckets.map(({ from, doc_count }) => ({ minRating: from, count: doc_count })),
    prices: () => found.prices.count.buckets.slice(0, size).map(readPrices),
    attributes: () =>
      attributes.map((name) => ({
        name,
        values: values(found[attributeCount(name)], attributePair(name, '').length),
      })),
    attributeNames: () => values(found.attributeNames),
  };
}

const readPrices = ({ key, doc_count, span, steps }: Aggregations['prices']['count']['buckets'][number]) => ({
  ...{ currency: key, count: doc_count, min: span.min, max: span.max },
  histogram: steps.buckets
    .filter((step) => step.doc_count > 0)
    .map(({ from, to, doc_count: count }) => ({ from, to: to ?? Number.MAX_SAFE_INTEGER, count })),
});

/** Counts a product for its category and for each one above it. */
function countCategories(buckets: readonly Bucket[], tree: CategoryTree): { id: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { key, doc_count } of buckets)
    for (const id of tree.path(key)) counts.set(id, (counts.get(id) ?? 0) + doc_count);
  return [...counts]
    .map(([id, count]) => ({ id, count }))
    .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}
