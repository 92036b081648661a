import { createHash } from 'node:crypto';
import { badUserInput } from '../errors.ts';

/** What kind of value a list is sorted by: a whole number, any number, or text. */
export type SortValueKind = 'integer' | 'number' | 'text';

/** Where somebody stands in a list. */
export interface Cursor {
  /** One for each sort key. */
  readonly values: readonly (number | string)[];
  /** The list was found by the relaxed match. */
  readonly relaxed: boolean;
  /** The name of the moment at which the list was read, while it lasts. */
  readonly snapshot: string | undefined;
}

/** A snapshot's name takes some hundred characters a shard. */
const MAX_CURSOR_CHARACTERS = 16_000;
const MAX_TEXT_CHARACTERS = 600;
/** Dates reach 8.64e15 ms either side of 1970; sums of money 2^53. Scores are 32-bit floats. */
const MAX_INTEGER = Number.MAX_SAFE_INTEGER;
const MAX_NUMBER = 3.4e38;

/** Tells lists apart whose cursors must not be mixed: anything that decides about what is listed and in what order. */
export const listName = (...decisive: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(decisive)).digest('base64url').slice(0, 12);

/** Opaque text for `after` and `before`. */
export const encodeCursor = (list: string, { values, relaxed, snapshot }: Cursor): string =>
  Buffer.from(JSON.stringify([list, values, relaxed, snapshot ?? null])).toString('base64url');

/** Reads what encodeCursor wrote for the same list. Throws BAD_USER_INPUT, which names the argument. */
export function decodeCursor(
  argument: string,
  list: string,
  kinds: readonly SortValueKind[],
  text: string,
): Cursor {
  const parts = text.length > MAX_CURSOR_CHARACTERS ? undefined : parse(text);
  if (!Array.isArray(parts) || parts.length !== 4) throw badUserInput(argument, 'not a cursor');
  const [of, values, relaxed, snapshot] = parts as unknown[];
  if (typeof of !== 'string' || typeof relaxed !== 'boolean' || !isSnapshot(snapshot))
    throw badUserInput(argument, 'not a cursor');
  if (of !== list) throw badUserInput(argument, 'a cursor of another list: query, filter or sort differ');
  if (!areValues(values, kinds)) throw badUserInput(argument, 'not a cursor');
  return { values, relaxed, snapshot: snapshot ?? undefined };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}

const isSnapshot = (value: unknown): value is string | null =>
  value === null || (typeof value === 'string' && /^[\w+/=.-]+$/.test(value));

const areValues = (values: unknown, kinds: readonly SortValueKind[]): values is (number | string)[] =>
  Array.isArray(values) &&
  values.length === kinds.length &&
  values.every((value, i) => isValue(value, kinds[i] ?? 'text'));

function isValue(value: unknown, kind: SortValueKind): boolean {
  if (kind === 'text') return typeof value === 'string' && value.length <= MAX_TEXT_CHARACTERS;
  if (typeof value !== 'number') return false;
  return kind === 'integer'
    ? Number.isInteger(value) && Math.abs(value) <= MAX_INTEGER
    : Math.abs(value) <= MAX_NUMBER;
}
