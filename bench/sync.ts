import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTandem } from './sync/tandem.ts';
import { measureDrain } from './sync/drain.ts';
import { measureFill } from './sync/fill.ts';
import { measureLatency } from './sync/latency.ts';
import type { Memory } from './sync/memory.ts';
import type { SyncOptions } from './sync/options.ts';

/** From commit to readable and to searchable, the drain of a backlog, and the fill of a rebuild and its verification. False: a target is missed. */
export async function benchSync(options: SyncOptions): Promise<boolean> {
  const { report } = options;
  let pass = true;
  const judge = (
    what: string,
    value: number,
    unit: string,
    target: number,
    better: 'most' | 'least',
  ): void => {
    const ok = better === 'most' ? value <= target : value >= target;
    pass &&= ok;
    report(
      `${ok ? 'ok    ' : 'MISSED'} ${what}: ${value.toFixed(unit === 'ms' ? 0 : 2)} ${unit} (at ${better} ${target})`,
    );
  };

  const judgeMemory = (whose: string, { earlyMegabytes, lateMegabytes }: Memory): void => {
    report(`${whose} held ${earlyMegabytes} MB in the first half and ${lateMegabytes} MB in the second`);
    judge(
      `memory of ${whose}, second half against first`,
      lateMegabytes / earlyMegabytes,
      'times',
      1.2,
      'most',
    );
  };

  const tandem = await createTandem(options, `b-${randomUUID().slice(0, 8)}`);
  try {
    const { readable, searchable, placed, failed } = await measureLatency(tandem, options);
    report(`${placed} orders at 100 a second; those of the last ${options.seconds} s are measured`);
    judge('orders that were not answered with', failed, 'orders', 0, 'most');
    judge('commit to readable by id, p50', readable.p50, 'ms', 30, 'most');
    judge('commit to readable by id, p99', readable.p99, 'ms', 150, 'most');
    judge('commit to searchable, p99', searchable.p99, 'ms', 250, 'most');
  } finally {
    await tandem.stop();
  }
  await sleep(1_000);

  const drain = await measureDrain(options);
  report(
    `${options.events} events drained at ${Math.round(drain.rate)}/s, by a bare loop at ${Math.round(drain.bareRate)}/s`,
  );
  judge('drain against the bare loop', drain.rate / drain.bareRate, 'times', 0.7, 'least');
  judgeMemory('the indexer', drain.memory);

  const fill = await measureFill(options);
  report(
    `${options.documents} documents filled at ${Math.round(fill.rate)}/s, by straight _bulk at ${Math.round(fill.bareRate)}/s`,
  );
  judge('fill against straight _bulk', fill.rate / fill.bareRate, 'times', 0.4, 'least');
  judgeMemory('verify', fill.verify);
  return pass;
}
