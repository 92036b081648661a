import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from '@elastic/elasticsearch';
import { connect, type Pool } from '../../subgraphs/command/mysql/connect.ts';
import { publishedThrough } from '../../subgraphs/command/mysql/outbox.ts';
import { probeIndices } from '../../subgraphs/query/documents/indices.ts';
import { readModelNames } from '../../subgraphs/query/indexer/projections/document.ts';
import type { Config } from '../config.ts';
import { operate } from '../operate.ts';
import { createProgress, duration } from '../progress.ts';
import { describeEnded, endSwap } from '../rebuild/rebuild.ts';
import { describeFinding, type Finding } from './compare.ts';
import { createRepair } from './repair.ts';
import { compareServed, type Comparison } from './comparison.ts';
import { countCompared, partsOf, verify } from './verify.ts';

const usage = `npm run verify [-- --repair]

Compares every stream in MySQL with the section of its document that shows it, and names what is missing, behind,
ahead, different or unknown to MySQL. Safe while everything runs. Exits with 1 when there is any.

  --repair   mends what is found, compares once more, and exits with 1 when anything is still wrong: publishes again
             what is missing or behind, writes over what is ahead or different, takes away what is unknown`;

/** Findings that are printed; the rest is counted. */
const MAX_PRINTED = 1_000;
/** How long what was published again may take to be indexed. */
const REPAIR_PATIENCE_MS = 600_000;

await operate(
  usage,
  (args) => parseArgs({ args, options: { repair: { type: 'boolean', default: false } } }).values.repair,
  ['mysqlUrl', 'elasticsearchUrl'],
  run,
);

async function run(repairing: boolean, config: Config): Promise<number> {
  const pool = connect(config.mysqlUrl!, 4);
  const client = new Client({ node: config.elasticsearchUrl!, requestTimeout: 60_000 });
  try {
    const ended = await endSwap({ pool, client, namespace: config.namespace });
    if (ended.length > 0) console.log(describeEnded(ended));
    await probeIndices(client, config.namespace);
    const comparison = await compareServed({ pool, client }, config.namespace);
    const isWrong = await compareAndMend(comparison, repairing).catch(async (error: unknown) => {
      // Its index may be gone.
      if (await comparison.isServedStill()) throw error;
      return true;
    });
    if (await comparison.isServedStill()) return isWrong ? 1 : 0;
    console.error('a rebuild has served another generation meanwhile: run this again');
    return 1;
  } finally {
    await client.close();
    await pool.end();
  }
}

/** Answers whether anything is wrong in the end. */
async function compareAndMend(comparison: Comparison, repairing: boolean): Promise<boolean> {
  const repair = repairing ? createRepair(comparison) : undefined;
  const found = await pass(comparison, (finding) => repair?.add(finding));
  if (repair === undefined || found === 0) return found > 0;
  const { published, forced } = await repair.finish();
  console.log(`published ${published} events again, wrote over ${forced} sections; comparing once more`);
  await untilPublished(comparison.pool);
  return (await pass(comparison, () => undefined)) > 0;
}

/** Compares everything once and prints what is wrong. Answers how much that is. */
async function pass(
  comparison: Comparison,
  use: (finding: Finding) => Promise<void> | undefined,
): Promise<number> {
  const started = performance.now();
  const counts = new Map<string, number>();
  let found = 0;
  const parts = partsOf(readModelNames);
  const total = await countCompared(comparison, parts);
  const progress = createProgress('verify', total, 'streams and documents');
  const streams = await verify(comparison, {
    parts,
    advance: progress.advance,
    onFinding: async (finding) => {
      if (++found <= MAX_PRINTED) console.log(describeFinding(finding));
      counts.set(finding.problem, (counts.get(finding.problem) ?? 0) + 1);
      await use(finding);
    },
  }).finally(() => progress.stop());
  const summary = [...counts].map(([problem, count]) => `${count} ${problem}`).join(', ');
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1_024);
  console.log(
    `${streams} streams in ${duration((performance.now() - started) / 1_000)} ` +
      `(at most ${peakMegabytes} MB of memory): ${summary || 'all are as they should be'}`,
  );
  return found;
}

/** Waits until the relay, which may be far behind, has published all that is in the outbox now. */
async function untilPublished(pool: Pool): Promise<void> {
  const { now: repaired } = await publishedThrough(pool);
  for (const end = performance.now() + REPAIR_PATIENCE_MS; performance.now() < end; await sleep(250))
    if ((await publishedThrough(pool)).through > repaired) return;
  console.error('what was published again is still in the outbox: does a relay run? See npm run outbox');
}
