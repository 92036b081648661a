import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../ops/config.ts';
import { withEngines } from '../ops/embedded.ts';
import { benchWrite } from './write.ts';

const usage = `npm run bench -- write [--seconds N] [--orders N]

Measures the command subgraph, in a process of its own, beside the same SQL straight on MySQL, on engines and data of
its own that are gone afterwards. Exits with 1 when a target is missed.

  --seconds N   how long each of 14 rounds of each side of each workload takes (1.5)
  --orders N    how many orders are placed under contention (20000)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '1.5' },
    orders: { type: 'string', default: '20000' },
  },
});
if (positionals.join() !== 'write') {
  console.error(usage);
  process.exit(2);
}

const dataDir = await mkdtemp(join(tmpdir(), 'tandem-bench-'));
await chmod(dataDir, 0o755); // as root, the engines run as a user who must get in
try {
  const { engines } = await withEngines({ ...readConfig(), dataDir }, (line) => console.error(line));
  try {
    const pass = await benchWrite({
      mysqlUrl: engines.mysqlUrl,
      seconds: Number(values.seconds),
      orders: Number(values.orders),
      report: console.log,
    });
    process.exitCode = pass ? 0 : 1;
  } finally {
    await engines.stop();
  }
} finally {
  await rm(dataDir, { recursive: true });
}
