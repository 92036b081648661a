import { expect, test } from 'vitest';
import { type Report, summary, tally } from './tally.ts';

const file = (
  name: string,
  statuses: readonly string[],
  status = 'passed',
): Report['testResults'][number] => ({
  name,
  status,
  assertionResults: statuses.map((each) => ({ fullName: each, status: each })),
});
const all = { testResults: [file('/a', ['passed', 'passed', 'skipped', 'todo'])] };

test('counts what passed, failed and was skipped', () => {
  expect(tally(all, ['/a'], '0')).toEqual({ passed: 2, failed: 0, skipped: 2, complaints: [] });
  const failing = { testResults: [file('/a', ['passed', 'failed', 'failed'], 'failed')] };
  expect(tally(failing, ['/a'], '1')).toEqual({ passed: 1, failed: 2, skipped: 0, complaints: [] });
});

test('a run that did not end well has failed, whatever its tests say', () => {
  expect(tally(all, ['/a'], 'SIGINT')).toMatchObject({ passed: 2, failed: 1 });
  expect(tally(all, ['/a'], '1').complaints).toEqual(['vitest ended with 1']);
  expect(tally(undefined, [], '0')).toMatchObject({ passed: 0, failed: 1 });
});

test('what should have run and did not has failed', () => {
  expect(tally(all, ['/a', '/b'], '0')).toMatchObject({
    failed: 1,
    complaints: [expect.stringContaining('/b')],
  });
  const empty = { testResults: [file('/a', [], 'failed')] };
  expect(tally(empty, ['/a'], '1')).toMatchObject({ failed: 1, complaints: ['no test ran: /a'] });
  expect(tally({ testResults: [file('/a', ['pending'])] }, ['/a'], '0')).toMatchObject({ failed: 1 });
  const hook = { testResults: [file('/a', ['passed'], 'failed')] };
  expect(tally(hook, ['/a'], '1')).toMatchObject({ failed: 1, complaints: ['failed outside its tests: /a'] });
});

test('sums up in one line', () => {
  expect(summary({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(summary({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});
