import { expect, test } from 'vitest';
import { runToEnd } from '../ops/test/processes.ts';

test('an option of another bench is refused', async () => {
  const { code, said } = await runToEnd('bench', {}, ['read', '--data', '/nowhere', '--seconds=3']);
  expect([code, said.split('\n')[0]]).toEqual([2, 'read takes no --seconds.']);
}, 30_000);
