import { expect, test } from 'vitest';
import { readFreshness } from './freshness.ts';
import { BUDGET_HEADER, CONSISTENCY_HEADER, TOKEN_HEADER } from './headers.ts';
import { createTokens } from './token.ts';

const tokens = createTokens(['a secret of some length']);

test('who says nothing demands nothing, and would wait up to 2 s', () => {
  expect(readFreshness(tokens, {})).toEqual({ vector: {}, consistency: 'STRONG', budgetMs: 2_000 });
});

test.each(['0', '5000'])('a budget of %s ms is taken', (budget) => {
  expect(readFreshness(tokens, { [BUDGET_HEADER]: budget }).budgetMs).toBe(Number(budget));
});

test.each([
  [BUDGET_HEADER, '5001'],
  [BUDGET_HEADER, '-1'],
  [BUDGET_HEADER, '0.5'],
  [BUDGET_HEADER, ''],
  [CONSISTENCY_HEADER, 'WEAK'],
  [TOKEN_HEADER, tokens.sign({ 'strange-7': { epoch: 0, revision: 1 } })],
])('%s: %s is refused', (header, value) => {
  expect(() => readFreshness(tokens, { [header]: value })).toThrow(`${header}: `);
});
