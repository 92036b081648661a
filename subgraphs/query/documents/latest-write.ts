import type { Client } from '@elastic/elasticsearch';

/**
 * Changes with every write of a document that has become searchable, since each gives it a higher sequence number in
 * its generation. Null while there is none.
 */
export async function latestWrite(client: Client, index: string): Promise<string | null> {
  const { aggregations, hits } = await client.search({
    index,
    size: 1,
    _source: false,
    aggs: { latest: { max: { field: '_seq_no' } } },
    allow_partial_search_results: false,
  });
  const { latest } = aggregations as { latest: { value: number | null } };
  return latest.value === null ? null : `${hits.hits[0]?._index}@${latest.value}`;
}
