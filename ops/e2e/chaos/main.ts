import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { countOf, numberOf, runCommand, UsageError } from '../../command-line.ts';
import { duration } from '../../progress.ts';
import { runChaos } from './chaos.ts';
import { createHistory } from './history.ts';
import { type OwnEngines, startOwnEngines } from './own-engines.ts';
import { isSabotage, type SabotageName, sabotages } from './sabotage.ts';

const usage = `npm run chaos -- [--seed N] [--minutes M] [--together] [--sabotage NAME]

Runs Tandem on engines of its own while its roles, engines, networks, disks and clocks fail, and judges what is left: by
the books of the clients, and by what is stored. Then MySQL is restored from an older backup, and it is judged again.
Exits with 1 when anything is wrong, with the last of what happened; all of it is in the file that it names.

  --seed N         decides what clients and faults do (random, and told)
  --minutes M      how long it goes on (1)
  --together       has all roles in one process, as npm start has them
  --sabotage NAME  puts a fault into a copy of the code, and what shows it comes often; then it must fail:
                   ${Object.keys(sabotages).join(', ')}`;

interface Arguments {
  readonly seed: number;
  readonly minutes: number;
  readonly together: boolean;
  readonly sabotage: SabotageName | undefined;
}

function parse(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: String(Math.ceil(Math.random() * 1_000_000)) },
      minutes: { type: 'string', default: '1' },
      together: { type: 'boolean', default: false },
      sabotage: { type: 'string' },
    },
  });
  const { sabotage, together } = values;
  if (sabotage !== undefined && !isSabotage(sabotage))
    throw new UsageError(`There is no sabotage ${sabotage}.`);
  return {
    seed: countOf('--seed', values.seed),
    minutes: numberOf('--minutes', values.minutes),
    together,
    sabotage,
  };
}

let own: OwnEngines | undefined;
// What is given back when this process exits is given back then too: once no engine writes there any more.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    const exit = (): void => process.exit(128 + constants.signals[signal]);
    void (own?.stop() ?? Promise.resolve()).then(exit, exit);
  });
await runCommand(usage, parse, run);
// Sockets of engines that were killed may linger.
process.exit();

async function run({ seed, minutes, together, sabotage }: Arguments): Promise<number> {
  const started = performance.now();
  own = await startOwnEngines();
  const history = createHistory(`${seed}${sabotage === undefined ? '' : `-${sabotage}`}`);
  const how = [together && ', together', sabotage !== undefined && `, sabotage ${sabotage}`].filter(Boolean);
  console.log(`seed ${seed}, ${minutes} minutes${how.join('')}: ${history.file}`);
  try {
    const { violations, ledger } = await runChaos({
      ...{ engines: own.urls, own, seed, together, sabotage },
      seconds: minutes * 60,
      rebuilds: true,
      tell: history.tell,
    });
    for (const [what, count] of [...ledger.counts].sort()) console.log(`  ${count} ${what}`);
    if (violations.length > 0) console.log(history.tail());
    for (const violation of violations.slice(0, 50)) console.log(`WRONG  ${violation}`);
    if (violations.length > 50) console.log(`${violations.length} violations in all`);
    console.log(
      `seed ${seed}: ${violations.length === 0 ? 'all is well' : 'failed'} after ${duration((performance.now() - started) / 1_000)}`,
    );
    return violations.length === 0 ? 0 : 1;
  } finally {
    await own.stop();
  }
}
