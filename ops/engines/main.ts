import { readConfig } from '../config.ts';
import { withEngines } from '../embedded.ts';
import { stopOnSignal } from '../role.ts';

/** Starts the engines alone, and prints what the roles need to find them, as the shell takes it. */
const { engines, config } = await withEngines(readConfig(), (line) => console.error(line));
console.log(`export MYSQL_URL='${config.mysqlUrl}'
export ELASTICSEARCH_URL='${config.elasticsearchUrl}'
export SQS_ENDPOINT='${engines.sqsEndpoint}'${config.auth === undefined ? "\nexport AUTH='off'" : ''}`);
stopOnSignal(() => engines.stop());
void engines.failed.then((error) => {
  console.error(error.message);
  return engines.stop().then(() => process.exit(1));
});
