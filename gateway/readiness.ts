import type { Logger } from 'pino';

/** How long anybody who asks is told what was found: to look costs a subgraph and its engine some work. */
const FOUND_FOR_MS = 1_000;

/**
 * Rejects unless the subgraph at this GraphQL URL says that it is ready, and lets this gateway in. Anybody may ask a
 * gateway, so only the log is told why: once for as long as it lasts.
 */
export function createReadiness(
  { name, url, headers }: { name: string; url: string; headers: Record<string, string> },
  log: Logger,
): () => Promise<void> {
  let found = Promise.resolve();
  let lookedAt = -Infinity;
  let isReady = true;
  async function look(): Promise<void> {
    try {
      await checkReady(url, headers);
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

async function checkReady(url: string, headers: Record<string, string>): Promise<void> {
  const response = await fetch(new URL('/health/ready', url), {
    headers,
    signal: AbortSignal.timeout(2_000),
  });
  // Read also when it is ready: a body that is not would keep its connection.
  const text = await response.text();
  if (!response.ok) throw new Error(`answered with status ${response.status}: ${text.slice(0, 200)}`);
}
