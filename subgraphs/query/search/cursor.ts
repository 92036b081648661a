import { badUserInput } from '../errors.ts';

/** How a list is sorted. The order is total: the id decides between equals. */
export type Order = 'newest' | 'relevance';

/** Where a product stands in the list: its sort value (registration in epoch milliseconds, or score) and its id. */
export type SortPosition = readonly [value: number, id: string];

/** The latest moment of a JavaScript date, in milliseconds either side of 1970. */
const MAX_TIME_MS = 8.64e15;
/** Scores are 32-bit floats. */
const MAX_SCORE = 3.4e38;
const MAX_CURSOR_CHARACTERS = 1_000;

/** Opaque text for `after`. */
export const encodeCursor = (order: Order, [value, id]: SortPosition): string =>
  Buffer.from(JSON.stringify([order, value, id])).toString('base64url');

/** Reads what encodeCursor wrote for the same order. Throws BAD_USER_INPUT that names `after`. */
export function decodeCursor(order: Order, cursor: string): SortPosition {
  const parts = cursor.length > MAX_CURSOR_CHARACTERS ? undefined : parse(cursor);
  if (!Array.isArray(parts) || parts.length !== 3) throw badUserInput('after', 'not a cursor of this list');
  const [of, value, id] = parts as unknown[];
  if (of !== order || !isSortValue(order, value) || typeof id !== 'string')
    throw badUserInput('after', 'not a cursor of this list');
  return [value, id];
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

const isSortValue = (order: Order, value: unknown): value is number =>
  typeof value === 'number' &&
  (order === 'newest'
    ? Number.isInteger(value) && Math.abs(value) <= MAX_TIME_MS
    : value >= 0 && value <= MAX_SCORE);
