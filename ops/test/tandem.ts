import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { type Roles, startRoles } from '../roles.ts';
import { readConfig } from '../config.ts';
import { createDatabase, type TestDatabase } from './database.ts';

/** A place of one's own on the shared engines, as the variables that name it. */
export interface TestPlace {
  readonly env: Readonly<Record<string, string>>;
  readonly database: TestDatabase;
}

export async function createPlace(): Promise<TestPlace> {
  const { elasticsearchUrl, sqsEndpoint } = inject('engines');
  const database = await createDatabase();
  return {
    database,
    env: {
      PORT: '0',
      COMMAND_URL: 'http://127.0.0.1:0/graphql',
      QUERY_URL: 'http://127.0.0.1:0/graphql',
      RELAY_URL: 'http://127.0.0.1:0',
      INDEXER_URL: 'http://127.0.0.1:0',
      MYSQL_URL: database.url,
      ELASTICSEARCH_URL: elasticsearchUrl,
      SQS_ENDPOINT: sqsEndpoint,
      TANDEM_NAMESPACE: `e-${randomUUID().slice(0, 8)}`,
      AUTH: 'off',
      TOKEN_SECRET: 'the-secret-of-this-place',
      LOG_LEVEL: 'error',
    },
  };
}

export interface Tandem extends AsyncDisposable {
  readonly urls: Roles['urls'];
  readonly place: TestPlace;
  readonly ask: Ask;
}

/** A whole Tandem in this process; `variables` go beyond those of its place, or against them. */
export async function startTandem(variables: Record<string, string> = {}): Promise<Tandem> {
  const place = await createPlace();
  const roles = await startRoles(readConfig({ ...place.env, ...variables }));
  return {
    urls: roles.urls,
    place,
    ask: asker(roles.urls.gateway),
    async [Symbol.asyncDispose]() {
      await roles.stop();
      await cleanUp(place);
    },
  };
}

/** Removes what the place holds in MySQL and Elasticsearch. */
export async function cleanUp({ database, env }: TestPlace): Promise<void> {
  await database.drop();
  const { ELASTICSEARCH_URL, TANDEM_NAMESPACE } = env;
  const indices = (await (
    await fetch(`${ELASTICSEARCH_URL}/_cat/indices/${TANDEM_NAMESPACE}*?format=json&h=index`)
  ).json()) as { index: string }[];
  for (const { index } of indices) await fetch(`${ELASTICSEARCH_URL}/${index}`, { method: 'DELETE' });
}

/** What a GraphQL endpoint answers; whoever asks knows the shape. */
export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read what they asked for
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}
export type Ask = (
  query: string,
  variables?: Record<string, unknown>,
  headers?: Record<string, string>,
) => Promise<Answer>;

/** Sends GraphQL requests to this endpoint. */
export const asker =
  (url: string): Ask =>
  async (query, variables = {}, headers = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
  };
