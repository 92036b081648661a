import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createDatabase } from '../../../ops/test/database.ts';
import { connect, MAX_SILENCE_MS, type Pool } from './connect.ts';
import { select } from './statements.ts';

let database: Awaited<ReturnType<typeof createDatabase>>;
let pool: Pool;
beforeAll(async () => {
  database = await createDatabase();
  pool = connect(database.url);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

test('a session has the settings that the command side goes by, whatever those of MySQL are', async () => {
  const session = await createConnection(database.url);
  await session.query(`SET SESSION time_zone = '+09:00', sql_mode = '', transaction_isolation = 'SERIALIZABLE',
    innodb_lock_wait_timeout = 50, wait_timeout = 28800`);
  pool.emit('connection', session);
  const [settings] = await select<Record<string, unknown>>(
    session,
    `SELECT @@transaction_isolation AS isolation, @@time_zone AS zone, @@innodb_lock_wait_timeout AS lockWait,
       @@wait_timeout AS silence, @@sql_mode AS mode`,
    [],
  );
  await session.end();
  expect(settings).toMatchObject({
    ...{ isolation: 'READ-COMMITTED', zone: '+00:00', lockWait: 5, silence: 25 },
    mode: expect.stringContaining('TRADITIONAL'),
  });
  expect(settings!['silence']).toBeGreaterThan(MAX_SILENCE_MS / 1_000);
});

test('a session is encrypted where the URL says so', async () => {
  const encrypted = connect(`${database.url}?ssl={"rejectUnauthorized":false}`, 2);
  const [status] = await select<{ Value: string }>(encrypted, "SHOW SESSION STATUS LIKE 'Ssl_cipher'", []);
  await encrypted.end();
  expect(status?.Value).not.toBe('');
});

test('a moment is the same in MySQL, whatever the time zone of this machine is', async () => {
  vi.stubEnv('TZ', 'Asia/Tokyo');
  try {
    const noon = new Date('2026-07-01T12:00:00.123Z');
    expect(noon.getHours()).toBe(21);
    const [row] = await select<{ text: string; date: Date; now: Date }>(
      pool,
      'SELECT CONCAT(?) AS text, CAST(? AS DATETIME(3)) AS date, CURRENT_TIMESTAMP(3) AS now',
      [noon, noon],
    );
    expect(row).toMatchObject({ text: '2026-07-01 12:00:00.123', date: noon });
    expect(Math.abs(row!.now.getTime() - Date.now())).toBeLessThan(60_000);
  } finally {
    vi.unstubAllEnvs();
  }
});
