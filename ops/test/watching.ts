import { createClient, type ExecutionResult } from 'graphql-sse';

export const ORDER_CHANGED = 'subscription ($id: ID!) { orderChanged(id: $id) { id status revision } }';

/** A subscription as a graphql-sse client has it. */
export interface Watched {
  /** Everything that came, oldest first. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read what they asked for
  readonly results: ExecutionResult<Record<string, any>, any>[];
  /** Waits until so many have come, and gives the last of them. */
  come(count: number, timeoutMs?: number): Promise<Watched['results'][number]>;
  /** `complete`, or what the client gives up with. */
  readonly ended: Promise<unknown>;
  /** The client leaves. */
  leave(): void;
}

interface Options {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How often the client opens another stream after one that broke off. */
  readonly retryAttempts?: number;
  /** Where streams are, behind the URL. */
  readonly path?: string;
}

/** Watches an order at the endpoint for streams that belongs to this GraphQL URL. */
export function watchOrder(
  url: string,
  id: string,
  { query = ORDER_CHANGED, headers = {}, retryAttempts = 0, path = '/stream' }: Options = {},
): Watched {
  const client = createClient({
    url: `${url}${path}`,
    headers: { ...headers },
    retryAttempts,
    retry: () => new Promise((resolve) => setTimeout(resolve, 100)),
  });
  const results: Watched['results'] = [];
  const ended = Promise.withResolvers<unknown>();
  let end: unknown = 'open';
  void ended.promise.then((how) => (end = how));
  const leave = client.subscribe(
    { query, variables: { id } },
    {
      next: (result) => void results.push(result),
      error: (error) => ended.resolve(error),
      complete: () => ended.resolve('complete'),
    },
  );
  return {
    results,
    async come(count, timeoutMs = 10_000) {
      const deadline = performance.now() + timeoutMs;
      while (results.length < count) {
        if (performance.now() > deadline)
          throw new Error(`${results.length} of ${count} came: ${JSON.stringify(results)}, ${String(end)}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return results[count - 1]!;
    },
    ended: ended.promise,
    leave,
  };
}

/** Watches as watchOrder does; `leaveAll` leaves all that are watched. */
export function watchers() {
  const open: Watched[] = [];
  return {
    watch: (...args: Parameters<typeof watchOrder>): Watched => {
      const watched = watchOrder(...args);
      open.push(watched);
      return watched;
    },
    leaveAll: () => open.splice(0).forEach((watched) => watched.leave()),
  };
}
