import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRandom, load, percentile, perSecond, together } from './load.ts';

test('so many clients do so much, each one thing at a time', async () => {
  let running = 0;
  let most = 0;
  const indices: number[] = [];
  const once = async (index: number): Promise<void> => {
    most = Math.max(most, (running += 1));
    indices.push(index);
    await sleep(1);
    running -= 1;
  };
  const measured = await load(once, { clients: 4, times: 10 });
  expect(indices).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(most).toBe(4);
  expect(measured.done).toBe(10);
});

test('what fails ends the measurement', async () => {
  const failing = load(() => Promise.reject(new Error('gone')), { clients: 2, seconds: 10 });
  await expect(failing).rejects.toThrow('gone');
});

test('rounds are measured together', () => {
  const round = (done: number, seconds: number, ...latenciesMs: number[]) => ({ done, seconds, latenciesMs });
  const both = together([round(30, 1, 2, 9), round(10, 1, 1, 5)]);
  expect(perSecond(both)).toBe(20);
  expect([0, 0.5, 0.99].map((share) => percentile(both, share))).toEqual([1, 5, 9]);
});

test('random numbers are the same in every run, and spread', () => {
  const [a, b] = [createRandom(1), createRandom(1)];
  const drawn = Array.from({ length: 1_000 }, () => a(10));
  expect(Array.from({ length: 1_000 }, () => b(10))).toEqual(drawn);
  expect(new Set(drawn)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
});
