import { createClient, RequestRefused } from './client.ts';
import { readConfig } from './config.ts';
import { withEngines } from './embedded.ts';
import { withoutPassword } from './engines/error.ts';
import { assertPortFree } from './http.ts';
import { createLog } from './log.ts';
import {
  collectSeldom,
  messageForPeople,
  outliveAnswers,
  requireDecision,
  requireHost,
  requireNoArguments,
  stopOnSignal,
} from './role.ts';
import { startRoles } from './roles.ts';
import { loadSample } from './sample/load.ts';
import { placeOrder } from './sample/order.ts';

// The main job: everything on this machine, from the engines to the gateway, until Ctrl-C.

let stop = async (): Promise<void> => {};
let stopping = false;
try {
  requireNoArguments();
  collectSeldom();
  const given = readConfig();
  outliveAnswers(createLog('start', given.logLevel ?? 'warn'));
  stopOnSignal(() => {
    stopping = true;
    return stop();
  });
  requireDecision(given);
  await requireHost(given);
  // Told now rather than after the engines have started for nothing.
  await assertPortFree(given.host, given.gatewayPort);
  const givenUp = new AbortController();
  const starting = withEngines(given, console.log, givenUp.signal);
  stop = async () => {
    givenUp.abort();
    await starting.then(
      ({ engines }) => engines.stop(),
      () => undefined,
    );
  };
  const { engines, config } = await starting;
  stop = () => engines.stop();
  const roles = await startRoles(config);
  stop = () => roles.stop().then(() => engines.stop());
  void engines.failed.then((error) => fail(error));

  const client = createClient(roles.urls.gateway, config.token);
  if (config.auth === undefined || config.token !== undefined) {
    const isSample = await loadSample(client, config.mysqlUrl!, console.log);
    // Nobody's own shop is bought from.
    if (isSample) console.log(await placeOrder(client));
  } else console.log('no sample catalogue: it takes a token of the staff in TANDEM_TOKEN to load one');
  console.log(`
gateway        ${roles.urls.gateway}${config.edge.production ? '' : '  (open it in a browser for GraphiQL)'}
command        ${roles.urls.command}
query          ${roles.urls.query}
relay          ${roles.urls.relay}
indexer        ${roles.urls.indexer}
MySQL          ${withoutPassword(config.mysqlUrl!)}
Elasticsearch  ${withoutPassword(config.elasticsearchUrl!)}
SQS and SNS    ${config.aws?.endpoint ?? `AWS, ${config.aws?.region}`}
data           ${config.dataDir}

${config.auth === undefined ? 'authentication is OFF: everybody may read and do everything (AUTH_JWKS_URL or AUTH_SECRET turns it on)' : 'authentication is on'}

ready ${roles.urls.gateway}`);
} catch (error) {
  await fail(error);
}

/** Errors with a message for people are shown as that message; anything else is a fault of ours, shown whole. */
async function fail(error: unknown): Promise<void> {
  // What a stop interrupts fails, and that is no fault.
  if (stopping) return;
  console.error(error instanceof RequestRefused ? error.message : (messageForPeople(error) ?? error));
  await stop();
  process.exit(1);
}
