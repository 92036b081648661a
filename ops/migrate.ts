import { migrate } from '../subgraphs/command/mysql/migrate.ts';
import { readConfig } from './config.ts';
import { withEngines } from './embedded.ts';

/** Brings MySQL to the newest schema. The indexer keeps its indices by itself. */
const { engines, config } = await withEngines(readConfig(), console.log);
try {
  const applied = await migrate(config.mysqlUrl!);
  console.log(
    applied.length === 0 ? 'nothing to migrate' : applied.map((file) => `migrated ${file}`).join('\n'),
  );
} finally {
  await engines.stop();
}
