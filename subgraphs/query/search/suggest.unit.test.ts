import { describe, expect, it } from 'vitest';
import { isNear } from './analysis.ts';
import { readDidYouMean } from './spelling.ts';
import { brandsLike } from './suggest.ts';

describe('suggestions', () => {
  it.each([
    ['phil', ['Philips']],
    ['phlip', ['Philips']],
    ['star', ['StarTech.com', 'Morning Star']],
    ['new star', ['StarTech.com', 'Morning Star']],
    ['ilips', []],
  ])('of brands for %s are %j', (text, brands) => {
    expect(brandsLike(text, ['Philips', 'StarTech.com', 'Morning Star', 'Xerox'])).toEqual(brands);
  });

  it('of what was meant put each misspelt word right and keep the others', () => {
    const word = (text: string, ...options: string[]) => ({
      ...{ text, offset: 0, length: text.length },
      options: options.map((option) => ({ text: option, score: 1, freq: 1 })),
    });
    expect(readDidYouMean({ suggest: { spelling: [word('steel'), word('ketle', 'kettle', 'kelp')] } })).toBe(
      'steel kettle',
    );
    expect(readDidYouMean({ suggest: { spelling: [word('steel')] } })).toBeNull();
    expect(readDidYouMean({})).toBeNull();
  });
});

it.each([
  ['kettle', 'ketle', true],
  ['ketle', 'kettle', true],
  ['kettle', 'ketlte', true],
  ['kettle', 'kettla', true],
  ['kettle', 'kettle', true],
  ['kettle', 'settle', false],
  ['kettle', 'ktle', false],
  ['kettle', 'kattla', false],
  ['1234', '1235', false],
])('%s is near %s: %s', (a, b, near) => {
  expect(isNear(a, b)).toBe(near);
});
