import { describe, expect, it } from 'vitest';
import { ndcgAt10, parseJudgments } from './judgments.ts';

const judgments = parseJudgments('query,sku,grade\nusb, hub,a,3\nusb, hub,b,1\nmug,c,0\n');

describe('the measure of relevance', () => {
  it('reads queries with commas in them, and refuses what is no judgment', () => {
    expect([...judgments.keys()]).toEqual(['usb, hub', 'mug']);
    expect(() => parseJudgments('query,sku,grade\nmug,c,4')).toThrow('not a judgment');
  });

  it('is 1 for the best ranking and less for any other', () => {
    const grades = judgments.get('usb, hub')!;
    expect(ndcgAt10(['a', 'b'], grades)).toBe(1);
    expect(ndcgAt10(['b', 'a'], grades)).toBeCloseTo((1 + 7 / Math.log2(3)) / (7 + 1 / Math.log2(3)));
    expect(ndcgAt10(['x', 'y'], grades)).toBe(0);
    expect(ndcgAt10([...'0123456789', 'a'], grades)).toBe(0);
  });

  it('leaves out a query with nothing relevant', () => {
    expect(ndcgAt10(['c'], judgments.get('mug')!)).toBeUndefined();
  });
});
