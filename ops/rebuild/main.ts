import { parseArgs } from 'node:util';
import { Client } from '@elastic/elasticsearch';
import { connect } from '../../subgraphs/command/mysql/connect.ts';
import { countStreams } from '../../subgraphs/command/mysql/event-log.ts';
import { probeIndices } from '../../subgraphs/query/documents/indices.ts';
import { readRegistration, type Registration } from '../../subgraphs/query/documents/registry.ts';
import { kindsOf, type ReadModelName } from '../../subgraphs/query/indexer/projections/document.ts';
import { UsageError } from '../command-line.ts';
import type { Config } from '../config.ts';
import { operate } from '../operate.ts';
import { createProgress, duration } from '../progress.ts';
import { describeFinding } from '../verify/compare.ts';
import { countCompared, partsOf } from '../verify/verify.ts';
import { FillRefused } from './fill.ts';
import {
  begin,
  compareGenerations,
  comparisonOf,
  describeEnded,
  endSwap,
  type Engines,
  fillGeneration,
  finish,
  leftovers,
  rebuildable,
  rollBack,
  swap,
  WrongPhase,
} from './rebuild.ts';

const usage = `npm run rebuild [-- MODEL...]
npm run rebuild -- --rollback | --finish | --abort [MODEL...]

Fills a new index of each read model (${rebuildable.join(', ')}) from the events in MySQL while
everything runs, compares it with them, and serves it instead of the old one, by one atomic call. It may be killed and
run again at any time: it goes on where it was.

  --rollback   serves the old ones again
  --finish     deletes what is not served any more; until then it is kept up to date, for --rollback
  --abort      gives up a rebuild that was not served yet`;

const MAX_PRINTED = 100;

type Action = 'rebuild' | 'rollback' | 'finish' | 'abort';
interface Arguments {
  readonly action: Action;
  /** Undefined: all that it concerns. */
  readonly models: readonly ReadModelName[] | undefined;
}

function parse(args: string[]): Arguments {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { rollback: flag, finish: flag, abort: flag },
  });
  const [action = 'rebuild', ...more] = (['rollback', 'finish', 'abort'] as const).filter(
    (name) => values[name],
  );
  if (more.length > 0) throw new UsageError('One thing at a time.');
  const models = [...new Set(positionals)].map((name) => {
    const model = rebuildable.find((known) => known === name);
    if (model === undefined) throw new UsageError(`There is no read model ${name} that could be rebuilt.`);
    return model;
  });
  return { action, models: models.length === 0 ? undefined : models };
}

/** Undefined: all models that it concerns. */
type Act = (engines: Engines, models: readonly ReadModelName[] | undefined) => Promise<number>;

const actions: Record<Action, Act> = {
  rebuild: (engines, models) => rebuild(engines, models ?? rebuildable),
  async rollback(engines, given) {
    const models = given ?? (await inPhase(engines, ['swapped']));
    if (models.length > 0) await rollBack(engines, models);
    return tell(models, 'served by the generation before the rebuild again');
  },
  async finish(engines, given) {
    const models = given ?? (await unfinished(engines));
    await finish(engines, models, ['swapped', 'rolled back', 'idle']);
    return tell(models, 'left with the generation that is served');
  },
  async abort(engines, given) {
    const models = given ?? (await inPhase(engines, ['filling']));
    await finish(engines, models, ['filling']);
    return tell(models, 'left as they were before the rebuild');
  },
};

/** Whether the swap that was ended is what was to be done. */
async function isDone(engines: Engines, action: Action, models: readonly ReadModelName[]): Promise<boolean> {
  const phase = action === 'rebuild' ? 'swapped' : action === 'rollback' ? 'rolled back' : undefined;
  if (phase === undefined) return false;
  const there = await inPhase(engines, [phase]);
  return models.every((model) => there.includes(model));
}

function tell(models: readonly ReadModelName[], what: string): number {
  console.log(models.length === 0 ? 'there is nothing to do' : `${models.join(', ')}: ${what}`);
  return models.length === 0 ? 1 : 0;
}

async function inPhase(
  { client, namespace }: Engines,
  phases: readonly Registration['phase'][],
): Promise<ReadModelName[]> {
  const found = await Promise.all(
    rebuildable.map(async (model) => {
      const { registration } = await readRegistration(client, namespace, model);
      return phases.includes(registration.phase) ? [model] : [];
    }),
  );
  return found.flat();
}

/** Where there is something to finish, or was when --finish was killed. */
async function unfinished(engines: Engines): Promise<ReadModelName[]> {
  const swapped = await inPhase(engines, ['swapped', 'rolled back']);
  const idle = await inPhase(engines, ['idle']);
  const left = await Promise.all(idle.map((model) => leftovers(engines, model)));
  return [...swapped, ...idle.filter((_, i) => left[i]!.length > 0)];
}

async function rebuild(engines: Engines, models: readonly ReadModelName[]): Promise<number> {
  const started = performance.now();
  const registrations = await begin(engines, models);

  const streams = await countStreams(engines.pool);
  const total = models.reduce((sum, model) => sum + (streams.get(kindsOf(model)[0]!) ?? 0), 0);
  const progress = createProgress('rebuild', total, 'documents');
  try {
    for (const [model, registration] of registrations)
      await fillGeneration(engines, model, registration, (documents) => progress.advance(documents));
  } finally {
    progress.stop();
  }
  console.log('filled; comparing with the events');
  const found = await compare(engines, registrations);
  if (found > 0) {
    console.log(`${found} streams differ, so it is not served; run it again, or --abort`);
    return 1;
  }
  await swap(engines, registrations);
  console.log(
    `The new generation of ${models.join(', ')} is served after ${duration((performance.now() - started) / 1_000)}. ` +
      `--rollback serves the old one again, --finish deletes it.`,
  );
  return 0;
}

/** Prints what is wrong with the new generations. Answers how much that is. */
async function compare(
  engines: Engines,
  registrations: ReadonlyMap<ReadModelName, Registration>,
): Promise<number> {
  const comparison = await comparisonOf(engines, registrations);
  const total = await countCompared(comparison, partsOf([...registrations.keys()]));
  const progress = createProgress('compare', total, 'streams and documents');
  let found = 0;
  await compareGenerations(engines, registrations, comparison, {
    advance: progress.advance,
    onFinding: (finding) => {
      if (++found <= MAX_PRINTED) console.log(describeFinding(finding));
    },
  }).finally(progress.stop);
  return found;
}

async function run({ action, models }: Arguments, config: Config): Promise<number> {
  const pool = connect(config.mysqlUrl!, 4);
  const client = new Client({ node: config.elasticsearchUrl!, requestTimeout: 120_000 });
  const engines: Engines = { pool, client, namespace: config.namespace };
  try {
    const ended = await endSwap(engines);
    if (ended.length > 0) console.log(describeEnded(ended));
    if (
      ended.length > 0 &&
      (await isDone(engines, action, models ?? (action === 'rebuild' ? rebuildable : ended)))
    )
      return 0;
    await probeIndices(client, config.namespace);
    return await actions[action](engines, models);
  } catch (error) {
    if (!(error instanceof WrongPhase) && !(error instanceof FillRefused)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    await client.close();
    await pool.end();
  }
}

await operate(usage, parse, ['mysqlUrl', 'elasticsearchUrl'], run);
