import { readdir, readFile } from 'node:fs/promises';
import { createPool, type Pool, type RowDataPacket } from 'mysql2/promise';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../ops/test/database.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let sql: Pool;
beforeEach(async () => {
  database = await createDatabase();
  sql = createPool(database.url);
});
afterEach(async () => {
  await sql.end();
  await database.drop();
});

test('many migrate at once, and one does the work', async () => {
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url)));
  expect(applied.filter((files) => files.length > 0)).toHaveLength(1);
  const [rows] = await sql.query('SELECT epoch FROM epoch');
  expect(rows).toEqual([{ epoch: 0 }]);
});

test('a second time there is nothing to do', async () => {
  expect(await migrate(database.url)).not.toEqual([]);
  expect(await migrate(database.url)).toEqual([]);
});

test('the schema of a newer program is left as it is, and told', async () => {
  await migrate(database.url);
  await sql.query("INSERT INTO schema_version (version, name, md5, run_at) VALUES (999, 'next', '', NOW())");
  const told: string[] = [];
  expect(await migrate(database.url, (sentence) => told.push(sentence))).toEqual([]);
  expect(told).toEqual([expect.stringMatching(/^MySQL has schema 999, .* this one knows \d+,/)]);
  const [rows] = await sql.query('SELECT MAX(version) AS version FROM schema_version');
  expect(rows).toEqual([{ version: 999 }]);
});

test('a migration that was edited after it was applied is refused', async () => {
  await migrate(database.url);
  await sql.query("UPDATE schema_version SET md5 = 'that of another text' WHERE version = 1");
  await expect(migrate(database.url)).rejects.toThrow(/MD5|checksum/i);
});

test('one that dies while it migrates does not keep the others out', async () => {
  const other = await sql.getConnection();
  await other.query("SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), 0)");
  const migrating = migrate(database.url);
  const [rows] = await other.query<RowDataPacket[]>('SELECT CONNECTION_ID() AS id');
  await sql.query(`KILL ${rows[0]!['id']}`);
  expect(await migrating).not.toEqual([]);
});

test.each(['d', 'ß'])('a database may have the longest name that there is, of %s', async (letter) => {
  const name = letter.repeat(64);
  await sql.query(`CREATE DATABASE ${name}`);
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  try {
    expect(await migrate(url.href)).not.toEqual([]);
  } finally {
    await sql.query(`DROP DATABASE ${name}`);
  }
});

const folder = new URL('./migrations/', import.meta.url);
const files = (await readdir(folder)).toSorted();
const migrations = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
const statements = migrations[0]!.split(/(?<=;)\n/).filter((text) => text.trim() !== '');

test.each([0, 1, 2, 4, 12, statements.length])(
  'one that died after %i statements is taken up',
  async (done) => {
    await sql.query('CREATE TABLE schema_version (version BIGINT PRIMARY KEY)');
    for (const statement of statements.slice(0, done)) await sql.query(statement);
    expect(await migrate(database.url)).toHaveLength(files.length);
    expect(await migrate(database.url)).toEqual([]);
    const [tables] = await sql.query('SHOW TABLES');
    expect(tables).toHaveLength(migrations.join('\n').match(/^CREATE TABLE /gm)!.length + 1);
    const [rows] = await sql.query('SELECT epoch, category_forest.one FROM epoch, category_forest');
    expect(rows).toEqual([{ epoch: 0, one: 1 }]);
  },
);

test('a table of something else is not taken for one of these', async () => {
  await sql.query('CREATE TABLE events (id INT)');
  await expect(migrate(database.url)).rejects.toThrow("Table 'events' already exists");
});
