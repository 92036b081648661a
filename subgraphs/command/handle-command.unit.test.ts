import { expect, test, vi } from 'vitest';
import { createTokens } from '../../schema/token.ts';
import { handleCommand } from './handle-command.ts';
import type { Pool } from './mysql/connect.ts';

test('a key that is purged between the refusal of a duplicate and the look at its answer begins a new command', async () => {
  const requests: string[] = [];
  const duplicate = Object.assign(new Error('Duplicate entry'), { code: 'ER_DUP_ENTRY' });
  const connection = {
    async query(sql: string) {
      requests.push(sql);
      if (requests.length === 1) throw duplicate;
      return [sql.startsWith('START') ? [{}, {}, [{ epoch: 0, maxPacketBytes: 1 }]] : [{}, []]];
    },
    release: () => requests.push('release'),
  };
  const outcome = await handleCommand(
    {
      pool: { getConnection: async () => connection } as unknown as Pool,
      ...{ wakeRelay: vi.fn(), tokens: createTokens(['secret']), commands: new Set() },
    },
    { load: async () => 'loaded', decide: () => ({ accepted: false, rejections: [] }) },
    {},
    {
      ...{ caller: 'tester', name: 'payOrder', idempotencyKey: 'purged', input: {}, now: '' },
      ...{ traceparent: undefined, deadline: Infinity, over: new AbortController().signal },
    },
  );
  expect(outcome).toEqual({ done: false, rejections: [] });
  expect(requests.filter((sql) => sql.includes('INSERT INTO idempotency'))).toHaveLength(2);
});
