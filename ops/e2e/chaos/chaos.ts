import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createConnection } from 'mysql2/promise';
import { standInAws } from '../../config.ts';
import { openAudit } from './audit.ts';
import { createClients } from './clients.ts';
import { watchGateway } from './downtime.ts';
import type { EngineFaults } from './engine-faults.ts';
import { atRest, judge, type Judged, wrongDocuments } from './invariants.ts';
import { createLedger, type Ledger, note, violate } from './ledger.ts';
import { type EngineUrls, type Link, type Links, moveLinks, openLinks, through } from './links.ts';
import { unleash } from './nemesis.ts';
import type { OwnEngines } from './own-engines.ts';
import { createRandom } from './random.ts';
import { createRebuilder } from './rebuilder.ts';
import { REST_MS } from './rest.ts';
import { restoreAnOlderBackup } from './restore.ts';
import { type ProcessName, superviseRoles, type SupervisedRoles } from './roles.ts';
import { sabotagedTree, sabotages, wholeTree } from './sabotage.ts';
import { startShuffler } from './shuffler.ts';
import { neverAnswered } from './work.ts';
import { type ChaosOptions, lives, type World } from './world.ts';

/** In so many seconds there is time for everything that can go wrong. */
const ALL_HAPPENS_WITHIN_S = 600;

export interface ChaosResult {
  readonly violations: readonly string[];
  readonly ledger: Ledger;
}

/**
 * Lets clients write and read while everything around them fails, lets it come to rest, and judges what is left. The
 * seed decides what clients and faults do, not how the machine schedules them.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const ledger = createLedger(options.tell ?? (() => undefined));
  const folder = await mkdtemp(join(tmpdir(), 'tandem-chaos-'));
  const links = await openLinks(options.engines);
  const urls = { ...options.engines, mysqlUrl: await createDatabase(options.engines.mysqlUrl) };
  const judged: Judged = {
    mysqlUrl: through(links, urls, 'harness-mysql'),
    elasticsearchUrl: through(links, urls, 'harness-es'),
    aws: standInAws(through(links, urls, 'harness-sqs')),
    namespace: `c-${randomUUID().slice(0, 8)}`,
    restMs: options.restMs ?? REST_MS,
  };
  let roles: SupervisedRoles | undefined;
  try {
    const root =
      options.sabotage === undefined
        ? wholeTree
        : await sabotagedTree(options.sabotage, join(folder, 'tree'));
    const environmentOf = environments(urls, links, judged.namespace, folder);
    const started = await superviseRoles(root, environmentOf, ledger, options.together);
    const { wasDown, ...watched } = watchGateway(started, options.together);
    roles = watched.roles;
    const operator = environmentOf('operator');
    const rebuilder = createRebuilder(root, operator, links, ledger);
    const faults = options.own && engineFaults(options.own, links, judged, ledger);
    const clients = createClients(roles.gatewayUrl, ledger, `seed-${options.seed}`, wasDown);
    const world: World = {
      options,
      root,
      operator,
      judged,
      ledger,
      links,
      roles,
      rebuilder,
      faults,
      clients,
    };
    // What was found before is told beside what ended it.
    await storm(world).catch((error: unknown) => violate(ledger, `the run broke off: ${inspect(error)}`));
    return { violations: ledger.violations, ledger };
  } finally {
    await roles?.stop();
    await rm(folder, { recursive: true, force: true });
    // What went wrong before counts, as an engine that did not come back, and not what follows from it.
    await cleanUp(judged).catch((error: unknown) => note(ledger, `not cleaned up: ${String(error)}`));
    for (const link of Object.values(links)) link.close();
  }
}

/** Books whatever is wrong. */
async function storm(world: World): Promise<void> {
  const { options, ledger, roles, clients, judged, rebuilder } = world;
  const random = createRandom(options.seed);
  await roles.ready();
  const audit = await openAudit(judged.aws, judged.namespace);
  await clients.prepare();
  const end = performance.now() + options.seconds * 1_000;
  // Where all that goes wrong is chosen, and where there is time for all of it, it goes wrong once at least.
  const isLong = options.seconds >= ALL_HAPPENS_WITHIN_S;
  const mustHappen = options.only !== undefined || isLong;
  let isDealt = !mustHappen;
  const isOver = (): boolean => performance.now() > end && isDealt;
  // Then nothing else goes wrong, and what a rebuild must have been through gets as long again where it lacks.
  let isRebuilt = !isLong || options.rebuilds !== true;
  const mayStop = (): boolean => isRebuilt || performance.now() > end + options.seconds * 1_000;
  const done = (): boolean => isOver() && mayStop();
  const sqs = new SQSClient({ ...judged.aws, maxAttempts: 1 });
  const stopShuffler = startShuffler(sqs, `${judged.namespace}-indexer`, random.fork());
  const [missing, neverRebuilt] = await Promise.all([
    unleash(victimsOf(world), random.fork(), ledger, (allDealt) => {
      isDealt ||= allDealt;
      return isOver();
    }),
    options.rebuilds === true
      ? rebuilder.run(random.fork(), (allCame) => {
          isRebuilt ||= allCame;
          return done();
        })
      : [],
    ...lives(world, random, done),
  ]);
  const shuffled = await stopShuffler();
  note(ledger, `${shuffled} copies of messages`);
  sqs.destroy();
  await roles.ready();
  const book = (those: readonly string[]): void => those.forEach((what) => violate(ledger, what));
  const never = [
    ...(mustHappen ? missing : []),
    ...(isLong ? neverRebuilt : []),
    ...(isLong && shuffled === 0 ? ['messages are copied and come late'] : []),
  ];
  book(never.map((name) => `"${name}" never happened`));
  book(neverAnswered(ledger, isLong));
  if (options.rebuilds === true) {
    // First all that is on its way: it would be missing from the new generation. And what is wrong would be right in it.
    book(await atRest(judged));
    book(await wrongDocuments(judged));
    book(await rebuilder.finish());
  }
  const found = await judge(judged, audit, roles.gatewayUrl, ledger);
  book(found);
  if (found.length === 0) book(await restoreAnOlderBackup(world, audit, random.fork()));
}

