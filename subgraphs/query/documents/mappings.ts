import type { estypes } from '@elastic/elasticsearch';
import type { ReadModelName } from '../indexer/projections/document.ts';

type Properties = Record<string, estypes.MappingProperty>;

/** Kept in the document and not indexed: shown, never searched. */
const shown = { type: 'object', enabled: false } as const;
/** As shown, for single values and lists of them. */
const hidden = { type: 'keyword', index: false, doc_values: false } as const;
const keyword = { type: 'keyword' } as const;
/** Terms of search/analysis.ts with spaces between them: any engine splits them alike. */
const terms = { type: 'text', analyzer: 'whitespace' } as const;
/** Neither how often a term stands there nor how long the text is matters. */
const unscored = { norms: false, index_options: 'docs' } as const;
const date = { type: 'date' } as const;
const long = { type: 'long' } as const;
const double = { type: 'double' } as const;
const money = { properties: { amountMinor: long, currency: keyword } };

const section = (properties: Properties): estypes.MappingProperty => ({
  properties: { epoch: long, revision: long, occurredAt: date, ...properties },
});

const sections: Record<ReadModelName, Properties> = {
  products: {
    product: section({
      id: keyword,
      sku: keyword,
      name: hidden,
      description: hidden,
      brand: keyword,
      model: hidden,
      eans: hidden,
      price: money,
      attributes: shown,
      images: shown,
      categoryId: keyword,
      status: keyword,
      registeredAt: date,
    }),
    stock: section({ onHand: long, reserved: long, available: long }),
    rating: section({ count: long, average: double, histogram: hidden }),
    popularity: section({ units: long }),
    search: {
      properties: {
        ...{ name: terms, brand: terms, kind: terms, attributes: terms, description: terms, joined: terms },
        ...{ beginnings: { ...terms, ...unscored }, words: { ...terms, ...unscored } },
        ...{ codes: keyword, pairs: keyword, attributeNames: keyword },
      },
    },
  },
  insights: { insight: section({ id: keyword, units: long, boughtTogether: hidden }) },
  categories: { category: section({ id: keyword, name: hidden, parentId: keyword }) },
  orders: {
    order: section({
      id: keyword,
      status: keyword,
      externalReference: keyword,
      customerId: keyword,
      shippingAddress: {
        properties: { recipient: hidden, street: hidden, postalCode: hidden, city: hidden, country: keyword },
      },
      lines: {
        type: 'nested',
        properties: {
          productId: keyword,
          sku: hidden,
          name: hidden,
          quantity: long,
          currency: keyword,
          unitPriceMinor: hidden,
          totalMinor: long,
          returned: hidden,
          cancelled: long,
          cancelledMinor: long,
        },
      },
      total: money,
      paidMinor: hidden,
      refundedMinor: hidden,
      trackingNumber: keyword,
      createdAt: date,
    }),
  },
  customers: {
    customer: section({ id: keyword, email: keyword, name: hidden, address: shown, registeredAt: date }),
  },
  reviews: {
    review: section({
      id: keyword,
      productId: keyword,
      customerId: keyword,
      stars: long,
      title: hidden,
      text: hidden,
      status: keyword,
      submittedAt: date,
    }),
  },
  batches: { batch: section({ positions: shown }) },
  status: { heartbeat: section({ publishedThrough: date }) },
};

/** Only fields listed here may be stored: an event that brings another one is refused, not guessed at. */
export const mappingOf = (model: ReadModelName): estypes.MappingTypeMapping => ({
  dynamic: 'strict',
  // Worked out anew at every write, see searchable.ts.
  ...(model === 'products' && { _source: { excludes: ['search'] } }),
  properties: sections[model],
});

/** One shard; a copy of it as soon as there is a second node. No interval is stated: what nobody searches is not refreshed. */
export const indexSettings: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
};

/**
 * For the read models: their ids rise with time, so that the range of ids of a segment tells as much as a filter of them, which takes 7 of the 29
 * files that a refresh of products makes. A deprecated setting: an engine may not have it.
 */
export const withoutIdFilter = { bloom_filter_for_id_field: { enabled: false } };
