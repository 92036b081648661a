import { expect, onTestFinished, test, vi } from 'vitest';
import { createSignal } from './signal.ts';

test('who listens hears of what came since, of what comes, and else nothing for so long', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const signal = createSignal();
  const heard: string[] = [];
  const hear = (what: string, wait: Promise<void>) => wait.then(() => heard.push(what));
  const before = signal.listen();
  signal.notify();
  const after = signal.listen();
  void hear('since', before(1_000));
  void hear('next', signal.next());
  void hear('coming', after(1_000));
  void hear('nothing', signal.listen()(200));
  await vi.advanceTimersByTimeAsync(100);
  expect(heard).toEqual(['since']);
  await vi.advanceTimersByTimeAsync(100);
  expect(heard).toEqual(['since', 'nothing']);
  signal.notify();
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual(['since', 'nothing', 'next', 'coming']);
  // No timer is left of a wait that is over.
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing is left of a wait that is over, however long nobody notifies', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const signal = createSignal();
  void signal.listen()(200);
  await vi.advanceTimersByTimeAsync(200);
  const cleared = vi.spyOn(globalThis, 'clearTimeout');
  onTestFinished(() => cleared.mockRestore());
  signal.notify();
  expect(cleared).not.toHaveBeenCalled();
});
