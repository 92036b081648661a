import { randomBytes } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { createTokens } from '../../schema/token.ts';
import { type CommandHandler, type CommandMeta, handleCommand } from './handle-command.ts';
import { accept, type Change, type Decision } from './domain/decision.ts';
import type { Pool } from './mysql/connect.ts';

const refused: Decision = { accepted: false, rejections: [] };
const BEGUN = [[{}, {}, [{ epoch: 0, maxPacketBytes: 1e9 }]]];

/** Runs a command on a MySQL that answers as told: one text for each round trip. */
function run(
  answer: (sql: string, requests: readonly string[]) => unknown,
  { load = async () => 'loaded', decide = () => refused }: Partial<CommandHandler<object, unknown>> = {},
  meta: Partial<CommandMeta> = {},
) {
  const requests: string[] = [];
  const connection = {
    async query(sql: string) {
      requests.push(sql);
      return answer(sql, requests);
    },
    release: () => {},
    destroy: () => {},
  };
  const pool = { getConnection: async () => connection } as unknown as Pool;
  const outcome = handleCommand(
    { pool, wakeRelay: vi.fn(), tokens: createTokens(['secret']), commands: new Set() },
    { load, decide },
    {},
    {
      ...{ caller: 'tester', name: 'payOrder', idempotencyKey: 'key', input: {}, now: '' },
      ...{ traceparent: undefined, deadline: Infinity, over: new AbortController().signal, ...meta },
    },
  );
  return { requests, outcome };
}
const failure = (code: string, more = {}) => Object.assign(new Error(code), { code, ...more });
const begins = (requests: readonly string[]) =>
  requests.filter((sql) => sql.includes('INSERT INTO idempotency')).length;

test('a key that is purged between the refusal of a duplicate and the look at its answer begins a new command', async () => {
  const { outcome, requests } = run((sql, { length }) => {
    if (length === 1) throw failure('ER_DUP_ENTRY');
    return sql.startsWith('START') ? BEGUN : [[{}, []]];
  });
  expect(await outcome).toEqual({ done: false, rejections: [] });
  expect(begins(requests)).toBe(2);
  // The lock on the key is not kept by a connection that waits in the pool.
  expect(requests[1]).toMatch(/^ROLLBACK/);
});

test('a command is tried again though its client has left since it began', async () => {
  const client = new AbortController();
  const { outcome, requests } = run(
    (_, { length }) => {
      if (length > 1) return BEGUN;
      client.abort();
      throw failure('ER_LOCK_DEADLOCK');
    },
    {},
    { over: client.signal },
  );
  expect(await outcome).toEqual({ done: false, rejections: [] });
  expect(begins(requests)).toBe(2);
});

test('a command whose key is free after a COMMIT without reply has not run', async () => {
  let tries = 0;
  const { outcome, requests } = run(
    (sql) => {
      if (sql.includes('COMMIT')) throw failure('PROTOCOL_CONNECTION_LOST', { fatal: true });
      return BEGUN;
    },
    {
      load: async () => {
        if (++tries > 1) throw failure('ER_DISK_FULL');
      },
      decide: () => ({ accepted: true, entities: [], subjects: [], skipped: [] }),
    },
  );
  await expect(outcome).rejects.toMatchObject({ name: 'GivenUp', mayHaveRun: false });
  expect(begins(requests)).toBe(2);
});

test.each([
  ['OrderCreated', 'order', false],
  ['ProductRegistered', 'product', false],
  ['ProductDetailsChanged', 'product', false],
  ['ProductImageAdded', 'product', false],
  ['ProductDiscontinued', 'product', true],
])('%s leaves room for what may follow, which takes it', async (type, kind, done) => {
  const state = { description: randomBytes(175_000).toString('base64') };
  const change = { kind, id: '7', revision: 1, state, happening: { type, data: {} } } as unknown as Change;
  const { outcome } = run(() => BEGUN, { decide: () => accept('7', change) });
  expect(await outcome).toMatchObject({ done });
});
