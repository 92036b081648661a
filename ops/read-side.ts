import { parentPort, workerData } from 'node:worker_threads';
import { startImages } from '../subgraphs/query/images/main.ts';
import { startIndexer } from '../subgraphs/query/indexer/main.ts';
import { startQuery } from '../subgraphs/query/main.ts';
import type { Config } from './config.ts';
import { createLog } from './log.ts';
import { messageForPeople, outliveAnswers } from './role.ts';
import type { ReadSideTells } from './roles.ts';
import { createSide } from './side.ts';

// The thread of the read side: starts its roles, says where they are, and stops them at the first message.

const config = workerData as Config;
const side = createSide();
const tell = (told: ReadSideTells): void => parentPort!.postMessage(told);
outliveAnswers(createLog('start', config.logLevel ?? 'warn'));
try {
  const query = await side.start('query', startQuery, config, 'queryUrl');
  const indexer = await side.start('indexer', startIndexer, { ...config, queryUrl: query }, 'indexerUrl');
  if (config.imageHosts.length > 0) await side.start('images', startImages, config, 'imagesUrl');
  parentPort!.once('message', () => void side.stop().then(() => process.exit()));
  tell({ urls: { query, indexer } });
} catch (error) {
  await side.stop();
  // An error loses its class on the way.
  const refused = messageForPeople(error);
  if (refused === undefined) throw error;
  tell({ refused });
}
