import { expect, test } from 'vitest';
import type { Finding } from './compare.ts';
import { confirmFindings } from './suspects.ts';

const finding = (shown: number, written = 9): Finding => ({
  model: 'products',
  kind: 'stock',
  id: '7',
  problem: 'behind',
  written: { epoch: 0, revision: written },
  shown: { epoch: 0, revision: shown },
});
/** Finds these, one look after the other. */
const looks =
  (...found: (Finding | undefined)[]) =>
  async (): Promise<Finding[]> => {
    const next = found.shift();
    return next === undefined ? [] : [next];
  };

test('what stands still is a finding', async () => {
  const look = looks(finding(3), finding(3), finding(3));
  expect(await confirmFindings([finding(3)], look, [0, 0, 0])).toEqual([finding(3)]);
});

test('what arrives is none', async () => {
  expect(await confirmFindings([finding(3)], looks(finding(5), undefined), [0, 0, 0])).toEqual([]);
});

test('what still moves at the last look is none', async () => {
  expect(await confirmFindings([finding(3)], looks(finding(4), finding(5)), [0, 0])).toEqual([]);
  expect(await confirmFindings([finding(3)], looks(finding(3, 10), finding(3, 11)), [0, 0])).toEqual([]);
});
