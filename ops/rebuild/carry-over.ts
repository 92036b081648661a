import type { Client, estypes } from '@elastic/elasticsearch';
import type { Document, ReadModelName } from '../../subgraphs/query/indexer/projections/document.ts';
import type { Write } from '../../subgraphs/query/indexer/sink.ts';

const PAGE = 1_000;
const KEEP_ALIVE = '5m';

/** Copies what no stream owns, and so no event could fill: how well products sell. */
export async function carryOver(
  client: Client,
  model: ReadModelName,
  from: string,
  write: Write,
): Promise<void> {
  if (model !== 'products') return;
  await client.indices.refresh({ index: from });
  const { id } = await client.openPointInTime({ index: from, keep_alive: KEEP_ALIVE });
  try {
    for (let after: estypes.SortResults | undefined; ;) {
      const { hits } = await client.search<Document>({
        pit: { id, keep_alive: KEEP_ALIVE },
        size: PAGE,
        query: { exists: { field: 'popularity.revision' } },
        sort: ['_shard_doc'],
        track_total_hits: false,
        ...(after !== undefined && { search_after: after }),
        _source: ['popularity'],
      });
      if (hits.hits.length === 0) return;
      const outcomes = await write(
        hits.hits.map((hit) => ({ key: { model, id: hit._id! }, document: hit._source ?? {} })),
      );
      const late = outcomes.find((outcome) => outcome.kind === 'later');
      if (late !== undefined) throw late.cause;
      after = hits.hits.at(-1)?.sort;
    }
  } finally {
    await client.closePointInTime({ id }).catch(() => undefined);
  }
}
