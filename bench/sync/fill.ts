import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Client } from '@elastic/elasticsearch';
import { fill } from '../../ops/rebuild/fill.ts';
import { nothingFilled, saveFilled } from '../../ops/rebuild/progress-store.ts';
import type { DomainEvent } from '../../schema/events/event.ts';
import { connect, type Pool } from '../../subgraphs/command/mysql/connect.ts';
import { execute, insertRows } from '../../subgraphs/command/mysql/statements.ts';
import { migrate } from '../../subgraphs/command/mysql/migrate.ts';
import { createGeneration, ensureIndices } from '../../subgraphs/query/documents/indices.ts';
import { writeAliasName } from '../../subgraphs/query/documents/names.ts';
import { createReadDocuments } from '../../subgraphs/query/documents/read.ts';
import { withSearchable } from '../../subgraphs/query/documents/searchable.ts';
import { project } from '../../subgraphs/query/indexer/projections/project.ts';
import { projectionOf } from '../../subgraphs/query/indexer/projections/versions.ts';
import { createFill } from '../../subgraphs/query/indexer/sink.ts';
import { createDatabase } from '../shop.ts';
import { type Memory, watchMemory } from './memory.ts';
import type { SyncOptions } from './options.ts';
import { environment } from './tandem.ts';
import { idOf, productEvent, stockEvent } from './events.ts';

const BATCH = 500;

/**
 * Fills a generation of products from an event log as a rebuild does, and writes the same documents straight before it and
 * after it, the better of which counts; then verifies the filled ones in a process of its own.
 */
export async function measureFill(
  options: SyncOptions,
): Promise<{ rate: number; bareRate: number; verify: Memory }> {
  const { elasticsearchUrl, documents } = options;
  const database = await createDatabase(options.mysqlUrl);
  const client = new Client({ node: elasticsearchUrl });
  await migrate(database.url);
  const pool = connect(database.url, 4);
  const namespace = `b-${randomUUID().slice(0, 8)}`;
  try {
    await log(pool, documents);
    await ensureIndices(client, namespace, console);
    for (const generation of [2, 3]) await createGeneration(client, namespace, 'products', generation);
    const perSecond = async (work: () => Promise<void>): Promise<number> => {
      const started = performance.now();
      await work();
      return documents / ((performance.now() - started) / 1_000);
    };
    const straight = (generation: number): Promise<number> =>
      perSecond(() => writeStraight(client, writeAliasName(namespace, 'products', generation), documents));
    const before = await straight(2);
    const rate = await perSecond(() =>
      fill({
        pool,
        model: 'products',
        projection: projectionOf('products', 1),
        readServed: createReadDocuments(client, namespace),
        write: createFill(client, () => writeAliasName(namespace, 'products', 1)),
        from: nothingFilled(1, 0),
        onPage: (filled) => saveFilled(client, namespace, 'products', filled),
      }),
    );
    const bareRate = Math.max(before, await straight(3));
    return { rate, bareRate, verify: await verify(environment(options, database.url, namespace)) };
  } finally {
    await client.close();
    await pool.end();
    await database.drop();
  }
}

/** Rejects when a document is not as the fill should have made it. */
async function verify(env: Record<string, string>): Promise<Memory> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../ops/verify/main.ts', import.meta.url))],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const memory = await watchMemory(child.pid!, () => child.exitCode === null && child.signalCode === null);
  if (child.exitCode !== 0) throw new Error(`verify ended with ${child.exitCode}`);
  return memory;
}

/** Of each product one event, and three of its stock. */
async function log(pool: Pool, documents: number): Promise<void> {
  const columns = ['kind', 'id', 'epoch', 'revision', 'type', 'version', 'occurred_at', 'data', 'state'];
  const toRow = ({ kind, id, epoch, revision, type, version, occurredAt, data, state }: DomainEvent) => [
    ...[kind, id, epoch, revision, type, version],
    ...[new Date(occurredAt), JSON.stringify(data), JSON.stringify(state)],
  ];
  for (let start = 0; start < documents; start += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, documents - start) }, (_, i) => [
      productEvent(start + i),
      ...[1, 2, 3].map((revision) => stockEvent(start + i, revision)),
    ]);
    await execute(pool, insertRows('events', columns, events.flat().map(toRow)));
  }
}

async function writeStraight(client: Client, index: string, documents: number): Promise<void> {
  for (let start = 0; start < documents; start += BATCH) {
    const operations = Array.from({ length: Math.min(BATCH, documents - start) }, (_, i) => {
      const document = {
        ...project(productEvent(start + i)).document,
        ...project(stockEvent(start + i, 3)).document,
      };
      return [{ index: { _index: index, _id: idOf(start + i) } }, withSearchable(document)];
    });
    const { errors } = await client.bulk({ operations: operations.flat() });
    if (errors) throw new Error('straight _bulk did not write all documents');
  }
}
