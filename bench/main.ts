import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countOf, numberOf, runCommand, UsageError } from '../ops/command-line.ts';
import { onEngines } from './on-engines.ts';
import { benchRead } from './read.ts';
import { benchRelevance } from './relevance.ts';
import { benchSync } from './sync.ts';
import { DEFAULT_DATA } from './with-electronics.ts';
import { benchWrite } from './write.ts';

const usage = `npm run bench -- write [--seconds N] [--orders N]
npm run bench -- sync [--seconds N] [--events N] [--documents N]
npm run bench -- relevance [--data FOLDER]
npm run bench -- read [--data FOLDER]

Each works on data of its own, on engines of its own where none are configured, and exits with 1 when a target is missed.
Engines of its own are gone afterwards with all data; in others the indices, queues and topics of each run stay.

write      orders at the command subgraph, in a process of its own, beside the same SQL straight on MySQL
  --seconds N   how long each of 14 rounds of each side of each workload takes (1.5)
  --orders N    how many orders are placed under contention (20000)
sync       from commit to readable and searchable at 100 orders a second, the drain of a backlog beside a bare loop, the
           fill of a rebuild beside straight _bulk, and the memory of the indexer and of verify
  --seconds N   how long orders are measured, after 130 s that warm up (20)
  --events N    how many events wait (100000)
  --documents N how many documents are filled, of two streams each (50000)
relevance  how well the search ranks 19,406 electronics products, judged by people (nDCG@10)
read       queries through the gateway and at the query subgraph, beside the same requests straight on Elasticsearch
  --data FOLDER where electronics-products.jsonl.gz and electronics-judgments.csv are, which are not in the repository
                (../shared/data)`;

const report = console.log;

/** Reads which bench, and how. Answers what runs it, and tells whether all targets were met. */
function parse(args: string[]): () => Promise<boolean> {
  const { values, positionals, tokens } = parseArgs({
    args,
    allowPositionals: true,
    tokens: true,
    options: {
      seconds: { type: 'string' },
      orders: { type: 'string', default: '20000' },
      events: { type: 'string', default: '100000' },
      documents: { type: 'string', default: '50000' },
      data: { type: 'string', default: DEFAULT_DATA },
    },
  });
  const chosen = positionals.join(' ');
  const takes = usage.split('\n').find((line) => line.startsWith(`npm run bench -- ${chosen} `)) ?? usage;
  for (const token of tokens)
    if (token.kind === 'option' && !takes.includes(token.rawName))
      throw new UsageError(`${chosen} takes no ${token.rawName}.`);
  const [orders, events, documents] = (['orders', 'events', 'documents'] as const).map((name) =>
    countOf(`--${name}`, values[name]),
  ) as [number, number, number];
  const seconds = (byDefault: string) => numberOf('--seconds', values.seconds ?? byDefault);
  switch (chosen) {
    case 'write': {
      const options = { seconds: seconds('1.5'), orders, report };
      return () =>
        onEngines(console.error, ({ mysqlUrl }) => benchWrite({ mysqlUrl: mysqlUrl!, ...options }));
    }
    case 'sync': {
      const options = { seconds: seconds('20'), events, documents, report };
      return () =>
        onEngines(console.error, ({ mysqlUrl, elasticsearchUrl, aws }) =>
          benchSync({ mysqlUrl: mysqlUrl!, elasticsearchUrl: elasticsearchUrl!, aws: aws!, ...options }),
        );
    }
    case 'relevance':
    case 'read': {
      const bench = chosen === 'read' ? benchRead : benchRelevance;
      for (const name of ['electronics-products.jsonl.gz', 'electronics-judgments.csv'])
        if (!existsSync(join(values.data, name)))
          throw new UsageError(`There is no ${join(values.data, name)}: --data names its folder.`);
      return () => bench(values.data, report);
    }
    case '':
      throw new UsageError('Which bench?');
    default:
      throw new UsageError(`What is ${chosen}?`);
  }
}

await runCommand(usage, parse, async (bench) => ((await bench()) ? 0 : 1));
process.exit();
