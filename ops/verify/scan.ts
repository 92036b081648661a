import type { Client, estypes } from '@elastic/elasticsearch';
import type { StreamKind } from '../../schema/events/event.ts';
import type { Position } from '../../schema/revision.ts';

/** Documents of one page; only their positions are fetched. */
const PAGE = 1_000;
/** How long a page may take to be used; each page renews it. */
const KEEP_ALIVE = '5m';

export interface ScannedDocument {
  readonly id: string;
  readonly sections: Partial<Record<StreamKind, Position>>;
}

/** Walks through all documents of an index as they stood at one moment: which sections they have, and how new these are. */
export async function* scanPositions(
  client: Client,
  index: string,
  kinds: readonly StreamKind[],
): AsyncGenerator<ScannedDocument[]> {
  await client.indices.refresh({ index });
  const { id } = await client.openPointInTime({ index, keep_alive: KEEP_ALIVE });
  try {
    for (let after: estypes.SortResults | undefined; ;) {
      const { hits } = await client.search<ScannedDocument['sections']>({
        pit: { id, keep_alive: KEEP_ALIVE },
        size: PAGE,
        sort: ['_shard_doc'],
        track_total_hits: false,
        ...(after !== undefined && { search_after: after }),
        _source: kinds.flatMap((kind) => [`${kind}.epoch`, `${kind}.revision`]),
      });
      if (hits.hits.length === 0) return;
      yield hits.hits.map((hit) => ({ id: hit._id!, sections: hit._source ?? {} }));
      after = hits.hits.at(-1)?.sort;
    }
  } finally {
    await client.closePointInTime({ id }).catch(() => undefined);
  }
}
