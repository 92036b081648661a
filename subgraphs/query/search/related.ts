import type { estypes } from '@elastic/elasticsearch';
import { searchable } from '../documents/searchable.ts';
import type { ProductSection } from '../indexer/projections/document.ts';
import { published } from './filter.ts';

/** How much it counts that a product is in the same category. */
const SAME_CATEGORY_WEIGHT = 5;

/** The search request for published products like this one, by the telling words of its name and kind. */
export function similarRequest(product: ProductSection, first: number): estypes.SearchRequest {
  const { name, kind } = searchable(product);
  return {
    query: {
      bool: {
        filter: [published],
        must_not: [{ term: { 'product.id': product.id } }],
        must: [
          {
            more_like_this: {
              fields: ['search.name', 'search.kind'],
              like: [name, kind],
              min_term_freq: 1,
              min_doc_freq: 2,
              max_query_terms: 12,
              minimum_should_match: '20%',
            },
          },
        ],
        should:
          product.categoryId === null
            ? []
            : [
                {
                  constant_score: {
                    filter: { term: { 'product.categoryId': product.categoryId } },
                    boost: SAME_CATEGORY_WEIGHT,
                  },
                },
              ],
      },
    },
    sort: [{ _score: { order: 'desc' } }, { 'product.id': 'asc' }],
    size: first,
    track_total_hits: false,
    allow_partial_search_results: false,
  };
}
