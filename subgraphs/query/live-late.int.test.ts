import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../ops/role.ts';
import { watchers } from '../../ops/test/watching.ts';
import { startQuery } from './main.ts';
import { customerEvent, orderEvent } from './test/events.ts';
import { createWorld, signToken, type World } from './test/world.ts';

// A watched order of which something is late.

let world: World;
let query: Role;
const { watch, leaveAll } = watchers();
beforeAll(async () => {
  world = await createWorld();
  await world.ensureIndices();
  query = await startQuery(world.config, world.log);
});
afterEach(leaveAll);
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

test.each([
  [{ 'x-consistency-token': 'nonsense' }, 'BAD_USER_INPUT'],
  [{ 'x-consistency': 'BOGUS' }, 'BAD_USER_INPUT'],
  [{ 'x-consistency-budget-ms': '99999999' }, 'BAD_USER_INPUT'],
  [
    {
      'x-consistency-token': signToken({ 'order-demanded': { epoch: 0, revision: 7 } }),
      'x-consistency-budget-ms': '100',
    },
    'READ_MODEL_BEHIND',
  ],
])('a stream is refused with the headers %o', async (headers, code) => {
  await world.index(orderEvent('demanded'));
  const watched = watch(query.url, 'demanded', { headers });
  expect(await watched.ended).toBe('complete');
  expect(watched.results).toMatchObject([{ errors: [{ extensions: { code } }] }]);
});

test('a stream begins with what is demanded, once it is there', async () => {
  await world.index(orderEvent('wanted'));
  const token = signToken({ 'order-wanted': { epoch: 0, revision: 2 } });
  const watched = watch(query.url, 'wanted', { headers: { 'x-consistency-token': token } });
  await sleep(500);
  await world.index(orderEvent('wanted', { revision: 2, state: { status: 'PAID' } }));
  expect(await watched.come(1)).toMatchObject({ data: { orderChanged: { revision: 'order@0.2' } } });
});

test('a stream is strong, whatever is asked for: it could not tell that it is old', async () => {
  await world.index(customerEvent('c-old'), orderEvent('weak', { state: { customerId: 'c-old' } }));
  const watched = watch(query.url, 'weak', {
    query: 'subscription ($id: ID!) { orderChanged(id: $id) { customer { name } } }',
    headers: {
      'x-consistency': 'EVENTUAL',
      'x-consistency-budget-ms': '100',
      'x-consistency-token': signToken({ 'customer-c-old': { epoch: 0, revision: 2 } }),
    },
  });
  expect(await watched.come(1)).toMatchObject({ errors: [{ extensions: { code: 'READ_MODEL_BEHIND' } }] });
  await world.index({ ...customerEvent('c-old'), revision: 2 });
  expect((await watched.come(2)).errors).toBeUndefined();
});
