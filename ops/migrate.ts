import { basename } from 'node:path';
import { migrate } from '../subgraphs/command/mysql/migrate.ts';
import { UsageError } from './command-line.ts';
import { operate } from './operate.ts';

const usage = `npm run migrate

Brings MySQL to the newest schema, and tells by which files. The command subgraph and the relay do so at their start, so
this is for those who want it done before, or by a user of MySQL who may do more than theirs.`;

await operate(
  usage,
  (args) => {
    if (args.length > 0) throw new UsageError(`What is ${args.join(' ')}?`);
  },
  ['mysqlUrl'],
  async (_, config) => {
    const files = await migrate(config.mysqlUrl!, console.log);
    console.log(
      files.length === 0
        ? 'nothing to migrate'
        : `migrated ${files.map((file) => basename(file)).join(', ')}`,
    );
    return 0;
  },
);
