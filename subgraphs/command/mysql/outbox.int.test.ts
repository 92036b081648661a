import { expect, onTestFinished, test } from 'vitest';
import { openShop } from '../test/shop.ts';
import {
  actOnSetAside,
  claimOutbox,
  endClaim,
  findSetAside,
  outboxBacklog,
  publishedThrough,
} from './outbox.ts';

test('what was set aside is told, keeps nobody waiting, and has all its tries again when it is given to the relay', async () => {
  const shop = await openShop();
  onTestFinished(() => shop.close());
  const row = [10, 'too long', '2026-01-01', '2100-01-01', '2026-01-02'];
  await shop.sql(
    'INSERT INTO outbox (stream, revision, message, attempts, reason, created_at, next_attempt_at, set_aside_at) VALUES ?',
    [
      [
        ['stock-a', 1, 'a', ...row],
        ['stock-c', 3, 'c', ...row],
      ],
    ],
  );
  const found = await findSetAside(shop.pool, 0, 10);
  expect(found).toMatchObject([
    { stream: 'stock-a', revision: 1, reason: 'too long', attempts: 10, setAsideAt: expect.any(Date) },
    { stream: 'stock-c', revision: 3 },
  ]);
  expect(await findSetAside(shop.pool, found[0]!.id, 10)).toHaveLength(1);
  expect(await outboxBacklog(shop.pool)).toEqual({ waiting: 0, ageMs: 0 });
  const connection = await shop.pool.getConnection();
  const { now, through } = await publishedThrough(connection);
  expect(through).toEqual(now);

  expect(await actOnSetAside(shop.pool, 'resend', [found[1]!.id, 4_711])).toBe(1);
  expect(await outboxBacklog(shop.pool)).toMatchObject({ waiting: 1 });
  expect(await actOnSetAside(shop.pool, 'resend', 'all')).toBe(1);
  expect(await claimOutbox(connection, 10)).toMatchObject([
    { message: 'a', attempts: 0 },
    { message: 'c', attempts: 0 },
  ]);
  await endClaim(connection, []);
  connection.release();
});
