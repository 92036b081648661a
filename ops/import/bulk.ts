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
 * ones. Answers for each row why it was refused; undefined where it was done. The key is made of the rows, so that
 * sending them again does nothing twice; rows that were refused the first time are judged anew.
 */
export async function sendBulk<Row>(
  rows: readonly Row[],
  send: (input: BulkInput<Row>) => Promise<BulkPayload>,
): Promise<(Reason | undefined)[]> {
  const reasons: (Reason | undefined)[] = rows.map(() => undefined);
  let pending = rows.map((_, index) => index);
  while (pending.length > 0) {
    const sent = pending.map((index) => rows[index]!);
    const payload = await send({ idempotencyKey: keyOf(sent), errorPolicy: 'SKIP_FAILED', rows: sent });
    // A command that was done in part is remembered with its refusals: their cause may be mended by now.
    const refused = reasonsByRow(payload.replayed ? [] : payload.userErrors, pending.length);
    for (const [position, reason] of refused) reasons[pending[position]!] = reason;
    const again = pending.filter(
      (_, position) => payload.rows[position]?.productId == null && !refused.has(position),
    );
    if (again.length === pending.length) throw new Error('a bulk command did nothing and gave no reason');
    pending = again;
  }
  return reasons;
}

/** The first reason of each row; one that names no row is that of all. */
function reasonsByRow(userErrors: readonly UserError[], rows: number): Map<number, Reason> {
  const reasons = new Map<number, Reason>();
  for (const error of userErrors) {
    const [, list, index] = error.path;
    const positions = list === 'rows' && index !== undefined ? [Number(index)] : Array(rows).keys();
    for (const position of positions) if (!reasons.has(position)) reasons.set(position, error);
  }
  return reasons;
}

/** A key for what is sent: other content never meets it. */
export const keyOf = (content: unknown): string =>
  `import-${createHash('sha256').update(JSON.stringify(content)).digest('hex')}`;

/** The entries in runs of up to `size`. */
export function* chunks<T>(entries: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const entry of entries) {
    chunk.push(entry);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
