import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { productEvent } from '../../subgraphs/query/test/events.ts';
import { project } from '../../subgraphs/query/indexer/projections/project.ts';
import type { Outcome, Write } from '../../subgraphs/query/indexer/sink.ts';
import { writePage } from './fill.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const later: Outcome = { kind: 'later', cause: new Error('overloaded') };
const page = ['a', 'b'].map((id) => project(productEvent(id)));

test('what the engine does not take is tried for half a minute, and then ends the rebuild', async () => {
  const write = vi.fn<Write>(async (patches) => patches.map(() => later));
  const written = writePage(write, page);
  written.catch(() => {});
  await vi.advanceTimersByTimeAsync(31_499);
  expect(write).toHaveBeenCalledTimes(6);
  await vi.advanceTimersByTimeAsync(1);
  await expect(written).rejects.toThrow('overloaded');
  await vi.runAllTimersAsync();
  expect(write).toHaveBeenCalledTimes(7);
});

test('only what was not taken is tried again, and a refusal at once is the end', async () => {
  const write = vi.fn<Write>();
  write.mockResolvedValueOnce([{ kind: 'stored' }, later]);
  write.mockResolvedValueOnce([{ kind: 'refused', reason: 'too deep' }]);
  const written = writePage(write, page);
  written.catch(() => {});
  await vi.advanceTimersByTimeAsync(500);
  await expect(written).rejects.toThrow('products/b: too deep');
  expect(write.mock.calls).toEqual([[page], [[page[1]]]]);
});
