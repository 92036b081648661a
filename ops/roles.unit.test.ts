import { once } from 'node:events';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { endWith } from './roles.ts';

test.each([
  ['says', "require('node:worker_threads').parentPort.postMessage('the port is taken')"],
  ['throws', "throw 'the port is taken'"],
])('what a thread %s last is heard before its end, though nobody listened meanwhile', async (_, code) => {
  const thread = new Worker(code, { eval: true });
  const mayEnd = endWith(thread);
  const said = once(thread, 'message').then(
    ([told]) => (mayEnd(), told as unknown),
    (error: unknown) => (mayEnd(), error),
  );
  await setTimeout(1);
  for (const end = performance.now() + 500; performance.now() < end;);
  expect(await said).toBe('the port is taken');
  await setImmediate();
});
