import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openShop } from '../test/shop.ts';
import { startHeartbeat } from './heartbeat.ts';

test('a heartbeat that the topic refuses is told, once until one is taken', async () => {
  const shop = await openShop();
  onTestFinished(() => shop.close());
  const lines: string[] = [];
  let beats = 0;
  const stop = startHeartbeat(
    shop.pool,
    {
      publish: () =>
        Promise.resolve(
          ++beats === 3 ? [] : [{ id: 'beat', reason: 'AuthorizationError: no', permanent: true }],
        ),
      hasSubscriber: () => Promise.resolve(true),
      close: () => undefined,
    },
    pino({ level: 'warn' }, { write: (line) => lines.push(line) }),
  );
  await vi.waitFor(() => expect(beats).toBe(3), { timeout: 10_000 });
  expect(lines).toHaveLength(1);
  await vi.waitFor(() => expect(lines).toHaveLength(2), { timeout: 10_000 });
  stop();
  expect(JSON.parse(lines[0]!)).toMatchObject({
    msg: 'no heartbeat',
    err: { message: 'the topic refuses it: AuthorizationError: no' },
  });
});
