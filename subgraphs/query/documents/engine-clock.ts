import type { Client } from '@elastic/elasticsearch';

const CHECKED_EVERY_MS = 60_000;

/** Milliseconds since 1970 by the engine's clock. Never rejects. */
export type EngineClock = () => Promise<number>;

/**
 * What MySQL has stamped is compared with the clock of another engine, not with that of this machine: a role whose clock
 * is wrong would call the read model an hour old, or new. Asked for once a minute; the clock of this machine stands in
 * where the engine does not tell.
 */
export function createEngineClock(client: Client): EngineClock {
  let offset: Promise<number> | undefined;
  let checkedAt = -Infinity;
  return async () => {
    if (offset === undefined || performance.now() - checkedAt > CHECKED_EVERY_MS) {
      const askedAt = performance.now();
      checkedAt = askedAt;
      // An engine that has much to do answers late: it tells the time of somewhere in between.
      offset = engineTime(client).then(
        (time) => time - (askedAt + performance.now()) / 2,
        () => Date.now() - performance.now(),
      );
    }
    return (await offset) + performance.now();
  };
}

async function engineTime(client: Client): Promise<number> {
  const { nodes } = await client.nodes.stats({
    ...{ node_id: '_local', metric: 'jvm', filter_path: 'nodes.*.timestamp' },
  });
  return Object.values(nodes)[0]!.timestamp!;
}
