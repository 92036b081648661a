import type { estypes } from '@elastic/elasticsearch';
import type { ProductFilter } from '../../../schema/generated/query.ts';
import { attributePair } from '../documents/searchable.ts';
import { badUserInput } from '../errors.ts';
import type { CategoryTree } from './category-tree.ts';
import { readExact } from './text.ts';

type Query = estypes.QueryDslQueryContainer;

export const MAX_ATTRIBUTES = 20;
const MAX_VALUES = 100;
/** As the commands take them. */
export const MAX_ATTRIBUTE_NAME_CHARACTERS = 100;
const MAX_ATTRIBUTE_VALUE_CHARACTERS = 10_000;

/** The conditions of a filter by the facet that sets them: `brands`, `price`, …, `attribute colour`. */
export type Conditions = ReadonlyMap<string, Query>;

export const published: Query = { term: { 'product.status': 'PUBLISHED' } };
export const attributeFacet = (name: string): string => `attribute ${name}`;
/** What has no stock yet cannot be ordered. */
export const inStock: Query = { range: { 'stock.available': { gt: 0 } } };

/** A filter, checked. */
export interface Filter {
  readonly categoryId: string | undefined;
  readonly others: Conditions;
}

/** Checks a filter. Throws BAD_USER_INPUT, which names the field at fault. */
export function readFilter(filter: ProductFilter | null | undefined): Filter {
  const { categoryId, brands, price, availability, minRating, attributes } = filter ?? {};
  const others = new Map<string, Query>();
  if (brands != null)
    others.set('brands', { terms: { 'product.brand': readValues('filter.brands', brands) } });
  if (price != null) others.set('prices', readPrice(price));
  if (availability != null)
    others.set('availability', availability === 'IN_STOCK' ? inStock : { bool: { must_not: [inStock] } });
  if (minRating != null) others.set('ratings', readRating(minRating));
  if (attributes != null) for (const entry of readAttributes(attributes)) others.set(...entry);
  return {
    categoryId: categoryId == null ? undefined : readExact('filter.categoryId', categoryId),
    others,
  };
}

/** All conditions of a filter, the category with those below it in this tree. */
export const conditionsOf = ({ categoryId, others }: Filter, tree: CategoryTree): Conditions =>
  categoryId === undefined
    ? others
    : new Map([
        ...others,
        ['categories', { terms: { 'product.categoryId': [...tree.withDescendants(categoryId)] } }],
      ]);

function readPrice({ min, max, currency }: NonNullable<ProductFilter['price']>): Query {
  for (const [end, value] of Object.entries({ min, max }))
    if (value != null && !Number.isSafeInteger(value))
      throw badUserInput(`filter.price.${end}`, 'must be a whole number of minor units, up to 2^53 - 1');
  if (min != null && max != null && min > max) throw badUserInput('filter.price', 'min is more than max');
  return {
    bool: {
      filter: [
        {
          range: {
            'product.price.amountMinor': {
              ...(min != null && { gte: min }),
              ...(max != null && { lte: max }),
            },
          },
        },
        ...(currency == null
          ? []
          : [{ term: { 'product.price.currency': readExact('filter.price.currency', currency) } }]),
      ],
    },
  };
}

function readRating(minRating: number): Query {
  if (minRating < 1 || minRating > 5) throw badUserInput('filter.minRating', 'must be 1 to 5');
  return { range: { 'rating.average': { gte: minRating } } };
}

function readAttributes(attributes: NonNullable<ProductFilter['attributes']>): [string, Query][] {
  if (attributes.length > MAX_ATTRIBUTES)
    throw badUserInput('filter.attributes', `must be at most ${MAX_ATTRIBUTES}`);
  const entries = attributes.map(({ name, values }): [string, Query] => {
    const exact = readExact('filter.attributes', name, MAX_ATTRIBUTE_NAME_CHARACTERS);
    const all = readValues('filter.attributes', values, MAX_ATTRIBUTE_VALUE_CHARACTERS);
    const pairs = all.map((value) => attributePair(exact, value));
    return [attributeFacet(exact), { terms: { 'search.pairs': pairs } }];
  });
  if (new Map(entries).size < entries.length)
    throw badUserInput('filter.attributes', 'names an attribute twice');
  return entries;
}

function readValues(argument: string, values: readonly string[], longest?: number): string[] {
  if (values.length > MAX_VALUES) throw badUserInput(argument, `must be at most ${MAX_VALUES} values`);
  return values.map((value) => readExact(argument, value, longest));
}
