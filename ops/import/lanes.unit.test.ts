import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLanes } from './lanes.ts';

test('runs the tasks of a lane in order, and those of other lanes at once up to the limit', async () => {
  const lanes = createLanes(2);
  const ended: string[] = [];
  let running = 0;
  let most = 0;
  const task = (name: string, ms: number) => async () => {
    running += 1;
    most = Math.max(most, running);
    await sleep(ms);
    running -= 1;
    ended.push(name);
  };
  await lanes.add('a', task('a1', 30));
  await lanes.add('a', task('a2', 1));
  await lanes.add('b', task('b1', 1));
  await lanes.add('c', task('c1', 1));
  await lanes.idle();
  expect(ended).toEqual(['b1', 'c1', 'a1', 'a2']);
  expect(most).toBe(2);
});

test('lets the adder wait', async () => {
  const lanes = createLanes(1);
  const gate = Promise.withResolvers<void>();
  const added: number[] = [];
  const adding = (async () => {
    for (const index of [1, 2, 3]) {
      await lanes.add('a', () => gate.promise);
      added.push(index);
    }
  })();
  await sleep(5);
  expect(added).toEqual([1, 2]);
  gate.resolve();
  await adding;
  await lanes.idle();
});

test('begins nothing after a failure, and tells of it', async () => {
  const lanes = createLanes(1);
  let begun = false;
  await lanes.add('a', () => Promise.reject(new Error('gone')));
  await lanes.add('b', async () => {
    begun = true;
  });
  await expect(lanes.idle()).rejects.toThrow('gone');
  await expect(lanes.add('c', async () => {})).rejects.toThrow('gone');
  expect(begun).toBe(false);
});