const victimsOf = ({ options, judged, roles, links, faults }: World) => ({
  roles,
  together: options.together === true,
  links,
  engines: faults,
  mysqlUrl: judged.mysqlUrl,
  only: options.only,
  often: options.sabotage === undefined ? [] : sabotages[options.sabotage].shownBy,
  longMs: Math.min(60, options.seconds / 6) * 1_000,
});

async function createDatabase(engineUrl: string): Promise<string> {
  const name = `chaos_${randomUUID().replaceAll('-', '')}`;
  const connection = await createConnection(engineUrl);
  await connection.query(`CREATE DATABASE ${name}`).finally(() => connection.end());
  return new URL(`/${name}`, engineUrl).href;
}

async function cleanUp({ mysqlUrl, elasticsearchUrl, namespace }: Judged): Promise<void> {
  const connection = await createConnection(mysqlUrl);
  await connection
    .query(`DROP DATABASE ${new URL(mysqlUrl).pathname.slice(1)}`)
    .finally(() => connection.end());
  const indices = (await (
    await fetch(`${elasticsearchUrl}/_cat/indices/${namespace}*?format=json&h=index`)
  ).json()) as { index: string }[];
  for (const { index } of indices) await fetch(`${elasticsearchUrl}/${index}`, { method: 'DELETE' });
}

/** What each role is told: the engines that it may reach, and no other. */
function environments(urls: EngineUrls, links: Links, namespace: string, folder: string) {
  const over = (variable: string, link: Link) => ({ [variable]: through(links, urls, link) });
  const linked: Record<ProcessName | 'operator', Record<string, string>> = {
    together: {
      ...over('MYSQL_URL', 'command-mysql'),
      ...over('ELASTICSEARCH_URL', 'indexer-es'),
      ...over('SQS_ENDPOINT', 'relay-sqs'),
    },
    gateway: {},
    command: over('MYSQL_URL', 'command-mysql'),
    relay: { ...over('MYSQL_URL', 'relay-mysql'), ...over('SQS_ENDPOINT', 'relay-sqs') },
    indexer: { ...over('SQS_ENDPOINT', 'indexer-sqs'), ...over('ELASTICSEARCH_URL', 'indexer-es') },
    query: over('ELASTICSEARCH_URL', 'query-es'),
    operator: {
      ...over('MYSQL_URL', 'rebuild-mysql'),
      ...over('ELASTICSEARCH_URL', 'rebuild-es'),
      ...over('SQS_ENDPOINT', 'harness-sqs'),
    },
  };
  return (name: ProcessName | 'operator'): Record<string, string> => ({
    TANDEM_NAMESPACE: namespace,
    TANDEM_DATA_DIR: folder,
    LOG_LEVEL: 'warn',
    ...linked[name],
  });
}

function engineFaults(own: OwnEngines, links: Links, judged: Judged, ledger: Ledger): EngineFaults {
  return {
    own,
    elasticsearchUrl: judged.elasticsearchUrl,
    namespace: judged.namespace,
    tell: (line) => note(ledger, `*** ${line}`),
    kill: async (name, meanwhile) => moveLinks(links, name, await own.restart(name, meanwhile)),
  };
}
