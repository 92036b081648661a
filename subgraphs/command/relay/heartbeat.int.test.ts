import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openShop } from '../test/shop.ts';
import { startHeartbeat } from './heartbeat.ts';

test('a heartbeat that the topic refuses is told', async () => {
  const shop = await openShop();
  onTestFinished(() => shop.close());
  const lines: string[] = [];
  const stop = startHeartbeat(
    shop.pool,
    {
      publish: () => Promise.resolve([{ id: 'beat', reason: 'AuthorizationError: no', permanent: true }]),
      hasSubscriber: () => Promise.resolve(true),
      close: () => undefined,
    },
    pino({ level: 'warn' }, { write: (line) => lines.push(line) }),
  );
  await vi.waitFor(() => expect(lines.length).toBeGreaterThan(0), { timeout: 5_000 });
  stop();
  expect(JSON.parse(lines[0]!)).toMatchObject({
    msg: 'no heartbeat',
    err: { message: 'the topic refuses it: AuthorizationError: no' },
  });
});
