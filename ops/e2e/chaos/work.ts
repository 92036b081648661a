import { readFileSync } from 'node:fs';
import { apiSchema } from '../../check/breaking.ts';
import type { Ledger } from './ledger.ts';

const supergraph = readFileSync(new URL('../../../schema/supergraph.graphql', import.meta.url), 'utf8');
/** Every one that there is. */
const COMMANDS = Object.keys(apiSchema(supergraph).getMutationType()!.getFields());
const READS = [
  ...['product', 'products', 'products of a batch', 'suggest', 'relatedProducts', 'stockAlerts'],
  ...['order', 'orders', 'salesReport', 'stock of a product', 'category', 'customer', 'review'],
].map((what) => `read ${what}`);

/** What no client has had an answer to: of all there is, or, in a short run, of what comes in any. */
export const neverAnswered = ({ counts }: Ledger, isLong: boolean): string[] =>
  (isLong ? [...COMMANDS, ...READS] : ['createOrder', 'read stock of a product'])
    .filter((what) => !counts.has(what))
    .map((what) => `no client had an answer to: ${what}`);
