import { parseArgs } from 'node:util';
import { runCommand } from '../command-line.ts';
import { readConfig } from '../config.ts';
import { withEngines } from '../embedded.ts';
import { stopOnSignal } from '../role.ts';

const usage = `npm run start:engines

Starts the engines alone, and prints what the roles need to find them, as the shell takes it.`;

await runCommand(
  usage,
  (args) => parseArgs({ args }),
  async () => {
    const { engines, config } = await withEngines(readConfig(), (line) => console.error(line));
    const { endpoint, region } = config.aws!;
    const queues = endpoint === undefined ? `AWS_REGION='${region}'` : `SQS_ENDPOINT='${endpoint}'`;
    console.log(`export MYSQL_URL='${config.mysqlUrl}'
export ELASTICSEARCH_URL='${config.elasticsearchUrl}'
export ${queues}${config.auth === undefined ? "\nexport AUTH='off'" : ''}`);
    stopOnSignal(() => engines.stop());
    // All are configured: there is nothing to wait for.
    if (Object.values(engines.pids).every((pid) => pid === undefined)) return 0;
    throw await engines.failed.finally(() => engines.stop());
  },
);
