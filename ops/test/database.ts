import { randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { inject } from 'vitest';

export interface TestDatabase {
  /** `mysql://…/t_…` */
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty MySQL database of one's own on the shared engine. */
export async function createDatabase(): Promise<TestDatabase> {
  const { mysqlUrl } = inject('engines');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const run = async (sql: string): Promise<void> => {
    const connection = await createConnection(mysqlUrl);
    await connection.query(sql).finally(() => connection.end());
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(mysqlUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(`DROP DATABASE ${name}`) };
}
