import { expect, inject, test } from 'vitest';
import { runChaos } from './chaos.ts';

// The short form of npm run chaos, on the engines of all tests, which therefore live. Other seeds: npm run chaos.

test('whatever dies or is lost on the way, nothing is lost, doubled or silently old', async () => {
  const seed = 7;
  const { violations, ledger } = await runChaos({ engines: inject('engines'), seed, seconds: 8 });
  expect({ seed, violations }).toEqual({ seed, violations: [] });
  expect(ledger.orders.size).toBeGreaterThan(0);
}, 150_000);
