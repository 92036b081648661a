import { Client } from '@elastic/elasticsearch';
import { startGateway } from '../../gateway/main.ts';
import { startCommand } from '../../subgraphs/command/main.ts';
import { ensureIndices } from '../../subgraphs/query/documents/indices.ts';
import { startQuery } from '../../subgraphs/query/main.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { cleanUp, createPlace } from './tandem.ts';

export type Endpoints = Readonly<Record<'gateway' | 'command' | 'query', string>> & AsyncDisposable;

/** The URLs of the three GraphQL endpoints without relay and indexer: what is written is never read. The indices are there, and empty. */
export async function startEndpoints(variables: Record<string, string> = {}): Promise<Endpoints> {
  const place = await createPlace();
  const config = readConfig({ ...place.env, ...variables });
  const log = createLog('test', 'fatal');
  const client = new Client({ node: place.env['ELASTICSEARCH_URL']! });
  await ensureIndices(client, config.namespace, log).finally(() => client.close());
  const [command, query] = await Promise.all([startCommand(config, log), startQuery(config, log)]);
  const gateway = await startGateway({ ...config, commandUrl: command.url, queryUrl: query.url }, log);
  return {
    gateway: gateway.url,
    command: command.url,
    query: query.url,
    async [Symbol.asyncDispose]() {
      for (const role of [gateway, command, query]) await role.stop();
      await cleanUp(place);
    },
  };
}
