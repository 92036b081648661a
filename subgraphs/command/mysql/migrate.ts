import Postgrator from 'postgrator';
import { connect } from './connect.ts';
import { select } from './statements.ts';

/** Longest wait for another process that migrates, in seconds. */
const LOCK_WAIT_SECONDS = 60;

/**
 * Brings the database to the newest schema; many may call it at once, one does the work, and takes up what was killed
 * before. A newer schema is left as it is, and told. Throws when an applied migration was edited afterwards (checksums), or
 * when one fails.
 */
export async function migrate(
  url: string,
  tell: (sentence: string) => void = () => undefined,
): Promise<readonly string[]> {
  const pool = connect(url, 1);
  // A pool that is not ended keeps its process alive.
  const connection = await pool.getConnection().catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  try {
    const [lock] = await select<{ held: number | null }>(
      connection,
      // A lock's name has 64 characters at most, as a database's has.
      "SELECT GET_LOCK(LEFT(CONCAT(DATABASE(), '.migrate'), 64), ?) AS held",
      [LOCK_WAIT_SECONDS],
    );
    if (lock?.held !== 1) throw new Error(`another process has been migrating for ${LOCK_WAIT_SECONDS} s`);
    const begun = (await select(connection, "SHOW TABLES LIKE 'schema\\_version'", [])).length > 0;
    const postgrator = new Postgrator({
      driver: 'mysql',
      database: connection.config.database,
      schemaTable: 'schema_version',
      migrationPattern: `${literal(import.meta.dirname)}/migrations/*.sql`,
      execQuery: async (query) => ({ rows: await select(connection, query, []) }),
      execSqlScript: async (script) => {
        await connection.query(begun ? resumed(script) : script);
      },
    });
    const done = await postgrator.migrate();
    const [found, known] = [await postgrator.getDatabaseVersion(), await postgrator.getMaxVersion()];
    if (found > known)
      tell(
        `MySQL has schema ${found}, which a newer program has made; this one knows ${known}, and leaves it`,
      );
    return done.map((migration) => migration.filename);
  } finally {
    connection.destroy();
    await pool.end();
  }
}

/** The script, which may have been killed in its midst: MySQL commits each of its statements, its version comes last. */
const resumed = (script: string): string =>
  script
    .replace(/^CREATE TABLE /gm, 'CREATE TABLE IF NOT EXISTS ')
    .replace(/^INSERT INTO /gm, 'INSERT IGNORE INTO ');

/** A folder's name in a pattern of files, so that one like `a [copy]` is found too. */
const literal = (folder: string): string => folder.replace(/[*?[\]{}()!@+\\]/g, String.raw`\$&`);
