import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../ops/role.ts';
import { type Watched, watchOrder } from '../../ops/test/watching.ts';
import { startQuery } from './main.ts';
import { customerEvent, orderEvent } from './test/events.ts';
import { createWorld, type World } from './test/world.ts';

// A watched order of which something is late.

let world: World;
let query: Role;
const open: Watched[] = [];
const watch = (...args: Parameters<typeof watchOrder>): Watched => {
  const watched = watchOrder(...args);
  open.push(watched);
  return watched;
};
beforeAll(async () => {
  world = await createWorld();
  await world.ensureIndices();
  query = await startQuery(world.config, world.log);
});
afterEach(() => open.splice(0).forEach((watched) => watched.leave()));
afterAll(async () => {
  await query.stop();
  await world.destroy();
});

test('an order is shown again once what it refers to has come', async () => {
  await world.index(orderEvent('late', { state: { customerId: 'c-late' } }));
  const watched = watch(query.url, 'late', {
    query: 'subscription ($id: ID!) { orderChanged(id: $id) { id customer { name } } }',
    headers: { 'x-consistency-budget-ms': '100' },
  });
  expect(await watched.come(1)).toMatchObject({
    data: { orderChanged: { id: 'late', customer: null } },
    errors: [{ extensions: { code: 'READ_MODEL_BEHIND' } }],
  });
  await sleep(2_500);
  expect(watched.results).toHaveLength(1);
  await world.index(customerEvent('c-late'));
  expect((await watched.come(2)).data).toMatchObject({
    orderChanged: { id: 'late', customer: { name: expect.any(String) } },
  });
});
