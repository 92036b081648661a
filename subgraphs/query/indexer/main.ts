import type { Client } from '@elastic/elasticsearch';
import { collectBody } from '../../../ops/collect-body.ts';
import type { Config } from '../../../ops/config.ts';
import { portOf, serveHttp } from '../../../ops/http.ts';
import type { Logger } from '../../../ops/log.ts';
import { serveMetrics } from '../../../ops/metrics.ts';
import { required, type Role, runRole } from '../../../ops/role.ts';
import { createWake } from '../../../ops/wake.ts';
import type { News } from '../freshness/waiter.ts';
import { createClient } from '../documents/client.ts';
import { createReadDocuments } from '../documents/read.ts';
import { ensureIndices, probeWritable } from '../documents/indices.ts';
import { consume } from './consume.ts';
import { indexBatch, type Owed } from './indexer.ts';
import { scheduleInsights } from './insights/schedule.ts';
import { createLanes, createWriteEverywhere } from './lanes.ts';
import { documentOf } from './projections/document.ts';
import { createAdaptiveRefresh } from './refresh.ts';
import { settle } from './settle.ts';
import { openSubscription } from './subscription.ts';
import { WRITE_TIMEOUT_MS } from './topology.ts';

/**
 * Creates topic, queue, subscription and indices as far as they are missing, then brings events from the queue into
 * the documents until it is stopped. Rejects when an engine does not answer at the start. Any number may run.
 */
export async function startIndexer(config: Config, log: Logger): Promise<Role> {
  const { namespace } = config;
  const { aws, elasticsearchUrl } = required(config, 'elasticsearchUrl', 'aws');
  const client = createClient(elasticsearchUrl, WRITE_TIMEOUT_MS);
  await ensureIndices(client, namespace, log);
  const subscription = await openSubscription({ ...aws, streamCollector: collectBody }, namespace, 'indexer');
  const { queue, topology } = subscription;

  const readLanes = createLanes(client, namespace, createWake<News>(config.queryUrl));
  const owed: Owed = new Map();
  const refresh = createAdaptiveRefresh(client, namespace, log);
  const probe = async (): Promise<void> => {
    // Rejects where a newer program has made a generation that this one cannot write.
    await readLanes();
    await probeWritable(client, namespace);
  };
  // Before it consumes: where the port is taken, nothing is left running.
  const http = await serveHttp(
    {
      host: config.host,
      port: portOf(config.indexerUrl),
      log,
      ready: async () => {
        await probe();
        await subscription.probe();
      },
    },
    (app) => serveMetrics(app, [subscription.depth, currentThrough(client, namespace)]),
  );
  const consumer = consume({
    queue,
    probe,
    log,
    index: async (messages, backlog) => {
      const indexed = await indexBatch(messages, readLanes, owed);
      refresh(indexed, backlog);
      return indexed;
    },
    settle: (indexed) => settle(indexed, queue, topology.queueName, log),
  });
  const insights = scheduleInsights(
    client,
    namespace,
    createWriteEverywhere(createLanes(client, namespace)),
    log,
  );
  log.info({ queue: topology.queueName, topic: topology.topicArn }, 'indexing');
  return {
    url: http.origin,
    async stop() {
      await Promise.all([consumer.stop(), insights.stop()]);
      await http.close();
      subscription.close();
      await client.close();
    },
  };
}

/** Of which time everything shows that is read; left out before the first heartbeat. */
const currentThrough = (client: Client, namespace: string) => ({
  name: 'tandem_read_model_current_through_timestamp_seconds',
  help: 'All that was written before this moment can be read. How far behind the read model is: time() less this.',
  async read() {
    const [document] = await createReadDocuments(client, namespace)([documentOf('heartbeat', 'relay')]);
    if (document instanceof Error) throw document;
    if (document?.heartbeat === undefined) throw new Error('there was no heartbeat yet');
    return Date.parse(document.heartbeat.publishedThrough) / 1_000;
  },
});

if (import.meta.main) await runRole('indexer', startIndexer);
