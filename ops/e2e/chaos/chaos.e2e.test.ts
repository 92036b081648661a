import { expect, inject, onTestFailed, test } from 'vitest';
import { runChaos } from './chaos.ts';
import { createHistory } from './history.ts';
import { sabotages } from './sabotage.ts';

// The short form of npm run chaos, on the engines of all tests, which therefore live. Other seeds: npm run chaos.

const seed = 7;

/** Of each sort of harm one, and what only such as it can show. */
const harm = [
  'kill -9 command after commit, before the answer',
  'kill -9 relay after publish, before mark',
  'kill -9 indexer after bulk, before delete',
  'kill -9 query',
  'lose the reply to a COMMIT',
  'old events are published again, and committed late',
  'indexer-es: refuses connections',
  'query-es: is a black hole',
  'relay-sqs: is half-open',
  'indexer: the clock is an hour off',
];

test('whatever dies or is lost on the way, nothing is lost, doubled or silently old', async () => {
  const { tell, tail } = createHistory('test');
  onTestFailed(() => console.error(tail()));
  const { violations, ledger } = await runChaos({
    ...{ engines: inject('engines'), seed, seconds: 6, only: harm, tell },
  });
  expect({ seed, violations }).toEqual({ seed, violations: [] });
  expect(ledger.books.orders.size).toBeGreaterThan(0);
}, 150_000);

// The checks bite: each fault that is put into a copy of the code is found, where what it breaks is called upon. When
// that happens is the machine's choice, so each may have three runs.
test.each([
  ['id-above-last', /^for 2 s there have been [1-9]\d* messages in the outbox|was never published$/],
  ['no-revision-check', /^\w+-[-\w]+\.\w+: expected .*, shown/],
  ['outbox-after-commit', /^\w+-[-\w]+@\d+\.\d+ was never published$/],
  ['tokens-ignored', /^(product|order|category|customer|review) [-\w]+(, by id)?: expected .*, read /],
  ['revisions-ignored', /^(product|order|category|customer|review) [-\w]+, \w+: expected .*, read /],
] as const)('the sabotage %s is found', { retry: 2, timeout: 150_000 }, async (sabotage, symptom) => {
  const { violations } = await runChaos({
    ...{ engines: inject('engines'), seed, sabotage, only: sabotages[sabotage].shownBy },
    ...{ seconds: 3, together: true, restMs: 2_000 },
  });
  expect(violations.filter((violation) => symptom.test(violation))).not.toEqual([]);
});
