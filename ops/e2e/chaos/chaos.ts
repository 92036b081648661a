import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createConnection } from 'mysql2/promise';
import { standInAws } from '../../config.ts';
import { openAudit } from './audit.ts';
import { createClients } from './clients.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { judge } from './invariants.ts';
import { createLedger, type Ledger, note } from './ledger.ts';
import { type EngineName, type Link, type Links, unleash, type Victims } from './nemesis.ts';
import { createRandom } from './random.ts';
import { type RoleName, superviseRoles } from './roles.ts';
import { sabotagedTree, wholeTree } from './sabotage.ts';
import { startShuffler } from './shuffler.ts';

/** Where the engines are; `restart` kills one and starts it again, and answers with its new URL. */
export interface ChaosEngines {
  readonly mysqlUrl: string;
  readonly elasticsearchUrl: string;
  readonly sqsEndpoint: string;
  readonly restart?: (name: EngineName) => Promise<string>;
}

export interface ChaosOptions {
  readonly engines: ChaosEngines;
  readonly seed: number;
  readonly seconds: number;
  readonly clients?: number;
  /** One of sabotages: then violations are to be found. */
  readonly sabotage?: string | undefined;
  readonly spared?: readonly RoleName[];
}

export interface ChaosResult {
  readonly violations: readonly string[];
  readonly ledger: Ledger;
}

/**
 * Lets clients write and read while everything around them fails, lets it come to rest, and judges what is left. The
 * seed decides what clients and faults do, not how the machine schedules them.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { seed, seconds, sabotage } = options;
  const random = createRandom(seed);
  const ledger = createLedger();
  const namespace = `c-${randomUUID().slice(0, 8)}`;
  const database = await createDatabase(options.engines.mysqlUrl);
  const engines = { ...options.engines, mysqlUrl: database.url };
  const folder = await mkdtemp(join(tmpdir(), 'tandem-chaos-'));
  const root = sabotage === undefined ? wholeTree : await sabotagedTree(sabotage, join(folder, 'tree'));
  const links = await openLinks(engines);
  const roles = await superviseRoles(root, environments(engines, links, namespace, folder), (line) =>
    note(ledger, line),
  );
  const current = { ...engines };
  const killEngine = restarter(engines, links, current);
  const sqs = () =>
    new SQSClient({ ...standInAws(current.sqsEndpoint), useQueueUrlAsEndpoint: false, maxAttempts: 1 });
  try {
    await roles.ready();
    await openAudit(standInAws(current.sqsEndpoint), namespace);
    const skus = Array.from({ length: 4 }, (_, i) => `sku-${i}`);
    const clients = createClients(roles.gatewayUrl, skus, ledger, `seed-${seed}`);
    await clients.prepare();
    const end = performance.now() + seconds * 1_000;
    const done = (): boolean => performance.now() > end;
    const shuffling = sqs();
    const stopShuffler = startShuffler(shuffling, `${namespace}-indexer`, random.fork());
    const victims: Victims = { roles, links, killEngine, spared: options.spared ?? [] };
    await Promise.all([
      unleash(victims, random.fork(), ledger, done),
      ...Array.from({ length: options.clients ?? 4 }, () => clients.run(random.fork(), done)),
    ]);
    await stopShuffler();
    shuffling.destroy();
    await roles.ready();
    const found = await judge(
      {
        mysqlUrl: current.mysqlUrl,
        elasticsearchUrl: current.elasticsearchUrl,
        aws: standInAws(current.sqsEndpoint),
        namespace,
      },
      ledger,
    );
    return { violations: [...ledger.violations, ...found], ledger };
  } finally {
    await roles.stop();
    for (const link of Object.values(links)) link.close();
    await rm(folder, { recursive: true, force: true });
    await cleanUp(current, namespace);
  }
}

async function createDatabase(engineUrl: string): Promise<{ url: string }> {
  const name = `chaos_${randomUUID().replaceAll('-', '')}`;
  const connection = await createConnection(engineUrl);
  await connection.query(`CREATE DATABASE ${name}`).finally(() => connection.end());
  return { url: new URL(`/${name}`, engineUrl).href };
}

async function cleanUp({ mysqlUrl, elasticsearchUrl }: ChaosEngines, namespace: string): Promise<void> {
  const connection = await createConnection(mysqlUrl);
  await connection
    .query(`DROP DATABASE ${new URL(mysqlUrl).pathname.slice(1)}`)
    .finally(() => connection.end());
  const indices = (await (
    await fetch(`${elasticsearchUrl}/_cat/indices/${namespace}*?format=json&h=index`)
  ).json()) as { index: string }[];
  for (const { index } of indices) await fetch(`${elasticsearchUrl}/${index}`, { method: 'DELETE' });
}

const engineOf = (link: Link): 'mysqlUrl' | 'elasticsearchUrl' | 'sqsEndpoint' =>
  link.endsWith('-mysql') ? 'mysqlUrl' : link.endsWith('-es') ? 'elasticsearchUrl' : 'sqsEndpoint';

async function openLinks(engines: ChaosEngines): Promise<Links> {
  const names: Link[] = [
    ...(['command-mysql', 'relay-mysql', 'relay-sqs'] as const),
    ...(['indexer-sqs', 'indexer-es', 'query-es'] as const),
  ];
  const proxies = await Promise.all(
    names.map((name) => startFaultProxy(Number(new URL(engines[engineOf(name)]).port))),
  );
  return Object.fromEntries(names.map((name, i) => [name, proxies[i]])) as unknown as Links;
}

function environments(engines: ChaosEngines, links: Links, namespace: string, folder: string) {
  const through = (link: Link): string => {
    const url = new URL(engines[engineOf(link)]);
    url.hostname = '127.0.0.1';
    url.port = String(links[link].port);
    return url.href.replace(/\/$/, '');
  };
  const linked: Record<RoleName, Record<string, string>> = {
    gateway: {},
    command: { MYSQL_URL: through('command-mysql') },
    relay: { MYSQL_URL: through('relay-mysql'), SQS_ENDPOINT: through('relay-sqs') },
    indexer: { SQS_ENDPOINT: through('indexer-sqs'), ELASTICSEARCH_URL: through('indexer-es') },
    query: { ELASTICSEARCH_URL: through('query-es') },
  };
  return (name: RoleName): Record<string, string> => ({
    TANDEM_NAMESPACE: namespace,
    TANDEM_DATA_DIR: folder,
    LOG_LEVEL: 'warn',
    ...linked[name],
  });
}

/** Moves the links to where the engine is after its restart. */
function restarter(
  { restart }: ChaosEngines,
  links: Links,
  current: { mysqlUrl: string; elasticsearchUrl: string; sqsEndpoint: string },
): Victims['killEngine'] {
  if (restart === undefined) return undefined;
  const keyOf = {
    mysql: 'mysqlUrl',
    elasticsearch: 'elasticsearchUrl',
    sqs: 'sqsEndpoint',
  } as const;
  return async (name) => {
    const key = keyOf[name];
    const { port } = new URL(await restart(name));
    const url = new URL(current[key]);
    url.port = port;
    current[key] = url.href.replace(/\/$/, '');
    for (const link of Object.keys(links) as Link[])
      if (engineOf(link) === key) links[link].setTarget(Number(port));
  };
}
