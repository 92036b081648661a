import { connect } from '../subgraphs/command/mysql/connect.ts';
import { currentEpoch, raiseEpoch } from '../subgraphs/command/mysql/epoch.ts';
import { UsageError } from './command-line.ts';
import { operate } from './operate.ts';

const usage = `npm run epoch [-- raise]

Shows the epoch, or raises it to the time of now: do that after MySQL was restored from a backup and before commands run again, so
that what is written then counts as newer than what the read model has seen of the lost time. docs/runbook.md has the
steps around it.`;

await operate(
  usage,
  (args) => {
    if (args.length > 0 && args.join() !== 'raise') throw new UsageError(`What is ${args.join(' ')}?`);
    return args.length > 0;
  },
  ['mysqlUrl'],
  async (raise, config) => {
    const pool = connect(config.mysqlUrl!, 2);
    try {
      console.log(
        raise ? `the epoch is ${await raiseEpoch(pool)} now` : `the epoch is ${await currentEpoch(pool)}`,
      );
      return 0;
    } finally {
      await pool.end();
    }
  },
);
