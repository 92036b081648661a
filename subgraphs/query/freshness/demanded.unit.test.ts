import { expect, test } from 'vitest';
import { createTokens } from '../../../schema/token.ts';
import { createDemands } from './demanded.ts';

test('as many tokens are taken in asOf as in the header of a client', () => {
  const tokens = createTokens(['a secret of some length']);
  const token = tokens.sign({ 'stock-7': { epoch: 0, revision: 3 } });
  const demand = (count: number) =>
    createDemands(
      tokens,
      0,
      {},
    )(
      { path: { prev: undefined, key: 'product', typename: 'Query' } },
      { asOf: Array(count).fill(token).join(',') },
    );
  expect(demand(10).vector).toEqual({ 'stock-7': { epoch: 0, revision: 3 } });
  expect(() => demand(11)).toThrow('asOf: at most 10 tokens');
});

test('a field demands what the one around it demands, and what it demands itself', () => {
  const tokens = createTokens(['a secret of some length']);
  const [stock, order] = [{ 'stock-7': { epoch: 0, revision: 3 } }, { 'order-1': { epoch: 0, revision: 1 } }];
  const demanded = createDemands(tokens, 0, {});
  const around = { prev: undefined, key: 'customer', typename: 'Query' };
  demanded({ path: around }, { asOf: tokens.sign(stock) });
  const below = { path: { prev: around, key: 'orders', typename: 'Customer' } };
  expect(demanded(below, { asOf: tokens.sign(order) }).vector).toEqual({ ...stock, ...order });
});

test('a field that demands nothing itself has what the one around it has', () => {
  const demanded = createDemands(createTokens(['a secret of some length']), 0, {});
  const around = { prev: undefined, key: 'category', typename: 'Query' };
  const below = { path: { prev: around, key: 'children', typename: 'Category' } };
  const own = demanded({ path: around }, { budgetMs: 5 });
  expect(demanded(below)).toBe(own);
  expect(demanded(below, { budgetMs: 5 })).not.toBe(own);
  expect(own.deadline).toBe(5);
});
