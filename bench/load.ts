import { performance } from 'node:perf_hooks';

/** What a closed loop of clients has measured. */
export interface Measured {
  readonly done: number;
  readonly seconds: number;
  /** Of each that was done, in milliseconds, in rising order. */
  readonly latenciesMs: readonly number[];
}

/** `clients` do `once` again and again, each after its last one has ended, for `seconds` or `times` in all. */
export async function load(
  once: (index: number) => Promise<void>,
  { clients, seconds = Infinity, times = Infinity }: { clients: number; seconds?: number; times?: number },
): Promise<Measured> {
  const latenciesMs: number[] = [];
  const started = performance.now();
  const until = started + seconds * 1_000;
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < times && performance.now() < until) {
      const begun = performance.now();
      await once(next++);
      latenciesMs.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const taken = (performance.now() - started) / 1_000;
  return { done: latenciesMs.length, seconds: taken, latenciesMs: latenciesMs.sort((a, b) => a - b) };
}

/** The measurements of several rounds as one. */
export const together = (rounds: readonly Measured[]): Measured => ({
  done: rounds.reduce((sum, { done }) => sum + done, 0),
  seconds: rounds.reduce((sum, { seconds }) => sum + seconds, 0),
  latenciesMs: rounds.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b),
});

export const perSecond = ({ done, seconds }: Measured): number => done / seconds;

/** The latency that this share of all stays below: 0.99 for the 99th percentile. */
export const percentile = ({ latenciesMs }: Measured, share: number): number =>
  latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(latenciesMs.length * share))] ?? NaN;

/** Numbers from 0 up to `below` that are the same in every run: a linear congruential generator (Numerical Recipes). */
export function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
