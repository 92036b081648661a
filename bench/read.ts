import { join } from 'node:path';
import { Pool } from 'undici';
import { readJudgments } from './judgments.ts';
import { load, type Measured, percentile, perSecond, together } from './load.ts';
import { readWorkloads, type Workload } from './read-workloads.ts';
import { runProgram } from './program.ts';
import { type ElectronicsShop, withElectronics } from './with-electronics.ts';

/** The runs of one workload take turns, so that what else the machine does meets all of them alike. */
const ROUNDS = 6;
const RUN = { clients: 16, seconds: 1.5 };
const WARM_UP = { clients: 16, seconds: 1 };

type Target = 'straight' | 'query' | 'gateway';
type Results = Readonly<Record<Target, Measured>>;

/** Measures reads through the gateway and at the query subgraph beside the same requests sent straight, and tells whether the floors are kept. */
export async function benchRead(data: string, report: (line: string) => void): Promise<boolean> {
  return await withElectronics(data, report, async (shop) => {
    const environment = {
      ELASTICSEARCH_URL: shop.config.elasticsearchUrl ?? '',
      TANDEM_NAMESPACE: shop.config.namespace,
      QUERY_URL: 'http://127.0.0.1:0/graphql',
      PORT: '0',
    };
    const query = await runProgram('subgraphs/query/main.ts', environment);
    const gateway = await runProgram('gateway/main.ts', { ...environment, QUERY_URL: query.url });
    try {
      const urls = { query: query.url, gateway: new URL('/graphql', gateway.url).href };
      return await measureAll(shop, data, urls, report);
    } finally {
      await gateway.stop();
      await query.stop();
    }
  });
}

async function measureAll(
  shop: ElectronicsShop,
  data: string,
  urls: Readonly<Record<'query' | 'gateway', string>>,
  report: (line: string) => void,
): Promise<boolean> {
  const texts = [...readJudgments(join(data, 'electronics-judgments.csv')).keys()];
  let reached = true;
  report(
    `\n${'requests a second (p50, p99 in ms)'.padEnd(36)}${['straight', 'query subgraph', 'gateway'].map((name) => name.padEnd(24)).join('')}ratio`,
  );
  for (const workload of readWorkloads(shop, texts)) {
    const results = await measure(workload, urls);
    const ratio = perSecond(results.query) / perSecond(results.straight);
    const kept = workload.floor === undefined || ratio >= workload.floor;
    reached &&= kept;
    const figures = [results.straight, results.query, results.gateway].map((result) =>
      figure(result).padEnd(24),
    );
    const floor =
      workload.floor === undefined ? '' : ` ${kept ? 'kept' : 'MISSED'}: at least ${workload.floor}`;
    report(`${workload.name.padEnd(36)}${figures.join('')}${ratio.toFixed(2)}${floor}`);
  }
  return reached;
}

const figure = (result: Measured): string =>
  `${perSecond(result).toFixed(0)} (${percentile(result, 0.5).toFixed(1)}, ${percentile(result, 0.99).toFixed(1)})`;

async function measure(
  { query, variables, straight }: Workload,
  urls: Readonly<Record<'query' | 'gateway', string>>,
): Promise<Results> {
  const clients = { query: createClient(urls.query), gateway: createClient(urls.gateway) };
  const ask = (target: 'query' | 'gateway') => (n: number) => clients[target].ask(query, variables(n));
  const sends = { straight, query: ask('query'), gateway: ask('gateway') };
  const runs: Record<Target, Measured[]> = { straight: [], query: [], gateway: [] };
  for (const send of Object.values(sends)) await load(send, WARM_UP);
  for (let round = 0; round < ROUNDS; round++)
    for (const target of Object.keys(sends) as Target[]) runs[target].push(await load(sends[target], RUN));
  await Promise.all(Object.values(clients).map((client) => client.close()));
  return { straight: together(runs.straight), query: together(runs.query), gateway: together(runs.gateway) };
}

/** As cheap a client as there is, so that its own cost says little. */
function createClient(url: string) {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: RUN.clients });
  return {
    async ask(query: string, variables: Record<string, unknown>): Promise<void> {
      const { body } = await pool.request({
        ...{ path: pathname, method: 'POST', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify({ query, variables }),
      });
      const text = await body.text();
      if (text.includes('"errors"') || !text.startsWith('{"data":{')) throw new Error(text.slice(0, 500));
    },
    close: () => pool.close(),
  };
}
