import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../../config.ts';
import { withEngines } from '../../embedded.ts';
import { duration } from '../../progress.ts';
import { runChaos } from './chaos.ts';
import { type EngineName } from './nemesis.ts';
import { sabotages } from './sabotage.ts';

const usage = `npm run chaos -- [--seed N] [--minutes M] [--sabotage NAME]

Runs Tandem on engines of its own while its roles, engines and networks fail, and judges what is left: by the books of
the clients, and by what is stored. Exits with 1 when anything is wrong, and writes what happened to a file.

  --seed N         decides what clients and faults do (random, and told)
  --minutes M      how long it goes on (1)
  --sabotage NAME  puts a fault into a copy of the code; then it must fail: ${Object.keys(sabotages).join(', ')}`;

/** Not those of the environment, which others may use. */
const OWN = { mysqlUrl: undefined, elasticsearchUrl: undefined, aws: undefined };

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    minutes: { type: 'string', default: '1' },
    sabotage: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(usage);
else process.exitCode = await run(Number(values.seed), Number(values.minutes), values.sabotage);
// Sockets of engines that were killed may linger.
process.exit();

async function run(seed: number, minutes: number, sabotage: string | undefined): Promise<number> {
  const started = performance.now();
  const dataDir = await mkdtemp(join(tmpdir(), 'tandem-chaos-engines-'));
  await chmod(dataDir, 0o755); // as root, the engines run as a user who must get in
  const { engines } = await withEngines({ ...readConfig(), ...OWN, dataDir }, (line) => console.error(line));
  const pids = { ...engines.pids };
  console.log(`seed ${seed}, ${minutes} minutes${sabotage === undefined ? '' : `, sabotage ${sabotage}`}`);
  try {
    const restart = async (name: EngineName): Promise<string> => {
      process.kill(pids[name]!, 'SIGKILL');
      const again = await engines.restart(name);
      pids[name] = again.pid;
      return again.url;
    };
    const { violations, ledger } = await runChaos({
      engines: { ...engines, restart },
      seed,
      seconds: minutes * 60,
      sabotage,
    });
    for (const [what, count] of [...ledger.counts].sort()) console.log(`  ${count} ${what}`);
    console.log(`  ${ledger.history.filter((line) => line.includes('***')).length} faults`);
    for (const violation of violations.slice(0, 50)) console.log(`WRONG  ${violation}`);
    if (violations.length > 0) {
      const file = join(tmpdir(), `tandem-chaos-${seed}.log`);
      await writeFile(file, `${ledger.history.join('\n')}\n`);
      console.log(`${violations.length} violations; what happened is in ${file}`);
    }
    console.log(
      `seed ${seed}: ${violations.length === 0 ? 'all is well' : 'failed'} after ${duration((performance.now() - started) / 1_000)}`,
    );
    return violations.length === 0 ? 0 : 1;
  } finally {
    await engines.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
