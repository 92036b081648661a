import type { Client } from '@elastic/elasticsearch';
import type { Logger } from 'pino';
import { searched } from '../documents/mappings.ts';
import { everyGeneration } from '../documents/names.ts';
import { shareRefresh } from '../documents/refresh.ts';
import type { Indexed } from './indexer.ts';
import { documentOf, type ReadModelName } from './projections/document.ts';

/** A larger batch is a backlog: then the index refreshes by its own interval of a second, and the backlog does not pay for it. */
const MAX_PROMPT_BATCH = 100;
/** Least time between two refreshes of one index. */
const GAP_MS = 100;

/** Told of every batch; makes a small one that leaves no backlog searchable at once, beside the next batch. */
export function createAdaptiveRefresh(client: Client, namespace: string, log: Logger) {
  const refreshes = searched.map((model) => ({
    model,
    refresh: shareRefresh(async () => {
      await client.indices.refresh({ index: everyGeneration(namespace, model) });
    }, GAP_MS),
  }));
  return (indexed: readonly Indexed[], backlog: number): void => {
    if (backlog > 0 || indexed.length > MAX_PROMPT_BATCH) return;
    for (const { model, refresh } of refreshes) {
      if (!indexed.some((item) => changed(item, model))) continue;
      refresh().catch((err: unknown) => log.warn({ err, model }, 'refresh failed, the interval will do'));
    }
  };
}

const changed = ({ event, outcome }: Indexed, model: ReadModelName): boolean =>
  outcome.kind === 'stored' && event !== undefined && documentOf(event.kind, event.id).model === model;
