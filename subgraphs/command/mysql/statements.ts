import DataLoader from 'dataloader';
import type { ResultSetHeader } from 'mysql2/promise';
import type { Connection, Row } from './connect.ts';

/** One SQL statement and its values, written as mysql2's `?` placeholders take them. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Runs all statements in one round trip; the first that fails ends it. */
export async function execute(connection: Connection, statements: readonly Statement[]): Promise<void> {
  await connection.query<ResultSetHeader[]>(...joined(statements));
}

/**
 * How large the packet of these statements can be, in bytes: escaping doubles a text at most. The rest of it is too
 * small to matter beside texts that come near to what MySQL takes.
 */
export const packetBytes = (statements: readonly Statement[]): number =>
  2 * textBytes(statements.map(({ values }) => values));

function textBytes(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + textBytes(entry), 0);
  return typeof value === 'string' ? Buffer.byteLength(value) : 0;
}

const joined = (statements: readonly Statement[]): [sql: string, values: unknown[]] => [
  statements.map(({ sql }) => sql).join(';\n'),
  statements.flatMap(({ values }) => values),
];

/**
 * The connection, which sends what is asked of it in one turn of the event loop in one round trip, in that order: a query
 * of several statements must stand alone there. The first that fails ends the round trip, and fails all of it.
 */
export function inRoundTrips(connection: Connection): Connection {
  const loader = new DataLoader<Statement, unknown>(
    async (statements) => {
      const [results] = await connection.query<ResultSetHeader[]>(...joined(statements));
      return statements.length === 1 ? [results] : results;
    },
    { cache: false },
  );
  const query = async (sql: string, values: readonly unknown[] = []) => [await loader.load({ sql, values })];
  return { query: query as unknown as Connection['query'] };
}

export async function select<T>(
  connection: Connection,
  sql: string,
  values: readonly unknown[],
): Promise<T[]> {
  const [rows] = await connection.query<(Row & T)[]>(sql, [...values]);
  return rows;
}

/** Selects by keys, in `IN (?)`: SQL has no empty list, and no key names nothing. */
export const selectIn = async <T>(
  connection: Connection,
  sql: string,
  keys: readonly unknown[],
): Promise<T[]> => (keys.length === 0 ? [] : await select<T>(connection, sql, [keys]));

const ID = /^[0-9a-f-]{36}$/;

/**
 * Selects by ids that clients gave, in `IN (?)`. What cannot be an id names nothing: MySQL would fail to compare
 * anything beyond ASCII with one, and would overlook blanks behind it.
 */
export const selectByIds = <T>(
  connection: Connection,
  sql: string,
  given: readonly (string | null)[],
): Promise<T[]> =>
  selectIn(
    connection,
    sql,
    given.filter((id) => id !== null && ID.test(id)),
  );

/** An insert of many rows in one statement; none where there are no rows. */
export function insertRows(
  table: string,
  columns: readonly string[],
  rows: readonly unknown[][],
): Statement[] {
  if (rows.length === 0) return [];
  return [{ sql: `INSERT INTO ${table} (${columns.join(', ')}) VALUES ?`, values: [rows] }];
}

/** The last change of each entity: what its row must say, whatever happened on the way. */
export const lastOf = <C extends { readonly id: string }>(changes: readonly C[]): C[] => [
  ...new Map(changes.map((change) => [change.id, change])).values(),
];

/**
 * The rows of new entities, inserted, and of changed ones, updated in one statement: as an insert that meets its own
 * key. Never one statement for both: a new row that met another row's unique key would overwrite that one.
 */
export function saveRows<C extends { readonly id: string; readonly revision: number }>(
  table: string,
  columns: { readonly fixed: readonly string[]; readonly changeable: readonly string[] },
  changes: readonly C[],
  toRow: (last: C) => unknown[],
): Statement[] {
  const created = new Set(changes.filter(({ revision }) => revision === 1).map(({ id }) => id));
  const rows = (isNew: boolean) =>
    lastOf(changes)
      .filter(({ id }) => created.has(id) === isNew)
      .map(toRow);
  const all = [...columns.fixed, ...columns.changeable];
  return [...insertRows(table, all, rows(true)), ...updateRows(table, all, columns.changeable, rows(false))];
}

/** Updates rows that are there, by their primary key, in one statement. */
export const updateRows = (
  table: string,
  columns: readonly string[],
  changeable: readonly string[],
  rows: readonly unknown[][],
): Statement[] =>
  insertRows(table, columns, rows).map(({ sql, values }) => ({
    sql: `${sql} ON DUPLICATE KEY UPDATE ${changeable.map((column) => `${column} = VALUES(${column})`).join(', ')}`,
    values,
  }));
