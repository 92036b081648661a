import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { createPatience } from './patience.ts';

const never = new Promise<string>(() => {});
const TOO_LATE = { extensions: { code: 'DEADLINE_EXCEEDED' } };

test('what is done in time is given, and what is not is not waited for', async () => {
  const { within, signal } = createPatience(50, new AbortController().signal);
  expect(await within(async () => 'done')).toBe('done');
  await expect(within(() => never)).rejects.toMatchObject(TOO_LATE);
  expect(signal.reason).toMatchObject(TOO_LATE);
});

test('nothing is begun when it is too late, or nobody waits any more', async () => {
  const over = new AbortController();
  const [late, left] = [createPatience(1, over.signal), createPatience(Infinity, over.signal)];
  await sleep(10);
  over.abort(new Error('left'));
  const work = vi.fn(async () => 'done');
  await expect(late.within(work)).rejects.toMatchObject(TOO_LATE);
  await expect(left.within(work)).rejects.toThrow('left');
  await expect(createPatience(Infinity, over.signal).within(work)).rejects.toThrow('left');
  expect(work).not.toHaveBeenCalled();
});

test('what the signal has stopped fails with the reason, whatever it says itself', async () => {
  const over = new AbortController();
  const { within, signal } = createPatience(Infinity, over.signal);
  const stopped = within(async () => {
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  });
  over.abort(new Error('left'));
  await expect(stopped).rejects.toThrow('left');
});
