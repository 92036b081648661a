import { expect, test, vi } from 'vitest';
import { createProgress, duration, pace } from './progress.ts';

test('tells the rate, and the time left at that rate', () => {
  expect(pace(500, 2_000, 10_000)).toEqual({ rate: '50', left: '30 s' });
  expect(pace(0, 2_000, 10_000)).toEqual({ rate: '0', left: '?' });
});

test('what comes while it is counted makes the total larger', () => {
  const line = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const progress = createProgress('rebuild', 2, 'documents');
  progress.advance(3);
  progress.stop();
  expect(line.mock.calls.flat()).toEqual([expect.stringMatching(/^rebuild 100%: 3 of 3 documents, /)]);
  line.mockRestore();
});

test('tells durations in minutes and seconds', () => {
  expect(duration(59.4)).toBe('59 s');
  expect(duration(75)).toBe('1 min 15 s');
});
