import { type Config, ConfigError } from '../../../ops/config.ts';
import { portOf, serveHttp } from '../../../ops/http.ts';
import type { Logger } from '../../../ops/log.ts';
import { serveMetrics } from '../../../ops/metrics.ts';
import { required, type Role, runRole } from '../../../ops/role.ts';
import { createClient } from '../documents/client.ts';
import { consume } from '../indexer/consume.ts';
import { settle } from '../indexer/settle.ts';
import { openSubscription } from '../indexer/subscription.ts';
import { defaultLimits, fetchImage } from './fetch.ts';
import { createLocationPolicy } from './location.ts';
import { registerBatch } from './register.ts';
import { createImageStore } from './store.ts';
import { makeThumbnails } from './thumbnails.ts';
import { startWorker } from './worker.ts';
import { WRITE_TIMEOUT_MS } from '../indexer/topology.ts';

/** How images are fetched; no configuration changes it, and tests may. */
const defaults = {
  ...defaultLimits,
  /** With waits that grow by four, five tries take about an hour and a half. */
  firstWaitMs: 60_000,
  policyFor: createLocationPolicy,
};

/**
 * Creates topic, queue, subscription and index as far as they are missing, then records the images of products as
 * their events come, and fetches each once, until it is stopped. Rejects when an engine does not answer at the start.
 * Any number may run.
 */
export async function startImages(
  config: Config,
  log: Logger,
  changes: Partial<typeof defaults> = {},
): Promise<Role> {
  const { namespace, imageHosts } = config;
  const { policyFor, firstWaitMs, ...limits } = { ...defaults, ...changes };
  if (imageHosts.length === 0) throw new ConfigError('IMAGE_HOSTS is not set: it names the hosts of images');
  const { aws, elasticsearchUrl } = required(config, 'elasticsearchUrl', 'aws');
  const client = createClient(elasticsearchUrl, WRITE_TIMEOUT_MS);
  const store = createImageStore(client, namespace);
  await store.ensureIndex();
  const subscription = await openSubscription(aws, namespace, 'images');
  const { queue, topology } = subscription;

  const http = await serveHttp(
    {
      host: config.host,
      port: portOf(config.imagesUrl),
      log,
      ready: async () => {
        await store.probe();
        await subscription.probe();
      },
    },
    (app) => serveMetrics(app, [subscription.depth]),
  );

  const policy = policyFor(imageHosts);
  const worker = startWorker({
    store,
    make: async (url, stop) => makeThumbnails(await fetchImage(url, policy, limits, stop), stop),
    firstWaitMs,
    log,
  });
  const consumer = consume({
    queue,
    probe: () => store.probe(),
    log,
    index: (messages) =>
      registerBatch(messages, async (urls) => {
        if ((await store.register(urls, Date.now())) > 0) worker.wake();
      }),
    settle: (indexed) => settle(indexed, queue, topology.queueName, log),
  });
  log.info({ queue: topology.queueName, topic: topology.topicArn, hosts: imageHosts }, 'fetching images');
  return {
    url: http.origin,
    async stop() {
      await Promise.all([consumer.stop(), worker.stop()]);
      await http.close();
      subscription.close();
      await client.close();
    },
  };
}

if (import.meta.main) await runRole('images', startImages);
