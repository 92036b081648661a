import { setTimeout as sleep } from 'node:timers/promises';
import { collectBody } from '../../../ops/collect-body.ts';
import type { Config } from '../../../ops/config.ts';
import { portOf, serveHttp } from '../../../ops/http.ts';
import type { Logger } from '../../../ops/log.ts';
import { type Metric, serveMetrics } from '../../../ops/metrics.ts';
import { required, type Role, runRole } from '../../../ops/role.ts';
import { acceptWake } from '../../../ops/wake.ts';
import { connect, type Pool } from '../mysql/connect.ts';
import { look, ping } from '../mysql/lend.ts';
import { migrate } from '../mysql/migrate.ts';
import { countSetAside, outboxBacklog, publishedThrough } from '../mysql/outbox.ts';
import { startHeartbeat } from './heartbeat.ts';
import { type Relay, startRelay } from './relay.ts';
import { openTopic, type Topic } from './topic.ts';

/** How often an unsubscribed topic is looked at again, in milliseconds. */
const SUBSCRIBER_POLL_MS = 200;

/** The relay: outbox to topic, from the moment the indexer's queue is subscribed. */
export async function startRelayRole(config: Config, log: Logger): Promise<Role> {
  const { mysqlUrl, aws } = required(config, 'mysqlUrl', 'aws');
  await migrate(mysqlUrl, (sentence) => log.warn(sentence));
  const pool = connect(mysqlUrl, 4);
  const topic = await openTopic({ ...aws, streamCollector: collectBody }, `${config.namespace}-events`);
  const queueName = `${config.namespace}-indexer`;
  const stopping = new AbortController();
  let relay: Relay | undefined;
  let stopHeartbeat = (): void => {};
  const server = await serveHttp(
    {
      host: config.host,
      port: portOf(config.relayUrl),
      log,
      ready: async () => {
        if (relay === undefined || !(await topic.hasSubscriber(queueName)))
          throw new Error(`the queue ${queueName} is not subscribed yet`);
        await ping(pool);
      },
    },
    (app) => {
      acceptWake(app, config.host, () => relay?.wake());
      serveMetrics(app, metricsOf(pool));
    },
  ).catch(async (error: unknown) => {
    topic.close();
    await pool.end();
    throw error;
  });
  const started = subscribed(topic, queueName, log, stopping.signal).then((ready) => {
    if (!ready) return;
    relay = startRelay(pool, topic, log);
    stopHeartbeat = startHeartbeat(pool, topic, log);
  });
  return {
    url: server.origin,
    stop: async () => {
      stopping.abort();
      await server.close();
      await started;
      stopHeartbeat();
      await relay?.stop();
      topic.close();
      await pool.end();
    },
  };
}

const metricsOf = (pool: Pool): readonly Metric[] => [
  {
    name: 'tandem_outbox_messages',
    help: 'Messages that wait for the relay, and those that it has set aside because the topic refused them.',
    label: 'state',
    read: () =>
      look(pool, async (connection) => ({
        waiting: (await outboxBacklog(connection)).waiting,
        set_aside: await countSetAside(connection),
      })),
  },
  {
    name: 'tandem_outbox_oldest_seconds',
    help: 'How long the oldest message has waited for the relay.',
    // One entry of an index, however many wait.
    read: async () => {
      const { now, through } = await look(pool, publishedThrough);
      return (now.getTime() - through.getTime()) / 1_000;
    },
  },
];

/** Waits for the queue: a topic drops what nobody subscribes to. False when stopped before. */
async function subscribed(
  topic: Topic,
  queueName: string,
  log: Logger,
  signal: AbortSignal,
): Promise<boolean> {
  let failing = false;
  for (let told = false; !signal.aborted;) {
    try {
      if (await topic.hasSubscriber(queueName)) return true;
      failing = false;
      if (!told) log.info({ queueName }, 'waiting for the queue to be subscribed');
      told = true;
    } catch (err) {
      if (!failing) log.warn({ err }, 'cannot look at the subscriptions; trying again');
      failing = true;
    }
    await sleep(SUBSCRIBER_POLL_MS);
  }
  return false;
}

if (import.meta.main) await runRole('relay', startRelayRole);
