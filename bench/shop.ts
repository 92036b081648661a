import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DocumentNode, print } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { createConnection } from 'mysql2/promise';
import { Pool } from 'undici';
import {
  PlaceOrderDocument,
  type PlaceOrderMutation,
  RegisterProductsDocument,
  UpdateStocksDocument,
} from '../schema/generated/operations.ts';
import { runProgram } from './program.ts';
import { piecesOf } from '../subgraphs/query/pieces.ts';

/** A command subgraph of its own, in a process and a database of its own, reached over HTTP without the gateway. */
export interface Shop {
  readonly mysqlUrl: string;
  /** Throws what is no answer: a fault of the subgraph. */
  placeOrder(lines: readonly Line[]): Promise<PlaceOrderMutation['createOrder']>;
  /** New products with so many units each; answers their SKUs. */
  stock(products: number, units: number): Promise<string[]>;
  close(): Promise<void>;
}
export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** Connections of all clients together; no more of them are ever under way. */
const CONNECTIONS = 64;
const BATCH = 500;

export async function openShop(engineUrl: string): Promise<Shop> {
  const { url: mysqlUrl, drop } = await createDatabase(engineUrl);
  // Is woken as a relay is, and relays nothing.
  const relay = createServer((_request, response) => response.writeHead(204).end());
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const { url, stop } = await startSubgraph(mysqlUrl, (relay.address() as AddressInfo).port);
  const pool = new Pool(new URL(url).origin, { connections: CONNECTIONS });
  const send = sender(pool, new URL(url).pathname);
  return {
    mysqlUrl,
    placeOrder: async (lines) =>
      (await send(PlaceOrderDocument, { input: { idempotencyKey: randomUUID(), lines: [...lines] } }))
        .createOrder,
    stock: async (products, units) => {
      const skus = Array.from({ length: products }, (_, index) => `${randomUUID()}-${index}`);
      for (const batch of piecesOf(skus, BATCH)) {
        const price = { amountMinor: 1_999, currency: 'EUR' };
        const products = batch.map((sku) => ({ sku, name: `Product ${sku}`, price, publish: true }));
        await send(RegisterProductsDocument, { input: { rows: products } });
        await send(UpdateStocksDocument, { input: { rows: batch.map((sku) => ({ sku, delta: units })) } });
      }
      return skus;
    },
    close: async () => {
      await pool.close();
      await stop();
      relay.close();
      await drop();
    },
  };
}

/** An empty database on the engine, which is there until `drop`. */
export async function createDatabase(engineUrl: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `bench_${randomUUID().replaceAll('-', '')}`;
  const run = async (sql: string): Promise<void> => {
    const connection = await createConnection(engineUrl);
    await connection.query(sql).finally(() => connection.end());
  };
  await run(`CREATE DATABASE ${name}`);
  return { url: new URL(`/${name}`, engineUrl).href, drop: () => run(`DROP DATABASE ${name}`) };
}

const startSubgraph = (mysqlUrl: string, relayPort: number) =>
  runProgram('subgraphs/command/main.ts', {
    MYSQL_URL: mysqlUrl,
    COMMAND_URL: 'http://127.0.0.1:0/graphql',
    RELAY_URL: `http://127.0.0.1:${relayPort}`,
    AUTH: 'off',
    LOG_LEVEL: 'warn',
  });

/** A client that costs as little as it can: it shares the machine with what is measured. */
function sender(pool: Pool, path: string) {
  return async <Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> => {
    const response = await pool.request({
      path,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: textOf(document), variables }),
    });
    const { data, errors } = (await response.body.json()) as { data?: Data; errors?: { message: string }[] };
    if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
    return data!;
  };
}

const texts = new Map<DocumentNode, string>();
function textOf(document: DocumentNode): string {
  const text = texts.get(document) ?? print(document);
  texts.set(document, text);
  return text;
}
