import type { Client } from '@elastic/elasticsearch';
import type { ReadModelName } from '../../subgraphs/query/indexer/projections/document.ts';
import type { Write } from '../../subgraphs/query/indexer/sink.ts';
import { scan } from '../verify/scan.ts';

/** Copies what no stream owns, and so no event could fill: how well products sell. */
export async function carryOver(
  client: Client,
  model: ReadModelName,
  from: string,
  write: Write,
): Promise<void> {
  if (model !== 'products') return;
  const sold = { exists: { field: 'popularity.revision' } };
  for await (const page of scan(client, from, ['popularity'], sold)) {
    const outcomes = await write(page.map(({ id, document }) => ({ key: { model, id }, document })));
    const late = outcomes.find((outcome) => outcome.kind === 'later');
    if (late !== undefined) throw late.cause;
  }
}
