import { expect, onTestFinished, test } from 'vitest';
import { openShop } from '../test/shop.ts';
import { raiseEpoch } from './epoch.ts';

test('the epoch rises each time, also in one second, and where the clock of MySQL was ahead before', async () => {
  const shop = await openShop();
  onTestFinished(() => shop.close());
  const now = await raiseEpoch(shop.pool);
  expect(Math.abs(now - Date.now() / 1_000)).toBeLessThan(60);
  const ahead = now + 3_600;
  await shop.sql('UPDATE epoch SET epoch = ?', [ahead]);
  expect([await raiseEpoch(shop.pool), await raiseEpoch(shop.pool)]).toEqual([ahead + 1, ahead + 2]);
});
