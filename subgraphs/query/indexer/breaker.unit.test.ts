import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBreaker } from './breaker.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A breaker of an engine that is down. */
function setUp() {
  const probes: number[] = [];
  let isDown = true;
  const breaker = createBreaker({
    probe: async () => {
      probes.push(performance.now());
      if (isDown) throw new Error('down');
    },
    onChange: () => {},
    signal: new AbortController().signal,
  });
  return { breaker, probes, recover: () => (isDown = false) };
}

describe('a breaker', () => {
  it('waits up to twice as long before each probe, at most ten seconds', async () => {
    const { breaker, probes } = setUp();
    const start = performance.now();
    breaker.failed();
    await vi.advanceTimersByTimeAsync(60_000);
    const waits = probes.map((at, i) => at - (probes[i - 1] ?? start));
    expect(waits.length).toBeGreaterThan(8);
    for (const [i, wait] of waits.entries()) {
      const most = Math.min(10_000, 250 * 2 ** i);
      expect(wait).toBeGreaterThanOrEqual(most / 2);
      expect(wait).toBeLessThanOrEqual(most);
    }
  });

  it('begins with a short wait again once something got through', async () => {
    const { breaker, probes, recover } = setUp();
    breaker.failed();
    await vi.advanceTimersByTimeAsync(60_000);
    recover();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(breaker.state).toBe('trial');
    breaker.succeeded();
    expect(breaker.state).toBe('closed');
    const before = probes.length;
    breaker.failed();
    await vi.advanceTimersByTimeAsync(250);
    expect(probes).toHaveLength(before + 1);
  });

  it('waits longer after each trial that failed, though its probes are answered', async () => {
    const { breaker, probes, recover } = setUp();
    recover();
    for (const most of [250, 500, 1_000, 2_000]) {
      const before = probes.length;
      breaker.failed();
      await vi.advanceTimersByTimeAsync(most / 2 - 1);
      expect([breaker.state, probes.length]).toEqual(['open', before]);
      await vi.advanceTimersByTimeAsync(most / 2 + 1);
      expect([breaker.state, probes.length]).toEqual(['trial', before + 1]);
    }
  });

  it('stays open when something gets through that was received before', () => {
    const { breaker } = setUp();
    breaker.failed();
    breaker.succeeded();
    expect(breaker.state).toBe('open');
  });

  it('probes once at a time, however much fails', async () => {
    const { breaker, probes, recover } = setUp();
    recover();
    for (let i = 0; i < 5; i++) breaker.failed();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(probes).toHaveLength(1);
  });
});
