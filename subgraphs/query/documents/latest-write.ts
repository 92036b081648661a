import type { Client } from '@elastic/elasticsearch';

/**
 * Changes with every write of a document that has become searchable, since each gives it a higher sequence number.
 * Null while there is none.
 */
export async function latestWrite(client: Client, index: string): Promise<number | null> {
  const { aggregations } = await client.search({
    index,
    size: 0,
    aggs: { latest: { max: { field: '_seq_no' } } },
    allow_partial_search_results: false,
  });
  return (aggregations as { latest: { value: number | null } }).latest.value;
}
