import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openGateway } from './test/gateway.ts';

test('anybody may hear which part is not ready, but only the log why, once for as long as it lasts', async () => {
  await using gateway = await openGateway();
  const readiness = async () => {
    const response = await fetch(new URL('/health/ready', gateway.url));
    return [response.status, await response.json()];
  };
  const logged = (message: string) => gateway.lines.filter((line) => line.includes(message));
  const notReady = [503, { status: 'not ready', reason: 'the query subgraph is not ready' }];

  gateway.query.behave('unavailable');
  expect(await Promise.all([1, 2, 3].map(readiness))).toEqual([notReady, notReady, notReady]);
  expect([gateway.command.probes(), gateway.query.probes()]).toEqual([1, 1]);
  await sleep(1_000);
  expect(await readiness()).toEqual(notReady);
  expect(gateway.query.probes()).toBe(2);
  expect(logged('subgraph is not ready')).toEqual([expect.stringContaining('ECONNREFUSED 10.0.0.7:3306')]);

  gateway.query.behave('answer');
  await expect.poll(readiness, { timeout: 3_000 }).toEqual([200, { status: 'ready' }]);
  expect(logged('subgraph is ready again')).toHaveLength(1);
  await gateway.query.down();
  await expect.poll(readiness, { timeout: 3_000 }).toEqual(notReady);
  expect(logged('subgraph is not ready')).toHaveLength(2);
  await gateway.query.up();
}, 30_000);

test('a subgraph that takes the question without a word is not ready after two seconds', async () => {
  await using gateway = await openGateway();
  gateway.query.behave('hang');
  const start = performance.now();
  expect((await fetch(new URL('/health/ready', gateway.url))).status).toBe(503);
  expect(performance.now() - start).toBeLessThan(4_000);
});
