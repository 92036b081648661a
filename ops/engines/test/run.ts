/** A Tandem that tests kill. usage: node run.ts DATA_FOLDER CACHE_FOLDER */
import { startEngines } from '../engines.ts';

const [dataDir = '', cacheDir = ''] = process.argv.slice(2);
const { mysqlUrl, elasticsearchUrl, sqsEndpoint, pids } = await startEngines({
  dataDir,
  cacheDir,
  env: process.env,
  report: (line) => console.error(line),
});
console.log(JSON.stringify({ mysqlUrl, elasticsearchUrl, sqsEndpoint, pids }));
