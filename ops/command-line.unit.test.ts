import { expect, test } from 'vitest';
import { countOf, keptByNpm, numberOf, urlOf, UsageError } from './command-line.ts';

test.each([
  [() => numberOf('--minutes', 'soon'), '--minutes must be a number above 0, not soon'],
  [() => numberOf('--minutes', '0'), '--minutes must be a number above 0, not 0'],
  [() => countOf('--seed', '1.5'), '--seed must be a whole number above 0, not 1.5'],
  [() => countOf('--concurrency', '257', 256), '--concurrency must be a whole number from 1 to 256, not 257'],
  [() => urlOf('--url', 'foo'), '--url must be a URL like http://host, not foo'],
  [() => urlOf('--url', 'mysql://host'), '--url must be a URL like http://host, not mysql://host'],
])('a value that an option cannot take is named: %#', (read, message) => {
  expect(read).toThrow(new UsageError(message));
});

test('an option that npm took for its own is found', () => {
  const usage = 'npm run rebuild -- [products…] [--roll-back] [--all]\nnpm run rebuild -- --finish';
  expect(keptByNpm(usage, { npm_config_roll_back: 'true' })).toBe('--roll-back');
  expect(
    keptByNpm(usage, { npm_config_fund: 'true', npm_config_finish: '', npm_config_all: 'true' }),
  ).toBeUndefined();
});

test('numbers are read', () => {
  expect([
    numberOf('--minutes', '0.5'),
    countOf('--seed', '7'),
    countOf('--concurrency', '256', 256),
  ]).toEqual([0.5, 7, 256]);
});
