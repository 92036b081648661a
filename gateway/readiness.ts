import type { Logger } from 'pino';
import { CREDENTIAL_HEADER } from '../ops/auth/credential.ts';

/** How long anybody who asks is told what was found: to look costs a subgraph and its engine some work. */
const FOUND_FOR_MS = 1_000;

/**
 * Rejects unless the subgraph at this GraphQL URL says that it is ready, and lets this gateway in. Anybody may ask a gateway, so only the log is told
 * why: once for as long as it lasts.
 */
export function createReadiness(
  { name, url, credential }: { name: string; url: string; credential: string | undefined },
  log: Logger,
): () => Promise<void> {
  let found = Promise.resolve();
  let lookedAt = -Infinity;
  let isReady = true;
  async function look(): Promise<void> {
    try {
      await checkReady(url, credential);
    } catch (err) {
      if (isReady) log.warn({ err, subgraph: name, url }, 'subgraph is not ready');
      isReady = false;
      throw new Error(`the ${name} subgraph is not ready`, { cause: err });
    }
    if (!isReady) log.info({ subgraph: name, url }, 'subgraph is ready again');
    isReady = true;
  }
  return () => {
    if (performance.now() - lookedAt < FOUND_FOR_MS) return found;
    lookedAt = performance.now();
    return (found = look());
  };
}

/** Without a credential it shows an empty one: a subgraph that wants one lets it in no more than the requests that follow. */
async function checkReady(url: string, credential = ''): Promise<void> {
  const response = await fetch(new URL('/health/ready', url), {
    headers: { [CREDENTIAL_HEADER]: credential },
    signal: AbortSignal.timeout(2_000),
  });
  // Read also when it is ready: a body that is not would keep its connection.
  const text = await response.text();
  if (!response.ok) throw new Error(`answered with status ${response.status}: ${text.slice(0, 200)}`);
}
