import { expect, test } from 'vitest';
import { VISIBILITY_SECONDS } from '../../subgraphs/query/indexer/topology.ts';
import type { Finding } from './compare.ts';
import { confirmFindings, LOOKS_MS } from './suspects.ts';

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

test('looks until what a killed indexer had received must have come to another one', () => {
  expect(LOOKS_MS.reduce((sum, wait) => sum + wait)).toBeGreaterThan((VISIBILITY_SECONDS + 5) * 1_000);
});

test('what shows at the last look what was written at the first is only on its way', async () => {
  expect(await confirmFindings([finding(3)], looks(finding(8, 12), finding(9, 14)), [0, 0])).toEqual([]);
});

test('what stands still while its stream goes on is a finding', async () => {
  const look = looks(finding(3, 10), finding(3, 11));
  expect(await confirmFindings([finding(3)], look, [0, 0])).toEqual([finding(3, 11)]);
});

test('what is ahead is on its way while it moves, and a finding when only its stream does', async () => {
  const ahead = (shown: number, written: number): Finding => ({
    ...finding(shown, written),
    problem: 'ahead',
  });
  expect(await confirmFindings([finding(3)], looks(ahead(11, 10), ahead(13, 12)), [0, 0])).toEqual([]);
  for (const shown of [800, 900]) {
    const stuck = looks(ahead(900, 10), ahead(900, 12));
    expect(await confirmFindings([ahead(shown, 9)], stuck, [0, 0])).toEqual([ahead(900, 12)]);
  }
});

test('looks on while a backlog clears up', async () => {
  const of = (...ids: string[]): Finding[] => ids.map((id) => ({ ...finding(3), id }));
  const found = [of('1', '2'), of('1'), of('1'), of()];
  const look = async (): Promise<Finding[]> => found.shift() ?? expect.fail();
  expect(await confirmFindings(of('1', '2', '3'), look, [0])).toEqual(of('1'));
  expect(found).toEqual([of()]);
});

test('but no more than 21 times: where commands go on, something is always on its way', async () => {
  const all = Array.from({ length: 30 }, (_, i): Finding => ({ ...finding(3), id: `${i}` }));
  let looked = 0;
  const look = async () => all.slice(++looked);
  expect(await confirmFindings(all, look, [0])).toEqual(all.slice(21));
  expect(looked).toBe(21);
});
