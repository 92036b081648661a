import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../ops/config.ts';
import { withEngines } from '../ops/embedded.ts';
import { benchSync } from './sync.ts';
import { benchWrite } from './write.ts';

const usage = `npm run bench -- write [--seconds N] [--orders N]
npm run bench -- sync [--seconds N] [--events N] [--documents N]

Measures the command subgraph, in a process of its own, beside the same SQL straight on MySQL, on engines and data of
its own that are gone afterwards. Exits with 1 when a target is missed.

write measures the command subgraph; sync from commit to readable and searchable at 100 orders a second for 20 s, the
drain of 100,000 events beside a bare loop, and the fill of a rebuild of 50,000 documents beside straight _bulk.

  --seconds N   how long each of 14 rounds of each side of each workload takes (1.5)
  --orders N    how many orders are placed under contention (20000)`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    events: { type: 'string', default: '100000' },
    documents: { type: 'string', default: '50000' },
    orders: { type: 'string', default: '20000' },
  },
});
if (positionals.join() !== 'write' && positionals.join() !== 'sync') {
  console.error(usage);
  process.exit(2);
}

const dataDir = await mkdtemp(join(tmpdir(), 'tandem-bench-'));
await chmod(dataDir, 0o755); // as root, the engines run as a user who must get in
try {
  const { engines, config } = await withEngines({ ...readConfig(), dataDir }, (line) => console.error(line));
  try {
    const pass =
      positionals[0] === 'sync'
        ? await benchSync({
            mysqlUrl: engines.mysqlUrl,
            elasticsearchUrl: engines.elasticsearchUrl,
            aws: config.aws!,
            seconds: Number(values.seconds ?? 20),
            events: Number(values.events),
            documents: Number(values.documents),
            report: console.log,
          })
        : await benchWrite({
            mysqlUrl: engines.mysqlUrl,
            seconds: Number(values.seconds ?? 1.5),
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
