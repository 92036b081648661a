/** Numbers that are the same for the same seed: mulberry32. */
export interface Random {
  /** At least 0 and below 1. */
  next(): number;
  /** A whole number, 0 to below `end`. */
  below(end: number): number;
  pick<T>(items: readonly T[]): T;
  shuffle<T>(items: readonly T[]): T[];
  /** Another sequence, which does not disturb this one. */
  fork(): Random;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    pick: (items) => items[below(items.length)]!,
    shuffle: (items) =>
      items
        .map((item) => [next(), item] as const)
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item),
    fork: () => createRandom(below(2 ** 32)),
  };
}

/** One sequence for each turn: how much a turn takes, which depends on answers, does not change the next one. */
export function inTurns(random: Random): Random & { turn(): void } {
  let current = random.fork();
  return {
    turn: () => void (current = random.fork()),
    next: () => current.next(),
    below: (end) => current.below(end),
    pick: (items) => current.pick(items),
    shuffle: (items) => current.shuffle(items),
    fork: () => current.fork(),
  };
}
