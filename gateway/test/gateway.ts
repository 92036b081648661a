import { pino } from 'pino';
import { readConfig } from '../../ops/config.ts';
import { asker } from '../../ops/test/tandem.ts';
import { startGateway } from '../main.ts';
import { startFakeSubgraph } from './fake-subgraph.ts';

/** A gateway over two fake subgraphs, with everything that it logs. */
export type TestGateway = Awaited<ReturnType<typeof openGateway>>;

/** Sends a body as it is, which need be no JSON. */
export const post = (url: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

export async function openGateway(variables: Record<string, string> = {}) {
  const [command, query] = await Promise.all([startFakeSubgraph('command'), startFakeSubgraph('query')]);
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const urls = { PORT: '0', COMMAND_URL: command.url, QUERY_URL: query.url };
  const role = await startGateway(readConfig({ ...urls, ...variables }), log);
  return {
    url: role.url,
    ask: asker(role.url),
    command,
    query,
    /** What was logged, a JSON line each. */
    lines,
    stop: () => role.stop(),
    async [Symbol.asyncDispose]() {
      await role.stop();
      await Promise.all([command.close(), query.close()]);
    },
  };
}
