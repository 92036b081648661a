import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { startGateway } from '../../../gateway/main.ts';
import { startCommand } from '../../../subgraphs/command/main.ts';
import { readConfig } from '../../config.ts';
import { createLog } from '../../log.ts';
import { createDatabase } from '../../test/database.ts';

const ANY_PORT = 'http://127.0.0.1:0/graphql';

/** A gateway and a command subgraph on an empty database; nobody reads, so there is nobody to index. */
export async function startShop() {
  const database = await createDatabase();
  const config = { ...readConfig({}), mysqlUrl: database.url, commandUrl: ANY_PORT, gatewayPort: 0 };
  const log = createLog('test', 'warn');
  const command = await startCommand(config, log);
  const gateway = await startGateway({ ...config, commandUrl: command.url }, log);
  const folder = await mkdtemp(join(tmpdir(), 'tandem-import-'));
  return {
    url: gateway.url,
    mysqlUrl: database.url,
    folder,
    sql: async <T>(query: string): Promise<T[]> => {
      const connection = await createConnection(database.url);
      const [rows] = await connection.query<(T & RowDataPacket)[]>(query).finally(() => connection.end());
      return rows;
    },
    stop: async () => {
      await gateway.stop();
      await command.stop();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}
