import type { Client } from '@elastic/elasticsearch';
import { afterEach, expect, test, vi } from 'vitest';
import { createEngineClock } from './engine-clock.ts';

afterEach(() => vi.useRealTimers());

test.each([0, 1_000, 2_000])(
  'an answer that takes 2 s, and tells the time after %d ms of them, makes the clock wrong by a second at most',
  async (after) => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const start = Date.parse('2026-07-01');
    const stats = async () => {
      vi.advanceTimersByTime(2_000);
      return { nodes: { only: { timestamp: start + after } } };
    };
    const clock = createEngineClock({ nodes: { stats } } as unknown as Client);
    expect((await clock()) - (start + 2_000)).toBe(after - 1_000);
  },
);
