import { expect, it } from 'vitest';
import { readModelBehind } from '../errors.ts';
import { createLeniency } from './leniency.ts';

const behind = readModelBehind({
  stream: 'order-1',
  demanded: { epoch: 0, revision: 1 },
  present: undefined,
});
const away = new Error('the engine is away');
const demanded = (consistency: 'STRONG' | 'EVENTUAL') => ({ vector: {}, consistency, deadline: 0 });

it.each([
  ['EVENTUAL', behind, 'old', true],
  ['EVENTUAL', away, away, false],
  ['STRONG', behind, behind, false],
] as const)('with %s, where %s, the answer is %s', async (consistency, trouble, answer, isOld) => {
  const leniency = createLeniency();
  const strict = () => Promise.reject(trouble);
  const given = leniency.attempt(demanded(consistency), strict, () => Promise.resolve('old'));
  expect(await given.catch((error: unknown) => error)).toBe(answer);
  expect(await leniency.isOld()).toBe(isOld);
});
