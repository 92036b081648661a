import { expect, test } from 'vitest';
import type { Pool } from '../../subgraphs/command/mysql/connect.ts';
import { productEvent } from '../../subgraphs/query/test/events.ts';
import { ranges } from './verify.ts';

test.each([
  [0, []],
  [1, [1]],
  [2, [2]],
  [4, [2, 2]],
  [5, [2, 2, 1]],
])('%i streams are read in ranges of %j', async (count, expected) => {
  const rows = Array.from({ length: count }, (_, i) => {
    const { occurredAt, ...event } = productEvent(`p${i}`);
    return { ...event, occurredAt: new Date(occurredAt), traceparent: null };
  });
  const pool = {
    query: async (_: string, [, after, limit]: [string, string, number]) => [
      rows.filter(({ id }) => id > after).slice(0, limit),
    ],
  } as unknown as Pool;
  const read: string[][] = [];
  for await (const events of ranges({ pool }, 'product', '', 2)) read.push(events.map(({ id }) => id));
  expect(read.map(({ length }) => length)).toEqual(expected);
  expect(read.flat()).toEqual(rows.map(({ id }) => id));
});
