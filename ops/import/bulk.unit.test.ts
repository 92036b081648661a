import { expect, test } from 'vitest';
import { type BulkInput, type BulkPayload, chunks, sendBulk } from './bulk.ts';

/** Refuses rows below 0 as the command refuses malformed ones: all, because of one. Skips those above 9. */
function command(sent: BulkInput<number>[]) {
  return (input: BulkInput<number>): Promise<BulkPayload> => {
    sent.push(input);
    const errors = (test: (row: number) => boolean, code: string) =>
      input.rows.flatMap((row, index) =>
        test(row) ? [{ code, message: `${row}`, path: ['input', 'rows', String(index), 'x'] }] : [],
      );
    const malformed = errors((row) => row < 0, 'INVALID_INPUT');
    const skipped = errors((row) => row > 9, 'DUPLICATE_SKU');
    const done = (row: number) => malformed.length === 0 && row <= 9;
    return Promise.resolve({
      rows: input.rows.map((row) => ({ productId: done(row) ? `id-${row}` : null })),
      userErrors: malformed.length > 0 ? malformed : skipped,
    });
  };
}

test('sends the good rows again when malformed ones have kept them from being done', async () => {
  const sent: BulkInput<number>[] = [];
  const reasons = await sendBulk([1, -2, 13, 4, -5], command(sent));
  expect(reasons.map((reason) => reason?.code)).toEqual([
    undefined,
    'INVALID_INPUT',
    'DUPLICATE_SKU',
    undefined,
    'INVALID_INPUT',
  ]);
  expect(sent.map(({ rows }) => rows)).toEqual([
    [1, -2, 13, 4, -5],
    [1, 13, 4],
  ]);
  expect(new Set(sent.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
});

test('a reason that names no row is that of all', async () => {
  const error = { code: 'IDEMPOTENCY_KEY_REUSED', message: '', path: ['input', 'idempotencyKey'] };
  const reasons = await sendBulk([1, 2], () => Promise.resolve({ rows: [], userErrors: [error] }));
  expect(reasons).toEqual([error, error]);
});

test('a command that does nothing and says nothing is a fault', async () => {
  const silent = () => Promise.resolve({ rows: [], userErrors: [] });
  await expect(sendBulk([1], silent)).rejects.toThrow('gave no reason');
  expect(await sendBulk([], silent)).toEqual([]);
});

test('splits into chunks', () => expect([...chunks([1, 2, 3], 2)]).toEqual([[1, 2], [3]]));
