import type { Client, estypes } from '@elastic/elasticsearch';
import type { Document } from '../../subgraphs/query/indexer/projections/document.ts';

/** Documents of one page. */
const PAGE = 1_000;
/** How long a page may take to be used; each page renews it. */
const KEEP_ALIVE = '5m';

export interface ScannedDocument {
  readonly id: string;
  /** As far as `fields` go. */
  readonly document: Document;
}

/** Walks through the documents of an index, or those that a query finds, as they stood at one moment; a page at a time. */
export async function* scan(
  client: Client,
  index: string,
  fields: string[],
  query?: estypes.QueryDslQueryContainer,
): AsyncGenerator<ScannedDocument[]> {
  await client.indices.refresh({ index });
  const { id } = await client.openPointInTime({ index, keep_alive: KEEP_ALIVE });
  try {
    for (let after: estypes.SortResults | undefined; ;) {
      const { hits } = await client.search<Document>({
        pit: { id, keep_alive: KEEP_ALIVE },
        size: PAGE,
        ...(query && { query }),
        sort: ['_shard_doc'],
        track_total_hits: false,
        ...(after !== undefined && { search_after: after }),
        _source: fields,
      });
      if (hits.hits.length === 0) return;
      yield hits.hits.map((hit) => ({ id: hit._id!, document: hit._source ?? {} }));
      after = hits.hits.at(-1)?.sort;
    }
  } finally {
    await client.closePointInTime({ id }).catch(() => undefined);
  }
}
