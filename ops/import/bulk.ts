import { createHash } from 'node:crypto';
import type { Reason } from './report.ts';

/** The part of a bulk command's payload that tells what became of its rows. */
export interface BulkPayload {
  readonly replayed: boolean;
  readonly rows: readonly { readonly productId: string | null }[];
  readonly userErrors: readonly UserError[];
}
export type UserError = Reason & { readonly path: readonly string[] };

/** What a bulk command takes. */
export interface BulkInput<Row> {
  readonly idempotencyKey: string;
  readonly errorPolicy: 'SKIP_FAILED';
  readonly rows: Row[];
}

/**
 * Sends up to 1,000 rows in one command, and the good ones again while the command refuses them all because of the bad
 * ones: where it does not name them, in halves. Answers for each row why it was refused; undefined where it was done.
 * The key is made of the rows, so that sending them again does nothing twice; rows that were refused the first time are
 * judged anew.
 */
export async function sendBulk<Row>(
  rows: readonly Row[],
  send: (input: BulkInput<Row>) => Promise<BulkPayload>,
): Promise<(Reason | undefined)[]> {
  if (rows.length === 0) return [];
  const payload = await send({ idempotencyKey: keyOf(rows), errorPolicy: 'SKIP_FAILED', rows: [...rows] });
  // A command that was done in part is remembered with its refusals: their cause may be mended by now.
  const userErrors = payload.replayed ? [] : payload.userErrors;
  if (rows.length > 1 && userErrors.some((error) => rowOf(error) === undefined)) {
    const middle = Math.ceil(rows.length / 2);
    const first = await sendBulk(rows.slice(0, middle), send);
    return [...first, ...(await sendBulk(rows.slice(middle), send))];
  }
  const reasons: (Reason | undefined)[] = rows.map(() => undefined);
  for (const error of userErrors) reasons[rowOf(error) ?? 0] ??= error;
  const again = [...rows.keys()].filter(
    (index) => payload.rows[index]?.productId == null && reasons[index] === undefined,
  );
  if (again.length === rows.length) throw new Error('a bulk command did nothing and gave no reason');
  const later = await sendBulk(
    again.map((index) => rows[index]!),
    send,
  );
  again.forEach((index, position) => {
    reasons[index] = later[position];
  });
  return reasons;
}

/** The row that the error names. */
const rowOf = ({ path: [, list, index] }: UserError): number | undefined =>
  list === 'rows' && index !== undefined ? Number(index) : undefined;

/** A key for what is sent: other content never meets it. */
export const keyOf = (content: unknown): string =>
  `import-${createHash('sha256').update(JSON.stringify(content)).digest('hex')}`;
