import { expect, test } from 'vitest';
import { type BulkInput, type BulkPayload, sendBulk } from './bulk.ts';

/** Refuses rows below 0 as the command refuses malformed ones: all, because of one. Skips those above `most`. */
function command(sent: BulkInput<number>[], most = () => 9) {
  const remembered = new Map<string, BulkPayload>();
  return (input: BulkInput<number>): Promise<BulkPayload> => {
    sent.push(input);
    const before = remembered.get(input.idempotencyKey);
    if (before !== undefined) return Promise.resolve({ ...before, replayed: true });
    const errors = (test: (row: number) => boolean, code: string) =>
      input.rows.flatMap((row, index) =>
        test(row) ? [{ code, message: `${row}`, path: ['input', 'rows', String(index), 'x'] }] : [],
      );
    const malformed = errors((row) => row < 0, 'INVALID_INPUT');
    const skipped = errors((row) => row > most(), 'DUPLICATE_SKU');
    const done = (row: number) => malformed.length === 0 && row <= most();
    const payload = {
      replayed: false,
      rows: input.rows.map((row) => ({ productId: done(row) ? `id-${row}` : null })),
      userErrors: malformed.length > 0 ? malformed : skipped,
    };
    if (input.rows.some(done)) remembered.set(input.idempotencyKey, payload);
    return Promise.resolve(payload);
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

test('rows that were refused are judged anew when the command is sent again, though it is remembered', async () => {
  const sent: BulkInput<number>[] = [];
  let most = 9;
  const send = command(sent, () => most);
  const codes = async () => (await sendBulk([1, 13, 20], send)).map((reason) => reason?.code);
  expect(await codes()).toEqual([undefined, 'DUPLICATE_SKU', 'DUPLICATE_SKU']);
  most = 15;
  for (const _ of ['mended in part', 'again'])
    expect(await codes()).toEqual([undefined, undefined, 'DUPLICATE_SKU']);
  most = 30;
  expect(await codes()).toEqual([undefined, undefined, undefined]);
  expect(sent.at(-1)!.rows).toEqual([20]);
});

test('a reason that names no row is that of the one row without which the others are done', async () => {
  const error = { code: 'INVALID_INPUT', message: 'too large', path: ['input'] };
  const sent: BulkInput<number>[] = [];
  const send = command(sent);
  const reasons = await sendBulk([1, 2, 77, 4, 5], (input) =>
    input.rows.includes(77)
      ? Promise.resolve({ replayed: false, rows: [], userErrors: [error] })
      : send(input),
  );
  expect(reasons).toEqual([undefined, undefined, error, undefined, undefined]);
  expect(sent.map(({ rows }) => rows)).toEqual([
    [1, 2],
    [4, 5],
  ]);
});

test('a command that does nothing and says nothing is a fault', async () => {
  const silent = () => Promise.resolve({ replayed: false, rows: [], userErrors: [] });
  await expect(sendBulk([1], silent)).rejects.toThrow('gave no reason');
  expect(await sendBulk([], silent)).toEqual([]);
});
