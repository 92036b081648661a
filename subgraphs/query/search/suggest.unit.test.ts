import { describe, expect, it } from 'vitest';
import { isNear } from './analysis.ts';
import { findDidYouMean } from './spelling.ts';
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

  it('of what was meant put each word right that nothing has, by one that something has, and keep the others', async () => {
    const word = (text: string, ...options: string[]) => ({
      ...{ text, offset: 0, length: text.length },
      options: options.map((option) => ({ text: option, score: 1, freq: 1 })),
    });
    const there = ['steel', 'steal', 'kettle', '15.2'];
    const meant = (...spelling: ReturnType<typeof word>[]) =>
      findDidYouMean(undefined, { suggest: { spelling } }, ({ aggs }) => {
        const filters = aggs?.['words']?.filters?.filters as { term: { 'search.words': string } }[];
        const buckets = filters.map(({ term }) => ({
          doc_count: there.includes(term['search.words']) ? 1 : 0,
        }));
        return Promise.resolve({ aggregations: { words: { buckets } } });
      });
    const [typo, gone] = [word('ketle', 'kettel', 'kettle'), word('zephyrian', 'zephyrion')];
    expect(await meant(word('red'), word('steel', 'steal'), typo, gone)).toBe('red steel kettle zephyrian');
    expect(await meant(word('steel', 'steal'), gone)).toBeNull();
    expect(await meant(typo, word('15.6', '15.2'))).toBe('kettle 15.6');
  });

  it('of what was meant search no more where no word has another spelling', async () => {
    const search = () => Promise.reject(new Error('searched'));
    expect(await findDidYouMean(undefined, { suggest: { spelling: [] } }, search)).toBeNull();
    expect(await findDidYouMean(undefined, {}, search)).toBeNull();
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
